package org.csiscaleio.rig;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** A memory cgroup (cgroup v1) with a limit, as Mesos makes one for a plugin's container. */
public final class MemoryCgroup implements AutoCloseable {
  private static final Duration LIMIT = Duration.ofSeconds(20);

  private final Path directory;

  private MemoryCgroup(Path directory) {
    this.directory = directory;
  }

  /**
   * Makes one, inside the one this process is in.
   *
   * @throws IllegalStateException when this machine has no memory controller of cgroup v1
   */
  public static MemoryCgroup ofMib(int mib) {
    try {
      Path directory = Files.createTempDirectory(own(), "csi-scaleio-test-");
      Files.writeString(directory.resolve("memory.limit_in_bytes"), mib + "M");
      return new MemoryCgroup(directory);
    } catch (IOException e) {
      throw new UncheckedIOException("no memory cgroup can be made", e);
    }
  }

  private static Path own() throws IOException {
    Path mounted = Path.of("/sys/fs/cgroup/memory");
    try (Stream<String> lines = Files.lines(Path.of("/proc/self/cgroup"))) {
      return lines
          .map(line -> line.split(":", 3))
          .filter(parts -> List.of(parts[1].split(",", -1)).contains("memory"))
          .map(parts -> mounted.resolve(Path.of("/").relativize(Path.of(parts[2]))))
          .filter(Files::isDirectory)
          .findFirst()
          .orElseThrow(() ->
              new IllegalStateException("no memory controller of cgroup v1 is at " + mounted));
    }
  }

  /** What starts a program inside: a command that ends in exec'ing what follows it. */
  public List<String> launcher() {
    return List.of(
        "sh", "-c", "echo $$ > '" + directory.resolve("cgroup.procs") + "' && exec \"$@\"", "sh");
  }

  /** Is that process inside? */
  public boolean holds(long pid) {
    return read("cgroup.procs").lines().anyMatch(Long.toString(pid)::equals);
  }

  /** How many processes the kernel has killed in it for want of memory. */
  public long killed() {
    return read("memory.oom_control")
        .lines()
        .filter(line -> line.startsWith("oom_kill "))
        .mapToLong(line -> Long.parseLong(line.substring("oom_kill ".length())))
        .findFirst()
        .orElseThrow();
  }

  private String read(String file) {
    try {
      return Files.readString(directory.resolve(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Takes it away, as soon as all that was started inside has ended. */
  @Override
  public void close() {
    Await.until("the end of all in " + directory, LIMIT, () -> Files.deleteIfExists(directory));
  }
}
