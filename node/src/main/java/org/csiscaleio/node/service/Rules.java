package org.csiscaleio.node.service;

import static org.csiscaleio.operation.Failure.Code.ALREADY_EXISTS;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.csiscaleio.gateway.VolumeId;
import org.csiscaleio.operation.Failure;

/** What may be used how, and what counts as the same again. */
final class Rules {
  /** Mount options that the kernel always shows as they were asked for. */
  private static final Set<String> COMPARABLE =
      Set.of("nosuid", "nodev", "noexec", "noatime", "nodiratime");

  private Rules() {}

  /**
   * @throws Failure FAILED_PRECONDITION for a file system written while other nodes have it
   */
  static void checkMode(Capability capability) {
    if (capability.access() instanceof Capability.Mount && capability.mode().writtenWhileShared()) {
      throw Failure.precondition(
          "access mode "
              + capability.mode()
              + " is possible for raw block volumes only: ext4, ext3, xfs and btrfs are damaged"
              + " when one node writes while another has them mounted");
    }
  }

  static MountPlan plan(
      NodeSettings settings,
      Capability.Mount mount,
      AccessMode mode,
      boolean readOnly,
      VolumeContext context) {
    Optional<FileSystemType> wanted = mount.fileSystem().or(context::fileSystem);
    return new MountPlan(
        wanted,
        wanted.orElse(settings.defaultFileSystem()),
        context.formatOptions(),
        mount.flags(),
        readOnly || mode.readerOnly() || mount.flags().contains("ro"),
        mode == AccessMode.MULTI_NODE_READER_ONLY,
        context.subPath());
  }

  /**
   * Whether the mounted file system is of the type, shows the directory and has the options that
   * are asked for. Whether it refuses writes is for the caller to judge.
   *
   * @throws Failure ALREADY_EXISTS when it differs; FAILED_PRECONDITION when it met errors
   */
  static void sameAsPlanned(VolumeId volume, Path path, Shown.FileSystem there, MountPlan plan) {
    if (!there.root().equals(plan.within().map(SubPath::fromRoot).orElse("/"))
        || (plan.wanted().isPresent() && !plan.wanted().get().word().equals(there.type()))) {
      throw alreadyOtherwise(volume, path, there);
    }
    var asked = new TreeSet<>(plan.flags());
    asked.retainAll(COMPARABLE);
    var has = new TreeSet<>(there.flags());
    has.retainAll(COMPARABLE);
    if (!asked.equals(has)) {
      throw alreadyOtherwise(volume, path, there);
    }
    if (there.shutDown() && !plan.readOnly()) {
      throw Failure.precondition(
          "the file system of volume "
              + volume
              + " at "
              + path
              + " refuses writes since it met errors; unpublish and unstage the volume, and publish"
              + " it again once its device is well");
    }
  }

  /** The failure for a path at which something other than what is asked for is mounted. */
  static Failure alreadyOtherwise(VolumeId volume, Path path, Shown there) {
    return new Failure(
        ALREADY_EXISTS,
        "volume "
            + volume
            + " cannot be shown as asked at "
            + path
            + ": "
            + words(there)
            + " is mounted there already");
  }

  /**
   * A device is used raw or through its file system, never both.
   *
   * @throws Failure FAILED_PRECONDITION naming the place of the other use
   */
  static void notUsedOtherwise(Device device, List<Shown.At> uses, boolean raw) {
    for (Shown.At use : uses) {
      if (use.shown() instanceof Shown.RawDevice != raw) {
        throw Failure.precondition(
            "volume "
                + device.volume()
                + " is in use "
                + (raw ? "with its file system mounted at " : "as a raw device at ")
                + use.path()
                + "; it cannot be used "
                + (raw ? "raw" : "through a file system")
                + " at the same time");
      }
    }
  }

  /**
   * @param uses where the volume is shown, its staging path left out
   * @throws Failure FAILED_PRECONDITION when the mode allows one target and there is another
   */
  static void oneTargetOnly(Device device, AccessMode mode, List<Shown.At> uses, Path target) {
    if (!mode.oneTarget()) {
      return;
    }
    for (Shown.At use : uses) {
      if (!use.path().equals(target)) {
        throw Failure.precondition(
            "volume "
                + device.volume()
                + " is published at "
                + use.path()
                + " already, and access mode "
                + mode
                + " allows one target only");
      }
    }
  }

  private static String words(Shown there) {
    return switch (there) {
      case Shown.Nothing nothing -> "nothing";
      case Shown.SomethingElse other -> other.what();
      case Shown.RawDevice raw -> "its raw device" + (raw.readOnly() ? ", read-only," : "");
      case Shown.FileSystem fs ->
          "its "
              + fs.type()
              + " file system"
              + (fs.whole() ? "" : "'s directory " + fs.root())
              + " with options "
              + (fs.readOnly() ? "ro" : "rw")
              + fs.flags().stream().sorted().reduce("", (all, flag) -> all + "," + flag);
    };
  }
}
