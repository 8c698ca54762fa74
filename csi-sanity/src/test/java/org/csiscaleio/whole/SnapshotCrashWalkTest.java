package org.csiscaleio.whole;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.csiscaleio.crash.CrashAgent;
import org.csiscaleio.rig.Await;
import org.csiscaleio.rig.Cluster;
import org.csiscaleio.rig.VolumeUse;
import org.csiscaleio.rig.VolumeWish;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * SIGKILL at every moment around every outside effect of the calls about snapshots, clones, growth
 * and limits, with a volume in use; then the same call again must end right. See {@link
 * CrashWalkTest}.
 */
class SnapshotCrashWalkTest {
  private static final int MOST_POINTS = 100;

  private static final Map<String, Cluster> CLUSTERS = new TreeMap<>();

  @BeforeAll
  static void start() throws IOException {
    for (String scope : List.of("cluster", "node")) {
      Cluster cluster =
          Cluster.named("SnapshotCrashWalkTest-" + scope)
              .plugins(0)
              .setting("scope", scope)
              .setting("quota", "sp1=256")
              .start();
      CLUSTERS.put(scope, cluster);
      startPlugin(cluster);
    }
  }

  @AfterAll
  static void stop() {
    CLUSTERS.values().forEach(Cluster::close);
  }

  @AfterEach
  void startOver() {
    for (Cluster cluster : CLUSTERS.values()) {
      cluster.startOver();
      if (!cluster.a().isAlive()) {
        startPlugin(cluster);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void theSameCallAgainEndsRight(SnapshotStep step) throws IOException {
    walk("cluster", step);
  }

  /** Where a clone is looked for in memory too, and growth changes the name. */
  @ParameterizedTest
  @EnumSource(names = {"TAKE", "CLONE", "EXPAND"})
  void theSameCallAgainEndsRightInNodeScopeToo(SnapshotStep step) throws IOException {
    walk("node", step);
  }

  private static void walk(String scope, SnapshotStep step) throws IOException {
    Cluster cluster = requireNonNull(CLUSTERS.get(scope));
    var walked = new ArrayList<String>();
    int point = 0;
    boolean killed = true;
    while (killed && point < MOST_POINTS) {
      point++;
      VolumeUse use = cluster.useOnA(VolumeWish.of("walk-" + step + "-" + point, 8, "xfs"));
      use.bringUp(cluster.a().client());
      SnapshotStep.DATA.write(use);
      step.prepare(use, cluster.a().client());

      killed = callIsKilledAt(cluster, point, use, step, walked);
      if (killed) {
        cluster.emulator().control().expireTokens();
        startPlugin(cluster);
        Repeating.untilDone(() -> step.act(use, cluster.a().client()));
      }

      step.assertDone(cluster, use, cluster.a().client());
      SnapshotStep.cleanUp(use, cluster.a().client());
      Afterwards.nothingIsLeft(cluster);
    }
    Figures.keep(
        "crash-walk-" + scope + "-" + step,
        "crash walk, %s in %s scope: killed at %d moments%n".formatted(step, scope, walked.size()));
    assertThat(killed).as("the walk came to its end").isFalse();
    assertThat(walked).hasSizeGreaterThanOrEqualTo(step.fewestMoments(scope));
  }

  private static boolean callIsKilledAt(
      Cluster cluster, int point, VolumeUse use, SnapshotStep step, List<String> walked)
      throws IOException {
    Path orders = orders(cluster);
    Files.deleteIfExists(orders.resolve("effects"));
    Path order = orders.resolve("order");
    Path half = orders.resolve("order.new");
    Files.writeString(half, use.wish().name() + " " + point);
    Files.move(half, order);
    try {
      step.act(use, cluster.a().client());
      return false;
    } catch (StatusRuntimeException e) {
      assertThat(e.getStatus().getCode()).as(e.toString()).isEqualTo(Status.Code.UNAVAILABLE);
      Await.until("the plugin to die", Duration.ofSeconds(5), () -> !cluster.a().isAlive());
      walked.add(Files.readAllLines(orders.resolve("effects")).getLast());
      return true;
    } finally {
      Files.deleteIfExists(order);
    }
  }

  private static Path orders(Cluster cluster) {
    return cluster.root().resolve("orders");
  }

  private static void startPlugin(Cluster cluster) {
    try {
      Path orders = Files.createDirectories(orders(cluster));
      cluster.a().start(CrashAgent.environment(cluster.root().resolve("crash-agent.jar"), orders));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
