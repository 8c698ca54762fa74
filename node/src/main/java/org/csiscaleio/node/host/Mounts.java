package org.csiscaleio.node.host;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.csiscaleio.gateway.VolumeId;
import org.csiscaleio.node.service.Device;
import org.csiscaleio.node.service.Shown;
import org.csiscaleio.operation.Deadline;
import org.csiscaleio.operation.Failure;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Whose mounts are where, by the kernel's table, and how they are taken off again. */
final class Mounts {
  private static final Logger LOG = LoggerFactory.getLogger(Mounts.class);

  /** File systems in which device nodes live. */
  private static final Set<String> DEVICE_DIRECTORIES = Set.of("devtmpfs", "tmpfs", "ramfs");

  /** On whose account it is looked what is at a path. */
  private static final VolumeId UNKNOWN = new VolumeId("0".repeat(16), "0".repeat(16));

  private static final Duration BUSY_PATIENCE = Duration.ofSeconds(3);
  private static final Duration MARGIN = Duration.ofSeconds(1);
  private static final Duration PAUSE = Duration.ofMillis(50);

  private final Kernel kernel;
  private final BoundedCalls calls;
  private final VolumeLinks links;
  private final ProcessTable processes;

  Mounts(Kernel kernel, BoundedCalls calls, VolumeLinks links, ProcessTable processes) {
    this.kernel = kernel;
    this.calls = calls;
    this.links = links;
    this.processes = processes;
  }

  MountTable table() {
    try {
      return MountTable.parse(kernel.mountInfo());
    } catch (IOException e) {
      throw HostFailures.of("the kernel's mount table cannot be read", e);
    }
  }

  /**
   * The path as the kernel writes it: links on the way resolved, its last name left alone. Empty
   * when its parent is not there.
   */
  Optional<Path> canonical(VolumeId volume, Path path, Deadline deadline) {
    Path parent = path.getParent();
    Path name = path.getFileName();
    if (parent == null || name == null) {
      throw Failure.invalid("'" + path + "' cannot be a volume's path");
    }
    try {
      return calls
          .ask(volume, "looking up " + parent, deadline, () -> kernel.resolve(parent))
          .map(real -> real.resolve(name));
    } catch (IOException e) {
      throw HostFailures.of(parent + " cannot be looked up", e);
    }
  }

  Shown shownAt(VolumeId volume, Path path, Deadline deadline) {
    Optional<Path> real = canonical(volume, path, deadline);
    List<Mount> stack = real.isEmpty() ? List.of() : table().at(real.get());
    if (stack.isEmpty()) {
      return new Shown.Nothing();
    }
    Mount top = stack.getLast();
    if (!belongs(top, volume, deadline)) {
      return new Shown.SomethingElse(top.words());
    }
    return shown(top, volume, deadline);
  }

  /** Whose device is shown at the path, by the links; empty unless there is exactly one. */
  Optional<VolumeId> volumeShownAt(Path path, Deadline deadline) {
    Optional<Path> real = canonical(UNKNOWN, path, deadline);
    List<Mount> stack = real.isEmpty() ? List.of() : table().at(real.get());
    if (stack.isEmpty()) {
      return Optional.empty();
    }
    Optional<DeviceNumber> number = deviceOf(stack.getLast(), UNKNOWN, deadline);
    if (number.isEmpty()) {
      return Optional.empty();
    }
    try {
      List<VolumeId> volumes =
          calls.ask(
              UNKNOWN, "following device links", deadline, () -> links.leadingTo(number.get()));
      return volumes.size() == 1 ? Optional.of(volumes.getFirst()) : Optional.empty();
    } catch (IOException e) {
      throw HostFailures.of("the device links cannot be read", e);
    }
  }

  List<Shown.At> shown(Device device, Deadline deadline) {
    MountTable table = table();
    var number = new DeviceNumber(device.major(), device.minor());
    var places = new ArrayList<Shown.At>();
    for (Mount mount : table.all()) {
      if (deviceOf(mount, device.volume(), deadline).equals(Optional.of(number))
          && table.visible(mount)) {
        places.add(new Shown.At(mount.point(), shown(mount, device.volume(), deadline)));
      }
    }
    return places;
  }

