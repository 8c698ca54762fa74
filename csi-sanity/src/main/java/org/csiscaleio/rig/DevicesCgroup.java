package org.csiscaleio.rig;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A devices cgroup (cgroup v1) like those that Mesos' isolators cgroups/devices and cgroups/all
 * make: some character devices, no block device, and mknod of everything.
 */
public final class DevicesCgroup implements AutoCloseable {
  private static final Duration LIMIT = Duration.ofSeconds(20);

  /** What an agent's containers may use: null, zero, full, random, urandom, terminals, net/tun. */
  private static final List<String> ALLOWED =
      List.of(
          "c *:* m",
          "b *:* m",
          "c 1:3 rwm",
          "c 1:5 rwm",
          "c 1:7 rwm",
          "c 1:8 rwm",
          "c 1:9 rwm",
          "c 5:0 rwm",
          "c 5:1 rwm",
          "c 5:2 rwm",
          "c 136:* rwm",
          "c 10:200 rwm");

  private final Path directory;
  private final Optional<Path> mountedHere;

  private DevicesCgroup(Path directory, Optional<Path> mountedHere) {
    this.directory = directory;
    this.mountedHere = mountedHere;
  }

  /**
   * Makes one, inside the one this process is in.
   *
   * @param scratch where the controller is mounted if it is mounted nowhere
   * @throws IllegalStateException when this machine cannot have one; says what is missing
   */
  public static DevicesCgroup make(Path scratch) {
    try {
      Optional<Path> there = mounted();
      Optional<Path> here = there.isPresent() ? Optional.empty() : Optional.of(mount(scratch));
      Path root = there.or(() -> here).orElseThrow();
      Path directory =
          Files.createTempDirectory(root.resolve(ownCgroup()), "csi-scaleio-test-").toRealPath();
      var cgroup = new DevicesCgroup(directory, here);
      try {
        cgroup.write("devices.deny", "a");
        for (String device : ALLOWED) {
          cgroup.write("devices.allow", device);
        }
      } catch (UncheckedIOException e) {
        cgroup.close();
        throw e;
      }
      return cgroup;
    } catch (IOException e) {
      throw new UncheckedIOException("no devices cgroup can be made", e);
    }
  }

  /** The mount point of the v1 controller, which may be beside cgroup v2. */
  private static Optional<Path> mounted() throws IOException {
    try (Stream<String> lines = Files.lines(Path.of("/proc/self/mountinfo"))) {
      return lines
          .filter(line -> line.matches(".* - cgroup \\S+ (\\S+,)?devices(,\\S+)?"))
          .map(line -> Path.of(line.split(" ", -1)[4]))
          .findFirst();
    }
  }

  private static Path mount(Path scratch) throws IOException {
    Path point = Files.createDirectories(scratch.resolve("devices-cgroup"));
    RunningProgram mount =
        RunningProgram.start(
            "mount",
            List.of("mount", "-t", "cgroup", "-o", "devices", "none", point.toString()),
            Map.of(),
            scratch.resolve("mount.log"));
    if (mount.waitForEnd(LIMIT) != 0) {
      throw new IllegalStateException(
          "this machine has no devices controller of cgroup v1: it is in no line of"
              + " /proc/self/mountinfo, and mounting it fails: "
              + mount.logText()
              + "It takes root (CAP_SYS_ADMIN) and a kernel with CONFIG_CGROUP_DEVICE and cgroup v1");
    }
    return point;
  }

  private static Path ownCgroup() throws IOException {
    try (Stream<String> lines = Files.lines(Path.of("/proc/self/cgroup"))) {
      return lines
          .map(line -> line.split(":", 3))
          .filter(parts -> List.of(parts[1].split(",")).contains("devices"))
          .map(parts -> Path.of("/").relativize(Path.of(parts[2])))
          .findFirst()
          .orElse(Path.of(""));
    }
  }

  /** What starts a program inside: a command that ends in exec'ing what follows it. */
  public List<String> launcher() {
    return List.of(
        "sh", "-c", "echo $$ > '" + directory.resolve("cgroup.procs") + "' && exec \"$@\"", "sh");
  }

  /** Is that process inside? */
  public boolean holds(long pid) {
    try {
      return Files.readAllLines(directory.resolve("cgroup.procs")).contains(Long.toString(pid));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Runs a command inside, to its end; returns its exit code. */
  public int run(List<String> command, Path log) {
    var whole = new ArrayList<>(launcher());
    whole.addAll(command);
    return RunningProgram.start(command.getFirst(), whole, Map.of(), log).waitForEnd(LIMIT);
  }

  private void write(String file, String text) {
    try {
      Files.writeString(directory.resolve(file), text);
    } catch (IOException e) {
      throw new UncheckedIOException(directory.resolve(file) + " does not take '" + text + "'", e);
    }
  }

  /** Takes it away, as soon as all that was started inside has ended. */
  @Override
  public void close() {
    Await.until("the end of all in " + directory, LIMIT, this::removed);
    mountedHere.ifPresent(point ->
        RunningProgram.start(
                "umount",
                List.of("umount", point.toString()),
                Map.of(),
                point.resolveSibling("mount.log"))
            .waitForEnd(LIMIT));
  }

  /** A cgroup's directory is removed with its files in it, and not while processes are. */
  private boolean removed() throws IOException {
    try {
      return Files.deleteIfExists(directory);
    } catch (DirectoryNotEmptyException e) {
      return false;
    } catch (FileSystemException e) {
      if (String.valueOf(e.getReason()).contains("busy")) {
        return false;
      }
      throw e;
    }
  }
}
