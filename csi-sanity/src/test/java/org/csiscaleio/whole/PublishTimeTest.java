package org.csiscaleio.whole;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.csiscaleio.rig.Cluster;
import org.csiscaleio.rig.CsiClient;
import org.csiscaleio.rig.VolumeUse;
import org.csiscaleio.rig.VolumeWish;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * How long a task waits for its volume on the node: NodeStageVolume and NodePublishVolume together,
 * of a blank volume and of one that has its file system. The goals are for a quiet machine, where
 * they are reported; the bounds are what must hold on a busy one, Mesos' patience among them.
 */
class PublishTimeTest {
  private static final int VOLUMES = 7;
  private static final int GIB = 16;
  private static final Duration FORMATTED_BOUND = Duration.ofSeconds(1);
  private static final Duration BLANK_BOUND = Duration.ofSeconds(4);

  private static Cluster cluster;

  @BeforeAll
  static void start() {
    cluster = Cluster.named("PublishTimeTest").busy().start();
  }

  @AfterAll
  static void stop() {
    cluster.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"ext4", "xfs"})
  void aVolumeIsThereSoon(String fsType) throws IOException {
    CsiClient client = cluster.a().client();
    var blank = new ArrayList<Duration>();
    var formatted = new ArrayList<Duration>();
    for (int i = 0; i < VOLUMES; i++) {
      VolumeUse use = cluster.useOnA(VolumeWish.of("time-" + fsType + "-" + i, GIB, fsType));
      use.create(client);
      use.publish(client);
      blank.add(timed(use, client));
      use.nodeUnpublish(client);
      use.unstage(client);
      formatted.add(timed(use, client));
      use.tearDown(client);
    }

    Figures.keep(
        "publish-time-" + fsType,
        line("a blank " + GIB + " GiB volume", fsType, blank, 1500)
            + line("a formatted volume", fsType, formatted, 150));
    assertThat(Collections.min(blank)).isLessThan(BLANK_BOUND);
    assertThat(Collections.min(formatted)).isLessThan(FORMATTED_BOUND);
    Afterwards.nothingIsLeft(cluster);
  }

  private static Duration timed(VolumeUse use, CsiClient client) {
    long begin = System.nanoTime();
    use.stage(client);
    use.nodePublish(client);
    return Duration.ofNanos(System.nanoTime() - begin);
  }

  private static String line(String what, String fsType, List<Duration> times, int goalMillis) {
    var sorted = new ArrayList<>(times);
    Collections.sort(sorted);
    return "staged and published, %s, %s: half of %d within %d ms, best %d ms (goal %d)%n"
        .formatted(
            what,
            fsType,
            times.size(),
            sorted.get(sorted.size() / 2).toMillis(),
            sorted.getFirst().toMillis(),
            goalMillis);
  }
}
