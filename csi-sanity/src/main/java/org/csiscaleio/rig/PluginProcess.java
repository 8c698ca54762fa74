package org.csiscaleio.rig;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.csiscaleio.csi.v1.ProbeRequest;
import org.jspecify.annotations.Nullable;

/** The plugin as a process of its own, on one simulated host. */
public final class PluginProcess implements AutoCloseable {
  private static final Duration START_LIMIT = Duration.ofSeconds(30);
  private static final Duration PROBE_LIMIT = Duration.ofSeconds(5);
  private static final Duration STOP_LIMIT = Duration.ofSeconds(15);

  private final Launch launch;
  private final SimulatedHost host;
  private final Path directory;
  private final Path log;
  private final Path configFile;
  private @Nullable RunningProgram running;
  private @Nullable CsiClient client;
  private Duration startTook = Duration.ZERO;

  /**
   * Prepares a plugin that speaks for {@code host} and asks the emulators.
   *
   * @param launch how the program is started
   * @param settings configuration keys that are added, or replace ours
   */
  PluginProcess(
      Launch launch,
      SimulatedHost host,
      List<EmulatorProcess> emulators,
      Path log,
      Map<String, String> settings) {
    this.launch = launch;
    this.host = host;
    this.directory = host.directory().resolve("plugin");
    this.log = log;
    var all = new LinkedHashMap<String, String>();
    all.put("endpoint", "unix://" + socket());
    all.putAll(settings);
    this.configFile = PluginConfiguration.write(directory, host, emulators, all);
  }

  /** Starts it and waits until Probe answers. */
  public void start() {
    start(Map.of());
  }

  /**
   * Starts it and waits until Probe answers.
   *
   * @param environment added to its environment
   */
  public void start(Map<String, String> environment) {
    closeClient();
    long begin = System.nanoTime();
    var whole = new ArrayList<>(launch.command(environment));
    whole.addAll(List.of("serve", "--config", configFile.toString()));
    var program = RunningProgram.start("csi-scaleio on " + host.name(), whole, environment, log);
    running = program;
    Await.until(
        "Probe of the plugin on " + host.name() + " (log: " + log + ")",
        START_LIMIT,
        () -> probeAnswers(program));
    startTook = Duration.ofNanos(System.nanoTime() - begin);
  }

  /** From exec to the first answered Probe, seen from a client that polls every 10 ms. */
  public Duration startTook() {
    return startTook;
  }

  public SimulatedHost host() {
    return host;
  }

  public Path socket() {
    return directory.resolve("csi.sock");
  }

  /** The client of the run that lives now. */
  public CsiClient client() {
    if (client == null) {
      throw new IllegalStateException("the plugin on " + host.name() + " has not been started");
    }
    return client;
  }

  public RunningProgram program() {
    if (running == null) {
      throw new IllegalStateException("the plugin on " + host.name() + " has not been started");
    }
    return running;
  }

  public boolean isAlive() {
    return running != null && running.isAlive();
  }

  /** SIGKILL, its normal way to die. */
  public void sigkill() {
    closeClient();
    launch.sigkill(program());
  }

  /** SIGTERM; returns the exit code. */
  public int sigterm() {
    closeClient();
    return program().sigterm(STOP_LIMIT);
  }

  /** Starts it again after it has died, with a new client. */
  public void restart() {
    start();
  }

  @Override
  public void close() {
    closeClient();
    if (running != null && running.isAlive()) {
      running.sigterm(STOP_LIMIT);
    }
  }

  void discard() {
    if (isAlive()) {
      sigkill();
    }
  }

  private boolean probeAnswers(RunningProgram program) throws IOException {
    if (!program.isAlive()) {
      throw new IOException(program.howItEnded());
    }
    if (!Files.exists(socket())) {
      return false;
    }
    var candidate = new CsiClient(socket());
    try {
      candidate.withDeadline(PROBE_LIMIT).identity().probe(ProbeRequest.getDefaultInstance());
      client = candidate;
      return true;
    } catch (StatusRuntimeException e) {
      // Told to serve another generation only, it answers all the same.
      if (e.getStatus().getCode() == Status.Code.UNIMPLEMENTED) {
        client = candidate;
        return true;
      }
      candidate.close();
      throw e;
    }
  }

  private void closeClient() {
    if (client != null) {
      client.close();
      client = null;
    }
  }
}
