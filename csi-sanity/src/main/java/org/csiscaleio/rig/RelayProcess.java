package org.csiscaleio.rig;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** {@code csi-scaleio relay} as a process of its own, as an agent's container runs it. */
public final class RelayProcess implements AutoCloseable {
  private static final Duration LIMIT = Duration.ofSeconds(20);

  private final Path socket;
  private final RunningProgram program;

  private RelayProcess(Path socket, RunningProgram program) {
    this.socket = socket;
    this.program = program;
  }

  /**
   * Starts one; does not wait for anything.
   *
   * @param socket where it is to listen
   * @param service where it is to pass calls to
   * @param log appended to
   */
  public static RelayProcess start(Path socket, Path service, Path log, String... flags) {
    return startBy(List.of(), socket, service, log, flags);
  }

  /**
   * Starts one by way of a launcher; does not wait for anything.
   *
   * @param launcher a command that ends in exec'ing what follows it
   */
  public static RelayProcess startBy(
      List<String> launcher, Path socket, Path service, Path log, String... flags) {
    List<String> command = new ArrayList<>(launcher);
    command.add(Programs.fromSystemProperties().plugin().toString());
    command.add("relay");
    command.add("--to=unix://" + service);
    command.addAll(List.of(flags));
    return new RelayProcess(
        socket,
        RunningProgram.start("relay", command, Map.of("CSI_ENDPOINT", "unix://" + socket), log));
  }

  /** Returns when its socket is there, as an agent waits for it. */
  public RelayProcess awaitSocket() {
    Await.until(
        "the relay's socket",
        LIMIT,
        () -> {
          if (!program.isAlive()) {
            throw new IOException(program.howItEnded());
          }
          return Files.exists(socket);
        });
    return this;
  }

  /** Returns when it has said that. */
  public void awaitLog(String wanted) {
    Await.until("'" + wanted + "' from the relay", LIMIT, () -> program.logText().contains(wanted));
  }

  public Path socket() {
    return socket;
  }

  public RunningProgram program() {
    return program;
  }

  @Override
  public void close() {
    if (program.isAlive()) {
      program.sigkill();
    }
  }
}
