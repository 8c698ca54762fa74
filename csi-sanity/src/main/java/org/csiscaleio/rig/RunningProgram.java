package org.csiscaleio.rig;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A child process whose output goes to a log file. It is only ever signalled through its own
 * process id.
 */
public final class RunningProgram {
  private static final Duration DEATH_LIMIT = Duration.ofSeconds(10);
  private static final List<String> NOT_INHERITED = List.of("CSI_", "X_CSI_", "MESOS_", "SCALEIO_");

  private final String name;
  private final Process process;
  private final Path log;

  private RunningProgram(String name, Process process, Path log) {
    this.name = name;
    this.process = process;
    this.log = log;
  }

  /**
   * Starts a program.
   *
   * @param environment added to this process's own, from which settings of orchestrators and of the
   *     plugin are taken out
   * @param log appended to
   */
  public static RunningProgram start(
      String name, List<String> command, Map<String, String> environment, Path log) {
    try {
      Files.createDirectories(log.toAbsolutePath().getParent());
      var builder = new ProcessBuilder(command);
      builder.redirectErrorStream(true);
      builder.redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
      builder.redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()));
      builder
          .environment()
          .keySet()
          .removeIf(key -> NOT_INHERITED.stream().anyMatch(key::startsWith));
      builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
      builder.environment().putAll(environment);
      return new RunningProgram(name, builder.start(), log);
    } catch (IOException e) {
      throw new UncheckedIOException(name + " did not start", e);
    }
  }

  public long pid() {
    return process.pid();
  }

  public boolean isAlive() {
    return process.isAlive();
  }

  /** Where everything it has written went. */
  public Path log() {
    return log;
  }

  /** Everything this and earlier runs have written. */
  public String logText() {
    try {
      return Files.exists(log) ? Files.readString(log) : "";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** SIGKILL; returns when the process is gone. */
  public void sigkill() {
    process.destroyForcibly();
    waitForEnd(DEATH_LIMIT);
  }

  /**
   * SIGTERM; returns the exit code.
   *
   * @throws IllegalStateException when it is still there after {@code grace}; it is then killed
   */
  public int sigterm(Duration grace) {
    process.destroy();
    try {
      return waitForEnd(grace);
    } catch (IllegalStateException e) {
      process.destroyForcibly();
      throw e;
    }
  }

  /**
   * The exit code of a process that ends by itself; 137 after SIGKILL.
   *
   * @throws IllegalStateException when it has not ended within {@code limit}
   */
  public int waitForEnd(Duration limit) {
    try {
      if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new IllegalStateException(
            name + " (pid " + pid() + ") still runs after " + limit.toMillis() + " ms");
      }
      return process.exitValue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      process.destroyForcibly();
      throw new IllegalStateException("interrupted while waiting for " + name, e);
    }
  }

  /** For a message: how a program that is not there any more ended, and what it had written. */
  String howItEnded() {
    return "it ended (" + process.exitValue() + "): " + logText();
  }

  /** What the kernel says about it now. */
  public ProcessReadings readings() {
    return ProcessReadings.of(pid());
  }
}
