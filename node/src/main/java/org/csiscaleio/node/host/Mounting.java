package org.csiscaleio.node.host;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.csiscaleio.node.service.Device;
import org.csiscaleio.node.service.FileSystemType;
import org.csiscaleio.node.service.MountPlan;
import org.csiscaleio.node.service.Shown;
import org.csiscaleio.operation.Deadline;
import org.csiscaleio.operation.Failure;

/** Shows devices at paths; each time it is read back from the kernel that they are to be seen. */
final class Mounting {
  private final HostSettings.CheckPolicy policy;
  private final Kernel kernel;
  private final BoundedCalls calls;
  private final Mounts mounts;
  private final Formatter formatter;
  private final FileSystemTools tools;
  private final RawDevices rawDevices;

  Mounting(
      HostSettings.CheckPolicy policy,
      Kernel kernel,
      BoundedCalls calls,
      Mounts mounts,
      Formatter formatter,
      FileSystemTools tools,
      RawDevices rawDevices) {
    this.policy = policy;
    this.kernel = kernel;
    this.calls = calls;
    this.mounts = mounts;
    this.formatter = formatter;
    this.tools = tools;
    this.rawDevices = rawDevices;
  }

  void mount(Device device, Path at, MountPlan plan, Deadline deadline) {
    MountOptions options = MountOptions.parse(plan.flags());
    Path point = existingDirectory(device, at, deadline);
    List<Shown.At> elsewhere = mounts.shown(device, deadline);
    if (!elsewhere.isEmpty()) {
      // The kernel would share the file system anyway; its content is in use and not for probing.
      showAgain(device, elsewhere.getFirst(), at, plan, deadline);
      return;
    }
    if (!plan.readOnly()) {
      rawDevices.makeWritable(device, deadline);
    }
    Formatter.Prepared prepared = formatter.prepare(device, plan, deadline);
    FileSystemType type = prepared.content().type();
    if (policy == HostSettings.CheckPolicy.AUTO && !prepared.justMade() && !plan.readOnly()) {
      tools.check(device, type, deadline);
    }
    MountOptions all = plan.shared() ? options.withData(untouched(type)) : options;
    change(
        device,
        "mounting " + device + " at " + at,
        deadline,
        () ->
            kernel.mount(
                device.node(),
                point,
                type.word(),
                all.flags() | (plan.readOnly() ? MountOptions.MS_RDONLY : 0),
                all.data()));
    requireShown(device, at, deadline);
    if (!plan.readOnly() && !prepared.justMade()) {
      tools.growIfOutgrown(device, type, point, deadline);
    }
  }

  /** The option that keeps even the journal from being replayed: other nodes may be reading. */
  private static String untouched(FileSystemType type) {
    return switch (type) {
      case EXT4, EXT3 -> "noload";
      case XFS -> "norecovery";
      case BTRFS -> "rescue=nologreplay";
    };
  }

  private void showAgain(
      Device device, Shown.At there, Path at, MountPlan plan, Deadline deadline) {
    if (!(there.shown() instanceof Shown.FileSystem fs)) {
      throw Failure.precondition(device + " is in use as a raw device at " + there.path());
    }
    if (plan.wanted().isPresent() && !plan.wanted().get().word().equals(fs.type())) {
      throw Failure.precondition(
          device + " is mounted as " + fs.type() + " at " + there.path() + " already");
    }
    if (fs.readOnly() && !plan.readOnly()) {
      throw Failure.precondition(
          device + " is mounted read-only at " + there.path() + " and cannot be had for writing");
    }
    bind(device, there.path(), at, plan.readOnly(), deadline);
  }

  void grow(Device device, Path at, Deadline deadline) {
    if (mounts.shownAt(device.volume(), at, deadline) instanceof Shown.FileSystem fs) {
      tools.growIfOutgrown(device, fs.type(), at, deadline);
    }
  }

  void bind(Device device, Path from, Path to, boolean readOnly, Deadline deadline) {
    Path point = existingDirectory(device, to, deadline);
    change(
        device,
        "showing " + from + " at " + to,
        deadline,
        () -> {
          if (readOnly) {
            bindReadOnly(from, point);
          } else {
            kernel.bind(from, point);
          }
        });
    requireShown(device, to, deadline);
  }

  /** Kernels before 5.12 can do it in two steps only, with a moment in between. */
  private void bindReadOnly(Path from, Path point) throws IOException {
    try {
      kernel.bindReadOnly(from, point);
    } catch (ErrnoException e) {
      if (!e.is(Errno.ENOSYS)) {
        throw e;
      }
      kernel.bind(from, point);
      kernel.remountReadOnly(point, MountOptions.flagsOf(mounts.table().at(point).getLast()));
    }
  }

  void bindRaw(Device device, Path to, Deadline deadline) {
    Path point =
        mounts.canonical(device.volume(), to, deadline).orElseThrow(() -> noParent(device, to));
    change(
        device,
        "showing " + device + " at " + to,
        deadline,
        () -> kernel.bind(device.node(), point));
    requireShown(device, to, deadline);
  }

  private Path existingDirectory(Device device, Path path, Deadline deadline) {
    Path real =
        mounts.canonical(device.volume(), path, deadline).orElseThrow(() -> noParent(device, path));
    try {
      FileStat.Kind kind =
          calls
              .ask(device.volume(), "looking at " + path, deadline, () -> kernel.linkStat(real))
              .map(FileStat::kind)
              .orElseThrow(() ->
                  Failure.precondition(path + " does not exist; the orchestrator has to make it"));
      if (kind != FileStat.Kind.DIRECTORY) {
        throw Failure.precondition(path + " is " + kind.words() + ", not a directory");
      }
      return real;
    } catch (IOException e) {
      throw HostFailures.of(path + " cannot be looked at", e);
    }
  }

  private static Failure noParent(Device device, Path path) {
    return Failure.precondition(
        "volume "
            + device.volume()
            + " cannot be shown at "
            + path
            + ": its parent directory does not exist; the orchestrator has to make it");
  }

  private void requireShown(Device device, Path path, Deadline deadline) {
    Shown shown = mounts.shownAt(device.volume(), path, deadline);
    if (shown instanceof Shown.Nothing || shown instanceof Shown.SomethingElse) {
      throw Failure.internal(
          "the kernel took the mount of " + device + " at " + path + ", but shows " + shown, null);
    }
  }

  private void change(Device device, String what, Deadline deadline, BoundedCalls.Effect effect) {
    try {
      calls.change(device.volume(), what, deadline, effect);
    } catch (IOException e) {
      throw HostFailures.of(what + " failed; the kernel's log (dmesg) may tell more", e);
    }
  }
}
