package org.csiscaleio.whole;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Instant;
import java.util.List;
import org.csiscaleio.csi.v1.DeleteSnapshotRequest;
import org.csiscaleio.csi.v1.ListSnapshotsRequest;
import org.csiscaleio.csi.v1.VolumeContentSource;
import org.csiscaleio.rig.Cluster;
import org.csiscaleio.rig.CsiClient;
import org.csiscaleio.rig.VolumeUse;
import org.csiscaleio.rig.VolumeWish;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A volume's tree fills up: the log warns before, and the refusal says what is full. */
@Tag("side-by-side")
class SnapshotLimitTest {
  /** To the second, as lines begin with it. Logs of earlier runs are kept. */
  private final String begin = Instant.now().toString().substring(0, 19);

  @ParameterizedTest
  @CsvSource({"2.0, 31, 28", "4.5, 126, 114"})
  void aTreeThatFillsUpIsWarnedOfAndThenNamed(String version, int most, int warnedAt)
      throws IOException {
    try (var cluster = Cluster.named("SnapshotLimitTest-" + version).version(version).start()) {
      CsiClient client = cluster.a().client();
      VolumeUse use = cluster.useOnA(VolumeWish.of("full", 8, "ext4"));
      use.create(client);
      for (int i = 1; i < warnedAt; i++) {
        use.snapshot("snap-" + i, client);
      }
      assertThat(warnings(cluster)).isEmpty();
      for (int i = warnedAt; i <= most; i++) {
        use.snapshot("snap-" + i, client);
      }

      assertThat(warnings(cluster))
          .first()
          .asString()
          .contains(use.id(), "holds " + warnedAt + " of " + most);
      Status refusal =
          catchThrowableOfType(StatusRuntimeException.class, () -> use.snapshot("more", client))
              .getStatus();
      assertThat(refusal.getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
      assertThat(refusal.getDescription())
          .contains(use.id(), "holds " + most + " snapshots", "limit is " + most);
      Figures.keep("tree-full-" + version, refusal.getDescription() + "\n");
      Figures.keep("tree-warning-" + version, warnings(cluster).getFirst() + "\n");
      client
          .controller()
          .listSnapshots(ListSnapshotsRequest.getDefaultInstance())
          .getEntriesList()
          .forEach(entry -> {
            var _ =
                client
                    .controller()
                    .deleteSnapshot(
                        DeleteSnapshotRequest.newBuilder()
                            .setSnapshotId(entry.getSnapshot().getSnapshotId())
                            .build());
          });
      use.delete(client);
      Afterwards.nothingIsLeft(cluster);
    }
  }

  /** One snapshot, by which the tree is counted, and then only clones. */
  @Test
  void clonesFillATreeToo() throws IOException {
    try (var cluster = Cluster.named("SnapshotLimitTest-clones").version("2.0").start()) {
      CsiClient client = cluster.a().client();
      VolumeUse use = cluster.useOnA(VolumeWish.of("full", 8, "ext4"));
      use.create(client);
      var source =
          VolumeContentSource.newBuilder()
              .setVolume(VolumeContentSource.VolumeSource.newBuilder().setVolumeId(use.id()))
              .build();
      use.snapshot("snap", client);
      for (int i = 2; i < 28; i++) {
        cluster.useOnA(VolumeWish.of("clone-" + i, 8, "ext4")).createFrom(source, client);
      }
      assertThat(warnings(cluster)).isEmpty();

      cluster.useOnA(VolumeWish.of("clone-28", 8, "ext4")).createFrom(source, client);

      assertThat(warnings(cluster)).singleElement().asString().contains(use.id(), "holds 28 of 31");
    }
  }

  private List<String> warnings(Cluster cluster) throws IOException {
    try (var logs = Files.walk(cluster.logs())) {
      for (var log :
          logs.filter(file -> file.getFileName().toString().contains("plugin")).toList()) {
        List<String> lines =
            Files.readAllLines(log).stream()
                .filter(line -> line.contains("nearly full") && line.compareTo(begin) >= 0)
                .toList();
        if (!lines.isEmpty()) {
          return lines;
        }
      }
    }
    return List.of();
  }
}
