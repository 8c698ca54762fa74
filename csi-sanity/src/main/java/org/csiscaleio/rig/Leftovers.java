package org.csiscaleio.rig;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** Mounts and loop devices below a directory: finds them, and takes them away. */
final class Leftovers {
  private static final Set<String> CAN_BE_SHUT_DOWN = Set.of("ext3", "ext4", "xfs");

  private Leftovers() {}

  /** One line for each. */
  static List<String> under(Path directory) {
    var found = new ArrayList<String>();
    MountTable.now().under(directory).forEach(mount -> found.add("mounted: " + mount));
    LoopDevice.over(directory).forEach(loop -> found.add("attached: " + loop));
    return found;
  }

  /**
   * Takes all mounts below a directory away without letting file systems that can be stopped write
   * what they still hold, as a loss of power does.
   */
  static void loseMounts(Path directory, Path log) {
    for (var mount : MountTable.now().under(directory)) {
      if (CAN_BE_SHUT_DOWN.contains(mount.type()) && isOfALoopDevice(mount)) {
        run(List.of("xfs_io", "-x", "-c", "shutdown", mount.point().toString()), log);
      }
      run(List.of("umount", mount.point().toString()), log);
    }
    if (!MountTable.now().under(directory).isEmpty()) {
      throw new IllegalStateException("still mounted: " + under(directory));
    }
  }

  /** Never shuts down the file system of this machine itself, of which a part may be bound here. */
  private static boolean isOfALoopDevice(MountTable.Mount mount) {
    return mount.source().startsWith("/dev/loop") && mount.root().equals(Path.of("/"));
  }

  /** Unmounts, detaches and deletes everything below a directory, and the directory. */
  static void remove(Path directory, Path log) {
    for (var mount : MountTable.now().under(directory)) {
      run(List.of("umount", "-l", mount.point().toString()), log);
    }
    for (var loop : LoopDevice.over(directory)) {
      run(List.of("losetup", "-d", loop.device().toString()), log);
    }
    if (!Files.exists(directory) || !MountTable.now().under(directory).isEmpty()) {
      return; // Never delete through a mount.
    }
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.toList().reversed()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot remove " + directory, e);
    }
  }

  private static void run(List<String> command, Path log) {
    RunningProgram.start(command.getFirst(), command, Map.of(), log)
        .waitForEnd(Duration.ofSeconds(10));
  }
}
