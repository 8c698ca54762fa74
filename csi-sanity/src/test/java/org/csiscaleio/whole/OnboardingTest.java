package org.csiscaleio.whole;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.csiscaleio.csi.v1.NodeGetInfoRequest;
import org.csiscaleio.rig.Await;
import org.csiscaleio.rig.Cluster;
import org.csiscaleio.rig.CsiClient;
import org.csiscaleio.rig.SimulatedHost;
import org.csiscaleio.rig.VolumeUse;
import org.csiscaleio.rig.VolumeWish;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A host that is new to an array which lets in approved SDCs only, or is a copy of another. */
@Tag("side-by-side")
@Tag("contained-too")
class OnboardingTest {
  private static final String OTHER = "192.0.2.99";
  private static final Duration PATIENCE = Duration.ofSeconds(20);

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
          PATIENCE,
          () -> cluster.emulator().administrator().sdcName(host.guid()).startsWith("agent-of-"));
      VolumeUse use = cluster.useOnA(VolumeWish.of("welcome", 8, "ext4"));
      use.bringUp(cluster.a().client());
      assertThat(cluster.emulator().administrator().volume(use.id()).orElseThrow().mappedTo())
          .containsExactly(host.guid());
      use.tearDown(cluster.a().client());
      Afterwards.nothingIsLeft(cluster);
    }
  }

  /**
   * A machine was cloned with its SDC's GUID, and the array sees the other one. A plugin that may
   * not look at the host's processes cannot be certain, as in a container, and warns.
   */
  @Test
  void aHostWithTheGuidOfAnotherIsRefusedVolumesWhereThatIsCertainAndElseWarned() {
    try (var cluster = Cluster.named("OnboardingTest-clone").firstHostSeenAt(OTHER).start()) {
      CsiClient client = cluster.a().client();
      String seen = "connected from " + OTHER + ", which is no address of this host";
      Await.until("the log", PATIENCE, () -> cluster.a().program().logText().contains(seen));
      VolumeUse use = cluster.useOnA(VolumeWish.of("whose", 8, "ext4"));
      use.create(client);
      use.publish(client);

      if (certain()) {
        assertThat(refused(() -> use.stage(client))).isTrue();
        assertThat(refused(() -> nodeInfo(client))).isTrue();
        Afterwards.isNotStaged(use);
      } else {
        use.stage(client);
        nodeInfo(client);
        Afterwards.isStaged(use);
      }

      use.nodeUnpublish(client);
      use.unstage(client);
      use.unpublish(client);
      use.delete(client);
      Afterwards.nothingIsLeft(cluster);
    }
  }

  private static boolean refused(Runnable call) {
    try {
      call.run();
      return false;
    } catch (StatusRuntimeException e) {
      return e.getStatus().getCode() == Status.Code.FAILED_PRECONDITION
          && String.valueOf(e.getStatus().getDescription())
              .contains("another host has the same GUID");
    }
  }

  private static void nodeInfo(CsiClient client) {
    var _ = client.node().nodeGetInfo(NodeGetInfoRequest.getDefaultInstance());
  }

  /** Whether a plugin here sees the host's network, by the processes' namespaces. */
  private static boolean certain() {
    try {
      Path own = Files.readSymbolicLink(Path.of("/proc/self/ns/net"));
      return !Boolean.getBoolean("csiscaleio.contained")
          && Files.readSymbolicLink(Path.of("/proc/self/ns/pid")).endsWith("pid:[4026531836]")
          && Files.readSymbolicLink(Path.of("/proc/1/ns/net")).equals(own);
    } catch (IOException e) {
      return false;
    }
  }
}
