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
import org.junit.jupiter.params.provider.CsvSource;

/**
 * SIGKILL at every moment around every outside effect of every call that changes something; then
 * the same call again must end right. The plugin is the real one, with an agent inside that kills
 * it at the wanted moment.
 */
class CrashWalkTest {
  private static final int MOST_POINTS = 400;

  private static Cluster cluster;
  private static Path orders;
  private static String agent;

  @BeforeAll
  static void start() throws IOException {
    cluster = Cluster.named("CrashWalkTest").plugins(0).start();
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

  /**
   * One kind of call, killed at its 1st, 2nd, ... moment until it gets through.
   *
   * @param from the level below the call, for calls that lead up; above it for those that lead down
   * @param fewest moments that there must be, so that a walk that sees nothing does not pass
   */
  @ParameterizedTest(name = "{0} from {1} to {2}")
  @CsvSource({
    "ext4,  ABSENT,    CREATED,   2",
    "ext4,  CREATED,   MAPPED,    2",
    "ext4,  MAPPED,    STAGED,    30",
    "xfs,   MAPPED,    STAGED,    30",
    "btrfs, MAPPED,    STAGED,    30",
    "ext4,  STAGED,    PUBLISHED, 4",
    "block, STAGED,    PUBLISHED, 4",
    "ext4,  PUBLISHED, STAGED,    4",
    "block, PUBLISHED, STAGED,    4",
    "ext4,  STAGED,    MAPPED,    2",
    "ext4,  MAPPED,    CREATED,   2",
    "ext4,  CREATED,   ABSENT,    2",
  })
  void theSameCallAgainEndsRight(String fsType, Level from, Level to, int fewest)
      throws IOException {
    var walked = new ArrayList<String>();
    int point = 0;
    boolean killed = true;
    while (killed && point < MOST_POINTS) {
      point++;
      VolumeUse use =
          cluster.useOnA(VolumeWish.of("crash-" + fsType + "-" + from + "-" + point, 8, fsType));
      Level.move(use, Level.ABSENT, from, plugin().client());

      killed = callIsKilledAt(point, use, from, to, walked);
      if (killed) {
        // The dead cannot log out; over a walk their sessions would fill the gateway's 128 places,
        // which in life they leave again after ten idle minutes.
        cluster.emulator().control().expireTokens();
        startPlugin();
        Repeating.untilDone(() -> step(use, from, to));
      }

      Afterwards.isAt(cluster, to, use);
      assertLives(use, to);
      Afterwards.nothingIsLeft(cluster);
    }
    Figures.keep(
        "crash-walk-" + fsType + "-" + from + "-" + to,
        "crash walk, %s from %s to %s: killed at %d moments%n"
            .formatted(fsType, from, to, walked.size()));
    walked.forEach(System.out::println);
    assertThat(killed).as("the walk came to its end").isFalse();
    assertThat(walked).hasSizeGreaterThanOrEqualTo(fewest);
  }

  /** False when the call got through because it has fewer moments than {@code point}. */
  private static boolean callIsKilledAt(
      int point, VolumeUse use, Level from, Level to, List<String> walked) throws IOException {
    Files.deleteIfExists(orders.resolve("effects"));
    Path order = orders.resolve("order");
    Path half = orders.resolve("order.new");
    Files.writeString(half, use.wish().name() + " " + point);
    Files.move(half, order);
    try {
      step(use, from, to);
      return false;
    } catch (StatusRuntimeException e) {
      assertThat(e.getStatus().getCode()).isEqualTo(Status.Code.UNAVAILABLE);
      Await.until("the plugin to die", Duration.ofSeconds(5), () -> !plugin().program().isAlive());
      List<String> effects = Files.readAllLines(orders.resolve("effects"));
      assertThat(effects).hasSize(point);
      walked.add(effects.getLast());
      return true;
    } finally {
      Files.deleteIfExists(order);
    }
  }

  private static void step(VolumeUse use, Level from, Level to) {
    Level.move(use, from, to, plugin().client());
  }

  /** Goes on from where it is to the end of the volume's life, by way of a task's data. */
  private static void assertLives(VolumeUse use, Level at) {
    if (at == Level.ABSENT) {
      return;
    }
    var data = new TaskData(11);
    Level.move(use, at, Level.PUBLISHED, plugin().client());
    data.write(use);
    data.assertThere(use);
    Level.move(use, Level.PUBLISHED, Level.ABSENT, plugin().client());
  }

  private static PluginProcess plugin() {
    return cluster.a();
  }

  private static void startPlugin() {
    plugin().start(Map.of("JAVA_TOOL_OPTIONS", agent));
  }
}
