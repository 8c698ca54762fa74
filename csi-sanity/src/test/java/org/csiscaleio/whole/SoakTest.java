package org.csiscaleio.whole;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.csiscaleio.csi.v1.GetCapacityRequest;
import org.csiscaleio.csi.v1.ListVolumesRequest;
import org.csiscaleio.rig.Await;
import org.csiscaleio.rig.Cluster;
import org.csiscaleio.rig.CsiClient;
import org.csiscaleio.rig.ProcessReadings;
import org.csiscaleio.rig.VolumeUse;
import org.csiscaleio.rig.VolumeWish;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Volumes' lives, one after the other and four at a time, for as long as the system property {@code
 * csiscaleio.soak.seconds} says (25 unless told otherwise; 3600 for the hour of the design): what
 * the program holds at the end it held after its first lives.
 */
class SoakTest {
  private static final Duration SOAK =
      Duration.ofSeconds(Long.getLong("csiscaleio.soak.seconds", 25));
  private static final Duration WARM_UP = Duration.ofSeconds(20);
  private static final Duration REST = Duration.ofSeconds(12);
  private static final List<String> KINDS = List.of("ext4", "xfs", "block", "ext4");

  /** What comes and goes with the moment: a connection to the gateway, a thread that waits. */
  private static final int A_FEW = 4;

  /** Code that was compiled since, and what the collector has not got round to. */
  private static final long MEMORY_BOUND_KIB = 16 << 10;

  @Test
  @Timeout(value = 3, unit = TimeUnit.HOURS)
  void nothingGrows() throws Exception {
    try (var cluster = Cluster.named("SoakTest").busy().start()) {
      long warmed = lives(cluster, "warm", WARM_UP);
      ProcessReadings before = atRest(cluster);
      long lived = lives(cluster, "soak", SOAK);
      ProcessReadings after = atRest(cluster);

      Figures.keep(
          "soak",
          "soak of %d s: %d volumes' lives after %d to warm up; at rest before and after: %s, %s%n"
              .formatted(SOAK.toSeconds(), lived, warmed, text(before), text(after)));
      assertThat(lived).isPositive();
      assertThat(after.threads()).isLessThanOrEqualTo(before.threads() + A_FEW);
      assertThat(after.openFiles()).isLessThanOrEqualTo(before.openFiles() + A_FEW);
      assertThat(after.anonymousKib()).isLessThan(before.anonymousKib() + MEMORY_BOUND_KIB);
      Afterwards.nothingIsLeft(cluster);
    }
  }

  /** How many were lived through. */
  private static long lives(Cluster cluster, String name, Duration time) throws Exception {
    long end = System.nanoTime() + time.toNanos();
    try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
      var lanes = new ArrayList<Future<Long>>();
      for (int lane = 0; lane < KINDS.size(); lane++) {
        String prefix = name + "-" + lane + "-";
        String kind = KINDS.get(lane);
        lanes.add(
            executor.submit(() -> {
              long count = 0;
              while (System.nanoTime() < end) {
                life(cluster, prefix + ++count, kind);
              }
              return count;
            }));
      }
      long all = 0;
      for (Future<Long> lane : lanes) {
        all += lane.get();
      }
      return all;
    }
  }

  private static void life(Cluster cluster, String name, String kind) {
    CsiClient client = cluster.a().client();
    VolumeUse use = cluster.useOnA(VolumeWish.of(name, 8, kind));
    for (Level level = Level.ABSENT; level != Level.PUBLISHED; level = level.above()) {
      Level from = level;
      Repeating.untilDone(() -> from.up(use, client));
    }
    client.controller().listVolumes(ListVolumesRequest.getDefaultInstance());
    client.controller().getCapacity(GetCapacityRequest.getDefaultInstance());
    for (Level level = Level.PUBLISHED; level != Level.ABSENT; level = level.below()) {
      Level from = level;
      Repeating.untilDone(() -> from.down(use, client));
    }
  }

  private static ProcessReadings atRest(Cluster cluster) {
    long end = System.nanoTime() + REST.toNanos();
    Await.until("some rest", REST.plusSeconds(5), () -> System.nanoTime() > end);
    return cluster.a().program().readings();
  }

  private static String text(ProcessReadings readings) {
    return "%d MiB resident, %d MiB of them anonymous, %d threads, %d open files"
        .formatted(
            readings.residentKib() >> 10,
            readings.anonymousKib() >> 10,
            readings.threads(),
            readings.openFiles());
  }
}
