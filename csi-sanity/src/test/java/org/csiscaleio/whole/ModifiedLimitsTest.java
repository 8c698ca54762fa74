package org.csiscaleio.whole;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.csiscaleio.csi.v1.ListVolumesRequest;
import org.csiscaleio.rig.Cluster;
import org.csiscaleio.rig.CsiClient;
import org.csiscaleio.rig.VolumeUse;
import org.csiscaleio.rig.VolumeWish;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Limits that were changed while a volume was in use go with it, whoever serves the next call. */
@Tag("side-by-side")
class ModifiedLimitsTest {
  @Test
  void theySurviveTheirMappingThePluginAndAMoveToAnotherHost() {
    try (var cluster = Cluster.named("ModifiedLimitsTest").plugins(2).start()) {
      CsiClient client = cluster.a().client();
      VolumeUse use =
          cluster.useOnA(
              VolumeWish.of("modified", 8, "ext4")
                  .withParameter("iopsLimit", "100")
                  .withParameter("bandwidthLimitInKbps", "2048"));
      VolumeUse onB = modifyInUse(cluster, use, client);

      // The orchestrator replays the context of the volume's making: 100 and 2048.
      onB.publish(cluster.b().client());
      assertThat(limits(cluster, use)).isEqualTo(Map.of(onB.host().guid(), List.of(500L, 2L)));
      onB.unpublish(cluster.b().client());

      cluster.a().sigkill();
      cluster.a().start();
      CsiClient anew = cluster.a().client();
      use.publish(anew);
      assertThat(limits(cluster, use)).isEqualTo(Map.of(use.host().guid(), List.of(500L, 2L)));
      use.unpublish(anew);
      use.delete(anew);
      Afterwards.nothingIsLeft(cluster);
    }
  }

  /** In node scope, where no context tells them. */
  @Test
  void aProfilesLimitsAreKeptWithItsDiskThoughThePluginDies() {
    try (var cluster =
        Cluster.named("ProfileLimitsTest")
            .setting("scope", "node")
            .setting("quota", "64")
            .start()) {
      VolumeUse use =
          cluster.useOnA(
              VolumeWish.of("gold", 9, "xfs")
                  .withParameter("iopsLimit", "100")
                  .withParameter("bandwidthLimitInKbps", "2048"));
      use.create(cluster.a().client());
      assertThat(use.volume().getVolumeContextMap()).isEmpty();
      cluster.a().sigkill();
      cluster.a().start();

      CsiClient client = cluster.a().client();
      assertThat(
              client
                  .controller()
                  .listVolumes(ListVolumesRequest.getDefaultInstance())
                  .getEntriesList())
          .singleElement()
          .satisfies(entry -> assertThat(entry.getVolume()).isEqualTo(use.volume()));
      use.attach(client);
      assertThat(limits(cluster, use)).isEqualTo(Map.of(use.host().guid(), List.of(100L, 2L)));
      use.tearDown(client);
      Afterwards.nothingIsLeft(cluster);
    }
  }

  private static VolumeUse modifyInUse(Cluster cluster, VolumeUse use, CsiClient client) {
    use.bringUp(client);
    assertThat(limits(cluster, use)).isEqualTo(Map.of(use.host().guid(), List.of(100L, 2L)));
    use.modify(Map.of("iopsLimit", "500"), client);
    assertThat(limits(cluster, use)).isEqualTo(Map.of(use.host().guid(), List.of(500L, 2L)));
    assertThat(
            client
                .controller()
                .listVolumes(ListVolumesRequest.getDefaultInstance())
                .getEntriesList())
        .extracting(entry -> entry.getVolume().getVolumeId())
        .containsExactly(use.id());
    VolumeUse onB = use.on(cluster.hosts().get(1));
    use.detach(client);
    return onB;
  }

  private static Map<String, List<Long>> limits(Cluster cluster, VolumeUse use) {
    return cluster.emulator().administrator().limits(use.id());
  }
}