  /**
   * Takes off whatever of the volume is mounted at {@code path}, and returns when the table shows
   * nothing there any more.
   */
  void unmount(VolumeId volume, Path path, Deadline deadline) {
    Optional<Path> real = canonical(volume, path, deadline);
    if (real.isEmpty()) {
      return;
    }
    Deadline patience = deadline.earlierBy(MARGIN).orAfter(BUSY_PATIENCE);
    for (List<Mount> stack = table().at(real.get());
        !stack.isEmpty();
        stack = table().at(real.get())) {
      Mount top = stack.getLast();
      if (!belongs(top, volume, deadline) && !isPlaceOfLostDevice(top, volume, deadline)) {
        throw Failure.precondition(
            "volume "
                + volume
                + " is not what is mounted at "
                + path
                + ", but "
                + top.words()
                + "; it was left alone");
      }
      takeOff(top, volume, patience, deadline);
    }
  }

  /**
   * Whether this shows a raw device while the volume has none here any more. The kernel uses device
   * numbers again: what is shown there now may be another volume's device, which has no business at
   * this volume's path. Taking a device node away from a path loses nothing.
   */
  private boolean isPlaceOfLostDevice(Mount top, VolumeId volume, Deadline deadline) {
    if (!isRaw(top)) {
      return false;
    }
    try {
      return !(calls.ask(volume, "following device links", deadline, () -> links.follow(volume))
          instanceof VolumeLinks.Target.Found);
    } catch (IOException e) {
      throw HostFailures.of("the device links cannot be read", e);
    }
  }

  private void takeOff(Mount top, VolumeId volume, Deadline patience, Deadline deadline) {
    Path point = top.point();
    try {
      calls.change(volume, "unmounting " + point, deadline, () -> kernel.unmount(point, false));
    } catch (ErrnoException e) {
      switch (e.errno()) {
        // Somebody else was quicker; the table will tell.
        case EINVAL, ENOENT -> pause();
        case EBUSY -> busy(top, volume, patience, deadline);
        default -> throw HostFailures.of("volume " + volume + " cannot be unmounted", e);
      }
      if (deadline.expired()) {
        throw HostFailures.of("volume " + volume + " cannot be unmounted in time", e);
      }
    } catch (IOException e) {
      throw HostFailures.of("volume " + volume + " cannot be unmounted", e);
    }
  }

  /**
   * A mount in use is waited for, then reported. Only when its device is dead is it taken out of
   * sight at once: nothing can be written to the device any more, so whoever still has files open
   * loses nothing by it, and the path must not stay blocked for ever. With a living device it would
   * hide writes that are still to come from the one who is about to unmap the volume.
   */
  private void busy(Mount top, VolumeId volume, Deadline patience, Deadline deadline) {
    if (!patience.expired()) {
      pause();
      return;
    }
    if (dead(top, volume, deadline)) {
      LOG.warn(
          "The device of volume {} is gone; {} is unmounted though in use", volume, top.point());
      try {
        calls.change(
            volume, "unmounting " + top.point(), deadline, () -> kernel.unmount(top.point(), true));
        return;
      } catch (IOException e) {
        throw HostFailures.of("volume " + volume + " cannot be unmounted", e);
      }
    }
    List<String> users = usersOf(top, volume, deadline);
    throw Failure.unavailable(
        "volume "
            + volume
            + " is still in use at "
            + top.point()
            + (users.isEmpty() ? "" : " by " + String.join(", ", users))
            + "; end that use, and repeat the call");
  }

  private List<String> usersOf(Mount mount, VolumeId volume, Deadline deadline) {
    try {
      return calls.ask(
          volume,
          "looking for users of " + mount.point(),
          deadline,
          () -> processes.usersOfMount(mount.point()));
    } catch (IOException e) {
      return List.of();
    }
  }

  /** Whether the mount's device is gone, or answers reads with errors only. */
  private boolean dead(Mount mount, VolumeId volume, Deadline deadline) {
    Optional<DeviceNumber> number = deviceOf(mount, volume, deadline);
    Path node = isRaw(mount) ? mount.point() : Path.of(mount.source());
    if (!node.isAbsolute() || number.isEmpty()) {
      return false;
    }
    try {
      return calls.ask(volume, "reading " + node, deadline, () -> cannotBeRead(node, number.get()));
    } catch (IOException e) {
      return e instanceof ErrnoException kernelError && kernelError.errno().deviceDead();
    }
  }

