package org.csiscaleio.mesos.container;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.csiscaleio.mesos.CsiPaths;
import org.csiscaleio.mesos.Failed;
import org.csiscaleio.mesos.PluginInfo;
import org.csiscaleio.mesos.PluginInfo.Service;
import org.csiscaleio.mesos.RecursiveDelete;
import org.csiscaleio.mesos.Release;
import org.csiscaleio.mesos.StateFile;
import org.csiscaleio.mesos.Timing;
import org.csiscaleio.mesos.wire.CallLog;
import org.csiscaleio.mesos.wire.Connection;
import org.csiscaleio.mesos.wire.CsiVersion;
import org.csiscaleio.mesos.wire.PluginClient;
import org.jspecify.annotations.Nullable;

/**
 * A plugin that the agent runs in a standalone container: 1.11.x:SM, in 1.5 to 1.7 part of P
 * (getService, recoverServices).
 */
public final class ManagedServices implements ServiceManager {
  private static final long POLL_NANOS = 10_000_000; // 1.11.x:SM:585

  /**
   * What the agent's process gives it.
   *
   * @param temporary the agent's TMPDIR
   * @param containerPrefix of the container's id
   */
  public record Surroundings(
      Release release,
      Containerizer containerizer,
      Path temporary,
      RecursiveDelete delete,
      Timing timing,
      String containerPrefix,
      String agentId) {}

  private final Surroundings agent;
  private final PluginInfo plugin;
  private final CsiPaths paths;
  private final CallLog log;
  private final String containerId;
  private final EndpointDirectory endpoint;
  private final VersionDetection detection;
  private final ReentrantLock lock = new ReentrantLock();
  private final AtomicInteger terminations = new AtomicInteger();
  private CompletableFuture<PluginClient> service = new CompletableFuture<>();
  private @Nullable ContainerDaemon daemon;
  private @Nullable Connection connection;

  public ManagedServices(Surroundings agent, PluginInfo plugin, CsiPaths paths, CallLog log) {
    this.agent = agent;
    this.plugin = plugin;
    this.paths = paths;
    this.log = log;
    this.containerId = plugin.containerId(agent.containerPrefix());
    this.endpoint =
        new EndpointDirectory(
            paths.containers().resolve(containerId).resolve("endpoint"), agent.temporary());
    this.detection = new VersionDetection(agent.release());
  }

  /**
   * Keeps the container whose configuration is still the same; 1.7 on, only when it runs. Kills
   * every other and removes its directories, the socket's too. So 1.5 and 1.6 keep the stale socket
   * of a plugin that died while the agent was down.
   */
  @Override
  public void recover() {
    for (Path path : CsiPaths.entries(paths.containers())) {
      String id = path.getFileName().toString();
      boolean runs = agent.containerizer().running(id).isPresent();
      boolean upToDate =
          id.equals(containerId)
              && (runs || !agent.release().wipesStaleSockets())
              && StateFile.read(path.resolve("container.info"), PluginInfo.class)
                  .equals(Optional.of(plugin));
      if (!upToDate) {
        agent.containerizer().kill(id);
        new EndpointDirectory(path.resolve("endpoint"), agent.temporary()).remove(agent.delete());
        agent.delete().tree(path);
      }
    }
  }

  @Override
  public CsiVersion apiVersion() {
    client(plugin.services().getFirst());
    return detection.found().orElseThrow();
  }

  @Override
  public PluginClient client(Service wanted) {
    CompletableFuture<PluginClient> latest;
    lock.lock();
    try {
      if (daemon == null) {
        daemon = startDaemon();
      }
      latest = service;
    } finally {
      lock.unlock();
    }
    try {
      return latest.join();
    } catch (CompletionException e) {
      throw new Failed("the plugin's service is not to be had: " + e.getCause(), e);
    }
  }

  /** The daemon has given up; in 1.5 to 1.7 that ends the resource provider. */
  public void whenDaemonGivesUp(Consumer<Throwable> listener) {
    lock.lock();
    try {
      if (daemon != null) {
        daemon.whenGivingUp(listener);
      }
    } finally {
      lock.unlock();
    }
  }

  /** The metric csi_plugin/container_terminations. */
  public int terminations() {
    return terminations.get();
  }

  public String containerId() {
    return containerId;
  }

  /** Where the plugin is to make its socket. */
  public Path socket() {
    return endpoint.socket();
  }

  @Override
  public void close() {
    ContainerDaemon stopping;
    lock.lock();
    try {
      service.completeExceptionally(new Failed("the agent ends"));
      stopping = daemon;
      closeConnection();
    } finally {
      lock.unlock();
    }
    if (stopping != null) {
      stopping.stop(); // It takes the lock too.
    }
    lock.lock();
    try {
      closeConnection();
    } finally {
      lock.unlock();
    }
  }

  private void closeConnection() {
    if (connection != null) {
      connection.close();
      connection = null;
    }
  }

  private ContainerDaemon startDaemon() {
    // Before the launch, so that even a failed one is cleaned up after: 1.11.x:SM:694.
    StateFile.write(paths.containers().resolve(containerId).resolve("container.info"), plugin);
    Path socket = endpoint.socket();
    try {
      Files.createDirectories(paths.mountRoot());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    var environment = new LinkedHashMap<>(plugin.environment());
    environment.put("CSI_ENDPOINT", "unix://" + socket);
    if (agent.release().tellsAgentId() && plugin.serves(Service.NODE_SERVICE)) {
      environment.put("MESOS_AGENT_ID", agent.agentId());
    }
    var daemon =
        new ContainerDaemon(
            () -> agent.containerizer().launch(containerId, plugin.command(), environment),
            () -> connect(socket),
            () -> agent.containerizer().waitFor(containerId),
            () -> disconnect(socket));
    daemon.start();
    return daemon;
  }

  /** The post-start hook: a socket that is there is taken at once, stale or not. */
  private void connect(Path socket) {
    try {
      waitEndpoint(socket);
      var fresh = new Connection(socket, agent.release().callTimeout(), log);
      lock.lock();
      try {
        connection = fresh;
      } finally {
        lock.unlock();
      }
      service.complete(detection.probe(fresh));
    } catch (RuntimeException e) {
      service.completeExceptionally(e);
      throw e;
    }
  }

  /** The post-stop hook: the socket file is removed, calls wait for the next run. */
  private void disconnect(Path socket) {
    lock.lock();
    try {
      service = new CompletableFuture<>();
      closeConnection();
      terminations.incrementAndGet();
    } finally {
      lock.unlock();
    }
    try {
      Files.deleteIfExists(socket);
    } catch (IOException e) {
      throw new Failed("Failed to remove endpoint socket " + socket, e);
    }
  }

  private void waitEndpoint(Path socket) {
    long end = System.nanoTime() + agent.timing().endpointCreation().toNanos();
    while (!Files.exists(socket)) {
      if (System.nanoTime() - end > 0) {
        throw new Failed("Timed out waiting for endpoint '" + socket + "'");
      }
      if (Thread.currentThread().isInterrupted()) {
        throw new Failed("the agent ends");
      }
      LockSupport.parkNanos(POLL_NANOS);
    }
  }
}
