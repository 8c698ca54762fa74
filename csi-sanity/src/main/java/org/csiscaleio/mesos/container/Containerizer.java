package org.csiscaleio.mesos.container;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.csiscaleio.mesos.Failed;

/**
 * The Mesos containerizer with standalone containers: LAUNCH_CONTAINER, WAIT_CONTAINER,
 * KILL_CONTAINER. Containers outlive the agent's process and die with the host.
 */
public final class Containerizer implements AutoCloseable {
  /** What the agent's {@code --isolation} has. */
  public enum Isolation {
    /** filesystem/posix: the plugin mounts straight on the host. */
    POSIX,
    /**
     * filesystem/linux: a mount namespace of the plugin's own, in which the mount that holds the
     * work directory stays shared and every other becomes a slave: contract 6.3.
     */
    LINUX
  }

  /** PATH of a container that is given none: src/slave/containerizer/mesos/launch.cpp. */
  private static final String DEFAULT_PATH =
      "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

  private static final String INTO_A_NAMESPACE =
      """
      while read -r _ _ _ _ point _; do
        [ "$point" = "$0" ] || mount --make-slave "$point" 2>/dev/null
      done </proc/self/mountinfo
      exec "$@"
      """;

  private final Path workDir;
  private final Isolation isolation;
  private final Map<String, Process> containers = new ConcurrentHashMap<>();

  /**
   * Makes one.
   *
   * @param workDir with LINUX isolation a shared mount of its own
   */
  public Containerizer(Path workDir, Isolation isolation) {
    this.workDir = workDir;
    this.isolation = isolation;
  }

  /**
   * Launches a container, unless it runs: then nothing is done (202 Accepted).
   *
   * @param environment all it gets, besides PATH and MESOS_SANDBOX: contract 6.2
   */
  public void launch(String id, List<String> command, Map<String, String> environment) {
    if (running(id).isPresent()) {
      return;
    }
    Path sandbox = sandbox(id);
    try {
      Files.createDirectories(sandbox);
      var builder = new ProcessBuilder(isolated(command));
      builder.directory(sandbox.toFile());
      builder.redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")));
      builder.redirectOutput(ProcessBuilder.Redirect.appendTo(sandbox.resolve("stdout").toFile()));
      builder.redirectError(ProcessBuilder.Redirect.appendTo(sandbox.resolve("stderr").toFile()));
      builder.environment().clear();
      builder.environment().put("PATH", DEFAULT_PATH);
      builder.environment().put("MESOS_SANDBOX", sandbox.toString());
      builder.environment().putAll(environment);
      containers.put(id, builder.start());
    } catch (IOException e) {
      throw new Failed("cannot launch container " + id, e);
    }
  }

  /** The container's process, if it runs. */
  public Optional<Process> running(String id) {
    return Optional.ofNullable(containers.get(id)).filter(Process::isAlive);
  }

  /** Returns when the container does not run any more, or never did. */
  public void waitFor(String id) throws InterruptedException {
    Process process = containers.get(id);
    if (process != null) {
      process.waitFor();
    }
  }

  /** SIGKILL to all that is in the container, as the freezer's destroy does; waits for its end. */
  public void kill(String id) {
    Process process = containers.get(id);
    if (process == null) {
      return;
    }
    var all = new ArrayList<ProcessHandle>(process.toHandle().descendants().toList());
    all.add(process.toHandle());
    all.forEach(ProcessHandle::destroyForcibly);
    try {
      if (!process.waitFor(10, TimeUnit.SECONDS)) {
        throw new Failed("container " + id + " does not die");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Failed("interrupted", e);
    }
  }

  /** Where a container's output is: cwd of the plugin. */
  public Path sandbox(String id) {
    return workDir.resolve("containers").resolve(id);
  }

  /** What the container has written, in all its runs. */
  public String output(String id) {
    try {
      Path sandbox = sandbox(id);
      var text = new StringBuilder();
      for (String file : List.of("stdout", "stderr")) {
        if (Files.exists(sandbox.resolve(file))) {
          text.append(Files.readString(sandbox.resolve(file)));
        }
      }
      return text.toString();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The ids of all containers that run. */
  public List<String> running() {
    return containers.keySet().stream().filter(id -> running(id).isPresent()).sorted().toList();
  }

  /** The host goes down. */
  @Override
  public void close() {
    containers.keySet().forEach(this::kill);
  }

  private List<String> isolated(List<String> command) {
    if (isolation == Isolation.POSIX) {
      return command;
    }
    var wrapped =
        new ArrayList<>(
            List.of(
                "/usr/bin/unshare",
                "--mount",
                "--propagation",
                "unchanged",
                "/bin/sh",
                "-c",
                INTO_A_NAMESPACE,
                workDir.toString()));
    wrapped.addAll(command);
    return wrapped;
  }
}
