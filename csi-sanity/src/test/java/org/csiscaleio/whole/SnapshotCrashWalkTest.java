package org.csiscaleio.whole;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.csiscaleio.crash.CrashAgent;
import org.csiscaleio.rig.Await;
import org.csiscaleio.rig.Cluster;
import org.csiscaleio.rig.PluginProcess;
import org.csiscaleio.rig.VolumeUse;
import org.csiscaleio.rig.VolumeWish;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * SIGKILL at every moment around every outside effect of the calls about snapshots, clones and
 * growth, with a volume in use; then the same call again must end right. See {@link CrashWalkTest}.
 */
class SnapshotCrashWalkTest {
  private static final int MOST_POINTS = 100;

  private static Cluster cluster;
  private static Path orders;
  private static String agent;

  @BeforeAll
  static void start() throws IOException {
    cluster = Cluster.named("SnapshotCrashWalkTest").plugins(0).start();
    orders = Files.createDirectories(cluster.root().resolve("orders"));
    agent = CrashAgent.jvmOption(cluster.root().resolve("crash-agent.jar"), orders);
    startPlugin();
  }

  @AfterAll
  static void stop() {
    cluster.close();
  }

  @AfterEach
  void startOver() {
    cluster.startOver();
    if (!plugin().isAlive()) {
      startPlugin();
    }
  }

  @ParameterizedTest
  @EnumSource
  void theSameCallAgainEndsRight(SnapshotStep step) throws IOException {
    var walked = new ArrayList<String>();
    int point = 0;
    boolean killed = true;
    while (killed && point < MOST_POINTS) {
      point++;
      VolumeUse use = cluster.useOnA(VolumeWish.of("walk-" + step + "-" + point, 8, "xfs"));
      use.bringUp(plugin().client());
      SnapshotStep.DATA.write(use);
      step.prepare(use, plugin().client());

      killed = callIsKilledAt(point, use, step, walked);
      if (killed) {
        cluster.emulator().control().expireTokens();
        startPlugin();
        Repeating.untilDone(() -> step.act(use, plugin().client()));
      }

      step.assertDone(cluster, use, plugin().client());
      SnapshotStep.cleanUp(use, plugin().client());
      Afterwards.nothingIsLeft(cluster);
    }
    Figures.keep(
        "crash-walk-" + step,
        "crash walk, %s: killed at %d moments%n".formatted(step, walked.size()));
    assertThat(killed).as("the walk came to its end").isFalse();
    assertThat(walked).hasSizeGreaterThanOrEqualTo(step.fewestMoments());
  }

  private static boolean callIsKilledAt(
      int point, VolumeUse use, SnapshotStep step, List<String> walked) throws IOException {
    Files.deleteIfExists(orders.resolve("effects"));
    Path order = orders.resolve("order");
    Path half = orders.resolve("order.new");
    Files.writeString(half, use.wish().name() + " " + point);
    Files.move(half, order);
    try {
      step.act(use, plugin().client());
      return false;
    } catch (StatusRuntimeException e) {
      assertThat(e.getStatus().getCode()).as(e.toString()).isEqualTo(Status.Code.UNAVAILABLE);
      Await.until("the plugin to die", Duration.ofSeconds(5), () -> !plugin().program().isAlive());
      walked.add(Files.readAllLines(orders.resolve("effects")).getLast());
      return true;
    } finally {
      Files.deleteIfExists(order);
    }
  }

  private static PluginProcess plugin() {
    return cluster.a();
  }

  private static void startPlugin() {
    plugin().start(Map.of("JAVA_TOOL_OPTIONS", agent));
  }
}