  private boolean cannotBeRead(Path node, DeviceNumber number) throws IOException {
    Optional<FileStat> found = kernel.stat(node);
    if (found.isEmpty() || !found.get().device().equals(number)) {
      return true;
    }
    OpenDevice open = kernel.open(node, false, false);
    try {
      kernel.read(open, 0, FormatMark.BYTES);
      return false;
    } finally {
      kernel.close(open);
    }
  }

  /**
   * Whether the mount is that volume's. When the volume's link is gone its device may be gone too,
   * and giving the path back must still be possible: a device that no volume's link leads to is
   * then taken for it.
   */
  private boolean belongs(Mount mount, VolumeId volume, Deadline deadline) {
    Optional<DeviceNumber> mounted = deviceOf(mount, volume, deadline);
    try {
      return calls.ask(
          volume, "following device links", deadline, () -> belongs(mount, volume, mounted));
    } catch (IOException e) {
      throw HostFailures.of("the device links cannot be read", e);
    }
  }

  private boolean belongs(Mount mount, VolumeId volume, Optional<DeviceNumber> mounted)
      throws IOException {
    Optional<DeviceNumber> linked =
        links.follow(volume) instanceof VolumeLinks.Target.Found found
            ? Optional.of(found.number())
            : Optional.empty();
    if (mounted.isPresent()) {
      return linked.isPresent() ? linked.equals(mounted) : links.leadingTo(mounted.get()).isEmpty();
    }
    return linked.isEmpty()
        && mount.type().equals("btrfs")
        && kernel.stat(Path.of(mount.source())).isEmpty();
  }

  /** The block device behind a mount; empty when there is none. */
  private Optional<DeviceNumber> deviceOf(Mount mount, VolumeId volume, Deadline deadline) {
    if (mount.device().major() != 0 && !isRaw(mount)) {
      return Optional.of(mount.device());
    }
    if (isRaw(mount)) {
      return deviceAt(mount.point(), volume, deadline);
    }
    // btrfs has a made-up device number; its source is the real one.
    return mount.type().equals("btrfs")
        ? deviceAt(Path.of(mount.source()), volume, deadline)
        : Optional.empty();
  }

  private Optional<DeviceNumber> deviceAt(Path path, VolumeId volume, Deadline deadline) {
    try {
      return calls
          .ask(volume, "looking at " + path, deadline, () -> kernel.stat(path))
          .filter(stat -> stat.is(FileStat.Kind.BLOCK_DEVICE))
          .map(FileStat::device);
    } catch (IOException e) {
      throw HostFailures.of(path + " cannot be looked at", e);
    }
  }

  /** Whether it shows one file of a directory of device nodes. */
  private static boolean isRaw(Mount mount) {
    return !mount.root().equals("/") && DEVICE_DIRECTORIES.contains(mount.type());
  }

  private Shown shown(Mount mount, VolumeId volume, Deadline deadline) {
    if (!isRaw(mount)) {
      var flags = new HashSet<>(mount.options());
      flags.remove("ro");
      flags.remove("rw");
      boolean mountReadOnly = mount.options().contains("ro");
      return new Shown.FileSystem(
          mount.type(), mount.readOnly(), mount.readOnly() && !mountReadOnly, flags, mount.root());
    }
    try {
      return new Shown.RawDevice(
          calls.ask(
              volume, "looking at " + mount.point(), deadline, () -> refusesWrites(mount.point())));
    } catch (IOException e) {
      // A dead device cannot be opened; what it would refuse does not matter any more.
      return new Shown.RawDevice(false);
    }
  }

  private boolean refusesWrites(Path node) throws IOException {
    OpenDevice open = kernel.open(node, false, false);
    try {
      return kernel.readOnly(open);
    } finally {
      kernel.close(open);
    }
  }

  private static void pause() {
    try {
      Thread.sleep(PAUSE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw Failure.unavailable("an unmount was interrupted");
    }
  }
}
