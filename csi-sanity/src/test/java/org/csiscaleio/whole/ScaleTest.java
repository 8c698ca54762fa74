package org.csiscaleio.whole;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.LongStream;
import org.csiscaleio.csi.v1.GetCapacityRequest;
import org.csiscaleio.csi.v1.ListVolumesRequest;
import org.csiscaleio.csi.v1.ListVolumesResponse;
import org.csiscaleio.csi.v1.NodeGetInfoRequest;
import org.csiscaleio.csi.v1.ProbeRequest;
import org.csiscaleio.rig.ArrayVolume;
import org.csiscaleio.rig.Await;
import org.csiscaleio.rig.Cluster;
import org.csiscaleio.rig.CsiClient;
import org.csiscaleio.rig.ProcessReadings;
import org.csiscaleio.rig.VolumeUse;
import org.csiscaleio.rig.VolumeWish;
import org.junit.jupiter.api.Test;

/** Ten thousand volumes. */
class ScaleTest {
  private static final int VOLUMES = 10_000;
  private static final int PAGE = 100;
  private static final int CALLS = 10_000;

  // The goals are for a quiet machine; the figures are reported beside them. These bounds are what
  // must be kept on a busy one, so that a change of order of magnitude is seen. Memory does not
  // depend on what else runs: after its work, and a moment of rest, the program is held to its
  // goal.
  private static final Duration COLD_BOUND = Duration.ofSeconds(10);
  private static final Duration PAGE_BOUND = Duration.ofMillis(500);
  private static final Duration REST = Duration.ofSeconds(12);
  private static final Duration REST_BOUND = Duration.ofSeconds(60);
  private static final long IDLE_BOUND_KIB = 80 * 1024;
  private static final long RESIDENT_BOUND_KIB = 112 * 1024;
  private static final long BUSY_BOUND_KIB = 160 * 1024;

  @Test
  void tenThousandVolumesAreListedPagedAndChangedInTimeAndMemory() throws Exception {
    try (var gateway = TimedGateway.open();
        var cluster =
            Cluster.named("ScaleTest")
                .busy()
                .plugins(0)
                .setting("gateway", gateway.url())
                .start()) {
      gateway.leadTo(cluster.emulator().url());
      cluster.emulator().control().makeVolumes(VOLUMES, "sp1", "bulk-", 8);
      cluster.a().start();
      CsiClient client = cluster.a().client();
      ProcessReadings started = cluster.a().program().readings();
      warmBothEnds(cluster);
      ProcessReadings idle = atRest(cluster, IDLE_BOUND_KIB);

      long waited = gateway.waitedNanos();
      Duration cold = timed(() -> assertThat(list(client)).hasSize(VOLUMES));
      var forGateway = Duration.ofNanos(gateway.waitedNanos() - waited);
      manyCalls(client);
      Duration again = bestOf(5, () -> assertThat(list(client)).hasSize(VOLUMES));
      ProcessReadings after = cluster.a().program().readings();
      Duration page = usualPage(client);
      pagesAreCompleteWhileVolumesComeAndGo(cluster);
      ProcessReadings end = cluster.a().program().readings();
      ProcessReadings rested = atRest(cluster, RESIDENT_BOUND_KIB);

      report(
          "start to first Probe: " + cluster.a().startTook().toMillis() + " ms (goal 300)",
          "10,000 volumes listed cold: "
              + cold.toMillis()
              + " ms (goal 1000), of which the plugin waited "
              + forGateway.toMillis()
              + " ms for the gateway",
          "10,000 volumes listed again: " + again.toMillis() + " ms (best of 5, asked anew)",
          "a page of 100 out of that listing: "
              + page.toMillis()
              + " ms (half of 99 within; goal 20)",
          "resident right after the start: " + text(started),
          "resident idle, before the first listing: " + text(idle) + " (goal 80)",
          "resident right after 10,000 RPCs and listings: " + text(after),
          "resident right after paging under change: " + text(end),
          "resident a moment later: " + text(rested) + " (goal 112)",
          "threads then and at the end: " + after.threads() + ", " + end.threads(),
          "open files then and at the end: " + after.openFiles() + ", " + end.openFiles());
      assertThat(cold).isLessThan(COLD_BOUND);
      assertThat(page).isLessThan(PAGE_BOUND);
      assertThat(end.residentKib()).isLessThan(BUSY_BOUND_KIB);
      assertThat(rested.residentKib()).isLessThan(RESIDENT_BOUND_KIB);
      assertThat(end.threads()).isLessThanOrEqualTo(after.threads() + 4);
      assertThat(end.openFiles()).isLessThanOrEqualTo(after.openFiles() + 4);
    }
  }

