package org.csiscaleio.rig;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Podman with the image that the build made, and a storage of its own, which closing takes away.
 * Containers are privileged and read-only, share the host's network and devices, and need nothing
 * that a machine of CI lacks.
 */
public final class Podman implements AutoCloseable {
  private static final Duration LIMIT = Duration.ofMinutes(2);

  private final Path directory;
  private final String image;

  private Podman(Path directory, String image) {
    this.directory = directory;
    this.image = image;
  }

  /**
   * What every cluster of this run is to have its plugins in, where the system property {@code
   * csiscaleio.contained} says so; its storage goes when this JVM ends.
   */
  static Optional<Podman> ofThisRun() {
    return Boolean.getBoolean("csiscaleio.contained")
        ? Optional.of(OfThisRun.IT)
        : Optional.empty();
  }

  private static final class OfThisRun {
    static final Podman IT = ofTheBuild();

    static {
      Runtime.getRuntime().addShutdownHook(new Thread(IT::close));
    }
  }

  /** With the image that the build made. */
  public static Podman ofTheBuild() {
    return withImage(
        Path.of(System.getProperty("csiscaleio.image")),
        "csi-scaleio:" + System.getProperty("csiscaleio.version"));
  }

  /**
   * Loads the image.
   *
   * @param archive as the build made it
   * @param image the name that it must have, with its tag
   */
  public static Podman withImage(Path archive, String image) {
    try {
      // Short: podman makes sockets below it.
      var podman = new Podman(Files.createTempDirectory("csi-scaleio-podman-"), image);
      podman.say(podman.command(List.of("load", "-q", "-i", archive.toString())));
      return podman;
    } catch (IOException e) {
      throw new UncheckedIOException("podman has no directory", e);
    }
  }

  /**
   * What runs the image's entry point in the foreground; its arguments may follow.
   *
   * @param name of the container; another of that name is replaced
   * @param options of {@code podman run}
   */
  public List<String> run(String name, String... options) {
    List<String> words = new ArrayList<>();
    words.addAll(List.of("run", "--rm", "--replace", "--name", name, "--log-driver", "none"));
    words.addAll(List.of("--privileged", "--network", "host", "--read-only", "-v", "/dev:/dev"));
    words.addAll(List.of("--ulimit", "nofile=10000:10000", "--ulimit", "nproc=10000:10000"));
    words.addAll(List.of(options));
    words.add(image);
    return command(words);
  }

  /**
   * What runs the image's entry point in a container that is given no more than the options: no
   * privileges, no devices.
   *
   * @param options of {@code podman run}
   */
  public List<String> runBare(String... options) {
    List<String> words = new ArrayList<>(List.of("run", "--rm", "--log-driver", "none"));
    words.addAll(List.of("--ulimit", "nofile=10000:10000", "--ulimit", "nproc=10000:10000"));
    words.addAll(List.of(options));
    words.add(image);
    return command(words);
  }

  /** What runs a command in a container that runs already. */
  public List<String> exec(String name, String... arguments) {
    List<String> words = new ArrayList<>(List.of("exec", name));
    words.addAll(List.of(arguments));
    return command(words);
  }

  /**
   * As {@link #run}, for a plugin that is to serve a cluster.
   *
   * @param root where everything is that the cluster has on disk: a shared mount
   */
  public List<String> serve(String name, Path root, String... options) {
    List<String> all = new ArrayList<>(List.of("-v", root + ":" + root + ":rshared"));
    all.addAll(List.of(options));
    return run(name, all.toArray(String[]::new));
  }

  /**
   * Runs the image's entry point, or another program of it, to its end.
   *
   * @param options of {@code podman run}
   * @return all that it said
   * @throws IllegalStateException when it ended badly
   */
  public String runToEnd(List<String> options, String... arguments) {
    List<String> whole = new ArrayList<>(run("to-end", options.toArray(String[]::new)));
    whole.addAll(List.of(arguments));
    return say(whole);
  }

  /** SIGKILL to all that runs in a container. */
  public void sigkill(String name) {
    say(command(List.of("kill", "--signal", "KILL", name)));
  }

  /** All that podman says about an object, in a template of Go's. */
  public String inspect(String template) {
    return say(command(List.of("image", "inspect", "--format", template, image))).strip();
  }

  /** The pid of a container's first process. */
  public long pidOf(String name) {
    return Long.parseLong(
        say(command(List.of("inspect", "--format", "{{.State.Pid}}", name))).strip());
  }

  private List<String> command(List<String> words) {
    List<String> whole = new ArrayList<>();
    whole.addAll(List.of("podman", "--root", directory.resolve("storage").toString()));
    whole.addAll(List.of("--runroot", directory.resolve("run").toString()));
    // crun does not start where cgroups are of both versions.
    whole.addAll(List.of("--runtime", "runc", "--cgroup-manager", "cgroupfs"));
    whole.addAll(List.of("--events-backend", "none"));
    whole.addAll(words);
    return whole;
  }

  private String say(List<String> command) {
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      process.getOutputStream().close();
      String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      int status = process.waitFor();
      if (status != 0) {
        throw new IllegalStateException(command + " ended with " + status + ": " + said);
      }
      return said;
    } catch (IOException e) {
      throw new UncheckedIOException("podman is missing: apt-get install podman runc", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted: " + command, e);
    }
  }

  @Override
  public void close() {
    say(command(List.of("rm", "--all", "--force", "--time", "0")));
    for (MountTable.Mount mount : MountTable.now().under(directory)) {
      RunningProgram.start(
              "umount",
              List.of("umount", "-l", mount.point().toString()),
              Map.of(),
              directory.resolve("umount.log"))
          .waitForEnd(LIMIT);
    }
    if (!MountTable.now().under(directory).isEmpty()) {
      return; // Never delete through a mount.
    }
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.toList().reversed()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot remove podman's storage", e);
    }
  }
}
