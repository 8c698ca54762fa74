package org.csiscaleio.whole;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.csiscaleio.rig.Await;
import org.csiscaleio.rig.Cluster;
import org.csiscaleio.rig.SimulatedHost;
import org.csiscaleio.rig.VolumeUse;
import org.csiscaleio.rig.VolumeWish;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A host that is new to an array which lets in approved SDCs only. */
@Tag("side-by-side")
@Tag("contained-too")
class OnboardingTest {
  @Test
  void aNewHostIsApprovedAndNamedByItsOwnPlugin() {
    try (var cluster =
        Cluster.named("OnboardingTest")
            .plugins(0)
            .setting("approveSdc", "true")
            .setting("nameSdc", "agent-of-{host}")
            .setting("renameSdc", "true")
            .start()) {
      SimulatedHost host = cluster.hosts().getFirst();
      cluster.emulator().administrator().restrictSdcs();
      cluster.emulator().control().setApproved(host.guid(), false);

      cluster.a().start();

      Await.until(
          "the SDC to be named, which is the last that is done",
          Duration.ofSeconds(20),
          () -> cluster.emulator().administrator().sdcName(host.guid()).startsWith("agent-of-"));
      VolumeUse use = cluster.useOnA(VolumeWish.of("welcome", 8, "ext4"));
      use.bringUp(cluster.a().client());
      assertThat(cluster.emulator().administrator().volume(use.id()).orElseThrow().mappedTo())
          .containsExactly(host.guid());
      use.tearDown(cluster.a().client());
      Afterwards.nothingIsLeft(cluster);
    }
  }
}