  /**
   * A gateway has run for months, and an orchestrator for days: that the plugin is cold is what is
   * measured, not that they are.
   */
  private static void warmBothEnds(Cluster cluster) throws IOException {
    var answer = ListVolumesResponse.newBuilder();
    for (int i = 0; i < 5; i++) {
      List<ArrayVolume> volumes = cluster.emulator().administrator().volumes();
      assertThat(volumes).hasSize(VOLUMES);
      answer.clear();
      for (ArrayVolume volume : volumes) {
        answer.addEntriesBuilder().getVolumeBuilder().setVolumeId(volume.id());
      }
      ListVolumesResponse read = ListVolumesResponse.parseFrom(answer.build().toByteString());
      assertThat(ids(read)).hasSize(VOLUMES);
    }
  }

  /** What it has when it has given back what it does not need, which takes it some seconds. */
  private static ProcessReadings atRest(Cluster cluster, long boundKib) {
    long rested = System.nanoTime() + REST.toNanos();
    Await.until(
        "memory to be given back",
        REST_BOUND,
        () ->
            System.nanoTime() > rested
                && cluster.a().program().readings().residentKib() < boundKib);
    return cluster.a().program().readings();
  }

  /**
   * How long half of the pages take at most. The first page asks the array; the others are cut from
   * what it said.
   */
  private static Duration usualPage(CsiClient client) {
    String token = page(client, "").getNextToken();
    var times = new ArrayList<Duration>();
    while (!token.isEmpty()) {
      long begin = System.nanoTime();
      token = page(client, token).getNextToken();
      times.add(Duration.ofNanos(System.nanoTime() - begin));
    }
    Collections.sort(times);
    return times.get(times.size() / 2);
  }

  private static ListVolumesResponse page(CsiClient client, String token) {
    return client
        .controller()
        .listVolumes(
            ListVolumesRequest.newBuilder().setMaxEntries(PAGE).setStartingToken(token).build());
  }

  private static void pagesAreCompleteWhileVolumesComeAndGo(Cluster cluster) throws Exception {
    CsiClient client = cluster.a().client();
    Set<String> before = new HashSet<>(list(client));
    try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<?> changes =
          executor.submit(() -> {
            for (int i = 0; i < 20; i++) {
              VolumeUse use = cluster.useOnA(VolumeWish.of("paging-" + i, 8, "ext4"));
              use.create(client);
              use.delete(client);
            }
          });
      List<String> paged = pages(client);
      changes.get();
      assertThat(paged).doesNotHaveDuplicates().containsAll(before);
      assertThat(paged).hasSizeBetween(VOLUMES, VOLUMES + 20);
    }
    assertThat(list(client)).containsExactlyInAnyOrderElementsOf(before);
  }

  private static List<String> pages(CsiClient client) {
    var ids = new ArrayList<String>();
    String token = "";
    do {
      ListVolumesResponse page = page(client, token);
      assertThat(page.getEntriesCount()).isLessThanOrEqualTo(PAGE);
      ids.addAll(ids(page));
      token = page.getNextToken();
    } while (!token.isEmpty());
    return ids;
  }

  private static List<String> list(CsiClient client) {
    return ids(client.controller().listVolumes(ListVolumesRequest.getDefaultInstance()));
  }

  private static List<String> ids(ListVolumesResponse response) {
    return response.getEntriesList().stream()
        .map(entry -> entry.getVolume().getVolumeId())
        .toList();
  }

  /** One in ten goes to the array. */
  private static void manyCalls(CsiClient client) {
    for (int i = 0; i < CALLS; i++) {
      switch (i % 10) {
        case 0 ->
            assertThat(
                    client
                        .controller()
                        .getCapacity(GetCapacityRequest.getDefaultInstance())
                        .getAvailableCapacity())
                .isPositive();
        case 1, 2, 3 -> client.node().nodeGetInfo(NodeGetInfoRequest.getDefaultInstance());
        default -> client.identity().probe(ProbeRequest.getDefaultInstance());
      }
    }
  }

  private static Duration bestOf(int times, Runnable act) {
    return Duration.ofNanos(
        LongStream.range(0, times).map(i -> timed(act).toNanos()).min().orElseThrow());
  }

  private static Duration timed(Runnable act) {
    long begin = System.nanoTime();
    act.run();
    return Duration.ofNanos(System.nanoTime() - begin);
  }

  private static String text(ProcessReadings readings) {
    return "%d MiB, %d of them not a file's"
        .formatted(readings.residentKib() >> 10, readings.anonymousKib() >> 10);
  }

  private static void report(String... lines) throws IOException {
    String text = String.join("\n", lines) + "\n";
    Figures.keep("scale", text);
  }
}
