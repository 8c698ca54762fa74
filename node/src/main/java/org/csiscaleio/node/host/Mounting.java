package org.csiscaleio.node.host;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.csiscaleio.node.service.Device;
import org.csiscaleio.node.service.FileSystemType;
import org.csiscaleio.node.service.MountPlan;
import org.csiscaleio.node.service.Shown;
import org.csiscaleio.node.service.SubPath;
import org.csiscaleio.operation.Deadline;
import org.csiscaleio.operation.Failure;
import org.csiscaleio.operation.meter.Step;

/** Shows devices at paths; each time it is read back from the kernel that they are to be seen. */
final class Mounting {
  private final HostSettings.CheckPolicy policy;
  private final Kernel kernel;
  private final BoundedCalls calls;
  private final HostSteps steps;
  private final Mounts mounts;
  private final Formatter formatter;
  private final FileSystemTools tools;
  private final RawDevices rawDevices;
  private final VolumeDirectories directories;
  private final XfsClones xfsClones;

  Mounting(
      HostSettings.CheckPolicy policy,
      Kernel kernel,
      BoundedCalls calls,
      HostSteps steps,
      Mounts mounts,
      Formatter formatter,
      FileSystemTools tools,
      RawDevices rawDevices,
      XfsClones xfsClones) {
    this.policy = policy;
    this.kernel = kernel;
    this.calls = calls;
    this.steps = steps;
    this.mounts = mounts;
    this.formatter = formatter;
    this.tools = tools;
    this.rawDevices = rawDevices;
    this.xfsClones = xfsClones;
    this.directories = new VolumeDirectories(calls);
  }

  void mount(Device device, Path at, MountPlan plan, Deadline deadline) {
    MountOptions options = MountOptions.parse(plan.flags());
    Path point = existingDirectory(device, at, deadline);
    List<Shown.At> elsewhere = mounts.shown(device, deadline);
    if (!elsewhere.isEmpty()) {
      // Its content is in use and not for probing.
      showAgain(device, elsewhere, at, options, plan, deadline);
      if (!plan.readOnly()) {
        grow(device, at, deadline);
      }
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
    boolean beside = mountAs(device, type.word(), point, all, plan, deadline);
    requireShown(device, at, deadline);
    if (beside && !plan.readOnly() && xfsClones.takenOff(device, point, deadline)) {
      mountAs(device, type.word(), point, all, plan, deadline);
      requireShown(device, at, deadline);
    }
    if (!plan.readOnly() && !prepared.justMade()) {
      tools.growIfOutgrown(device, type, point, deadline);
    }
  }

  /** Tells whether it is mounted beside a twin, with an option for that. */
  private boolean mountAs(
      Device device,
      String type,
      Path point,
      MountOptions options,
      MountPlan plan,
      Deadline deadline) {
    MountOptions all = plan.readOnly() ? options.readOnly() : options;
    Path node = device.node();
    var beside = new AtomicBoolean();
    if (plan.within().isEmpty()) {
      BoundedCalls.Effect mount =
          () ->
              beside.set(
                  Twins.mount(
                      device,
                      type,
                      all,
                      o -> kernel.mount(node, point, type, o.flags(), o.data())));
      String what = "mounting " + device + " at " + point;
      steps.run(Step.MOUNT, () -> change(device, what, deadline, mount));
      return beside.get();
    }
    Path sub = plan.within().get().path();
    BoundedCalls.Effect show =
        () ->
            beside.set(
                Twins.mount(
                    device,
                    type,
                    all,
                    o -> kernel.mountBeneath(node, sub, point, type, o.flags(), o.data())));
    BoundedCalls.Effect make =
        () ->
            Twins.mount(
                device,
                type,
                all,
                o -> kernel.makeDirectoryInside(node, sub, point, type, o.flags(), o.data()));
    steps.run(
        Step.MOUNT,
        () ->
            directories.show(
                device, plan.within().get(), point, plan.readOnly(), deadline, show, make));
    return beside.get();
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
      Device device,
      List<Shown.At> elsewhere,
      Path at,
      MountOptions options,
      MountPlan plan,
      Deadline deadline) {
    Shown.At there = wholeBefore(elsewhere);
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
    if (fs.whole()) {
      bind(device, there.path(), at, plan, deadline);
    } else {
      // Only a directory of it is shown. The kernel has the file system once, however often
      // mounted.
      Path point = existingDirectory(device, at, deadline);
      mountAs(device, fs.type(), point, options, plan, deadline);
      requireShown(device, at, deadline);
    }
  }

  /** A place that shows all of it, if there is one. */
  private static Shown.At wholeBefore(List<Shown.At> places) {
    return places.stream()
        .filter(place -> place.shown() instanceof Shown.FileSystem fs && fs.whole())
        .findFirst()
        .orElse(places.getFirst());
  }

  void grow(Device device, Path at, Deadline deadline) {
    if (mounts.shownAt(device.volume(), at, deadline) instanceof Shown.FileSystem fs) {
      tools.growIfOutgrown(device, fs.type(), at, deadline);
    }
  }

  void expand(Device device, Path at, Deadline deadline) {
    if (mounts.shownAt(device.volume(), at, deadline) instanceof Shown.FileSystem fs) {
      FileSystemType.of(fs.type())
          .ifPresent(type -> tools.growToDevice(device, type, at, deadline));
    }
  }

  void bind(Device device, Path from, Path to, MountPlan plan, Deadline deadline) {
    steps.run(Step.BIND, () -> show(device, from, to, plan, deadline));
  }

  private void show(Device device, Path from, Path to, MountPlan plan, Deadline deadline) {
    Path point = existingDirectory(device, to, deadline);
    if (plan.within().isPresent()) {
      SubPath within = plan.within().get();
      directories.show(
          device,
          within,
          point,
          plan.readOnly(),
          deadline,
          () -> kernel.bindBeneath(from, within.path(), point, plan.readOnly()),
          () -> kernel.makeDirectoryBeneath(from, within.path()));
    } else {
      change(
          device,
          "showing " + from + " at " + to,
          deadline,
          () -> {
            if (plan.readOnly()) {
              bindReadOnly(from, point);
            } else {
              kernel.bind(from, point);
            }
          });
    }
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
    steps.run(
        Step.BIND,
        () ->
            change(
                device,
                "showing " + device + " at " + to,
                deadline,
                () -> kernel.bind(device.node(), point)));
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
