package org.csiscaleio.node.host;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.csiscaleio.node.service.Device;
import org.csiscaleio.node.service.FileSystemType;
import org.csiscaleio.operation.Deadline;
import org.csiscaleio.operation.Failure;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Checks file systems before they are mounted, and grows them when their device has grown. */
final class FileSystemTools {
  private static final Logger LOG = LoggerFactory.getLogger(FileSystemTools.class);

  /**
   * A file system may leave this much of its device unused without having been outgrown: mke2fs
   * gives up a last group that is too small. The array's volumes grow by 8 GiB.
   */
  private static final long UNUSED_BYTES = 16L * 1024 * 1024;

  private final Kernel kernel;
  private final Commands commands;
  private final BoundedCalls calls;

  FileSystemTools(Kernel kernel, Commands commands, BoundedCalls calls) {
    this.kernel = kernel;
    this.commands = commands;
    this.calls = calls;
  }

  /**
   * Checks an unmounted file system: ext by {@code e2fsck -p}, which replays the journal and mends
   * what can be mended without asking. xfs and btrfs recover in the kernel when they are mounted;
   * their repair tools are for people.
   *
   * @throws Failure FAILED_PRECONDITION when people are needed
   */
  void check(Device device, FileSystemType type, Deadline deadline) {
    if (type != FileSystemType.EXT4 && type != FileSystemType.EXT3) {
      return;
    }
    Commands.Ended ended =
        commands.run(List.of("e2fsck", "-p", device.node().toString()), deadline);
    switch (ended.exitCode()) {
      case 0 -> {}
      case 1, 2, 3 -> LOG.warn("The file system of {} was mended: {}", device, ended.words());
      case 8 ->
          throw Failure.unavailable(
              "the file system of " + device + " could not be checked: " + ended.words());
      default ->
          throw Failure.precondition(
              "the file system of "
                  + device
                  + " has errors that only a person can decide on; run e2fsck on it by hand: "
                  + ended.words());
    }
  }

  /**
   * Grows the mounted file system if it covers less than its device. When that does not work it is
   * logged, no more: the data is whole and mounted, and refusing it would turn a lack of space into
   * a lack of everything. The next staging tries again.
   */
  void growIfOutgrown(Device device, FileSystemType type, Path mountPoint, Deadline deadline) {
    try {
      growToDevice(device, type, mountPoint, deadline);
    } catch (Failure failure) {
      LOG.warn("{}", failure.message());
    }
  }

  /**
   * Grows the mounted file system until it covers its device.
   *
   * @throws Failure INTERNAL when it could not be grown; FAILED_PRECONDITION when this program may
   *     not
   */
  void growToDevice(Device device, FileSystemType type, Path mountPoint, Deadline deadline) {
    OptionalLong covered = covered(device, type, mountPoint, deadline);
    if (covered.isEmpty() || !outgrown(device, covered.getAsLong())) {
      return;
    }
    List<String> command =
        switch (type) {
          case EXT4, EXT3 -> List.of("resize2fs", device.node().toString());
          case XFS -> List.of("xfs_growfs", mountPoint.toString());
          case BTRFS -> List.of("btrfs", "filesystem", "resize", "max", mountPoint.toString());
        };
    Commands.Ended ended = commands.run(command, deadline);
    if (!ended.ok()) {
      throw notGrown(
          "the file system of "
              + device
              + " at "
              + mountPoint
              + " could not be grown from "
              + covered.getAsLong()
              + " bytes to its device's "
              + device.sizeBytes()
              + ": "
              + command.getFirst()
              + " failed; "
              + ended.words());
    }
    LOG.info(
        "The file system of {} was grown from {} to {} bytes",
        device,
        covered.getAsLong(),
        device.sizeBytes());
  }

  private static Failure notGrown(String message) {
    return message.contains("Permission denied")
        ? Failure.precondition(
            message
                + ". Growing ext3 and ext4 while they are mounted needs CAP_SYS_RESOURCE; give it to"
                + " this program")
        : Failure.internal(message, null);
  }

  private OptionalLong covered(
      Device device, FileSystemType type, Path mountPoint, Deadline deadline) {
    try {
      return coveredBytes(device, type, mountPoint, deadline);
    } catch (IOException e) {
      throw HostFailures.of("the size of the file system of " + device + " cannot be read", e);
    }
  }

  /** As {@link #growIfOutgrown}, the type being the kernel's word for it. */
  void growIfOutgrown(Device device, String type, Path mountPoint, Deadline deadline) {
    Optional<FileSystemType> known = FileSystemType.of(type);
    known.ifPresent(ours -> growIfOutgrown(device, ours, mountPoint, deadline));
  }

  /** Whether a device has more than a file system of so many bytes can do without. */
  static boolean outgrown(Device device, long coveredBytes) {
    return device.sizeBytes() - coveredBytes >= UNUSED_BYTES;
  }

  /** The mounted file system's size in bytes; empty when there is none of that type. */
  OptionalLong coveredBytes(Device device, FileSystemType type, Path mountPoint, Deadline deadline)
      throws IOException {
    return calls.ask(
        device.volume(),
        "reading " + device,
        deadline,
        () -> coveredBytes(device, type, mountPoint));
  }

  private OptionalLong coveredBytes(Device device, FileSystemType type, Path mountPoint)
      throws IOException {
    byte[] head = head(device);
    OptionalLong covered = Superblock.sizeBytes(type, head);
    if (type != FileSystemType.XFS || covered.isEmpty()) {
      return covered;
    }
    // A mounted xfs that was grown has that in its journal, and in its superblock at last. The
    // kernel tells what it has without the journal.
    long mounted = kernel.space(mountPoint).totalBytes() + Superblock.xfsLogBytes(head);
    return OptionalLong.of(Math.max(covered.getAsLong(), mounted));
  }

  private byte[] head(Device device) throws IOException {
    OpenDevice open = kernel.open(device.node(), false, false);
    try {
      return kernel.read(open, 0, Superblock.HEAD_BYTES);
    } finally {
      kernel.close(open);
    }
  }
}
