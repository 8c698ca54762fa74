package org.csiscaleio.whole;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.csiscaleio.crash.CrashAgent;
import org.csiscaleio.rig.Await;
import org.csiscaleio.rig.Cluster;
import org.csiscaleio.rig.CsiClient;
import org.csiscaleio.rig.PluginProcess;

/**
 * A cluster of its own, whose plugin is the real one with an agent inside that kills it at the
 * moment that was ordered.
 */
final class DoomedPlugin implements AutoCloseable {
  private final Cluster cluster;
  private final Path orders;
  private final Map<String, String> environment;

  private DoomedPlugin(Cluster cluster, Path orders, Map<String, String> environment) {
    this.cluster = cluster;
    this.orders = orders;
    this.environment = environment;
  }

  /**
   * Starts the cluster, which is to have no plugin yet, and the plugin of host-a with the agent.
   */
  static DoomedPlugin in(Cluster.Builder builder) {
    Cluster cluster = builder.plugins(0).start();
    Path orders = cluster.root().resolve("orders");
    var environment = CrashAgent.environment(cluster.root().resolve("crash-agent.jar"), orders);
    var doomed = new DoomedPlugin(cluster, orders, environment);
    try {
      doomed.start();
      return doomed;
    } catch (RuntimeException e) {
      cluster.discard();
      throw e;
    }
  }

  Cluster cluster() {
    return cluster;
  }

  PluginProcess plugin() {
    return cluster.a();
  }

  /** The client of the run that lives now. */
  CsiClient client() {
    return plugin().client();
  }

  /**
   * Makes a call, with the order to die at a moment of it.
   *
   * @param id of the order, another for each
   * @param point 1 is the moment before the first effect, then comes one after each
   * @param walked is given the moment at which it died
   * @return false when the call got through because it has fewer moments than {@code point}
   */
  boolean isKilledAt(String id, int point, Runnable call, List<String> walked) throws IOException {
    Files.deleteIfExists(orders.resolve("effects"));
    Path order = orders.resolve("order");
    Path half = orders.resolve("order.new");
    Files.writeString(half, id + " " + point);
    Files.move(half, order);
    try {
      call.run();
      return false;
    } catch (StatusRuntimeException e) {
      assertThat(e.getStatus().getCode()).as(e.toString()).isEqualTo(Status.Code.UNAVAILABLE);
      Await.until("the plugin to die", Duration.ofSeconds(5), () -> !plugin().program().isAlive());
      List<String> effects = Files.readAllLines(orders.resolve("effects"));
      assertThat(effects).hasSize(point);
      walked.add(effects.getLast());
      return true;
    } finally {
      Files.deleteIfExists(order);
    }
  }

  /**
   * Starts the plugin after it was killed. The dead cannot log out; over a walk their sessions
   * would fill the gateway's 128 places, which in life they leave again after ten idle minutes.
   */
  void riseAgain() {
    cluster.emulator().control().expireTokens();
    start();
  }

  /** Clears everything away, whatever state a failed test has left it in. */
  void startOver() {
    cluster.startOver();
    if (!plugin().isAlive()) {
      start();
    }
  }

  private void start() {
    plugin().start(environment);
  }

  @Override
  public void close() {
    cluster.close();
  }
}
