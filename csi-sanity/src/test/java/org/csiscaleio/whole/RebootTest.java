package org.csiscaleio.whole;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import org.csiscaleio.rig.Cluster;
import org.csiscaleio.rig.Fault;
import org.csiscaleio.rig.SimulatedHost;
import org.csiscaleio.rig.VolumeUse;
import org.csiscaleio.rig.VolumeWish;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A host is switched off and on: its mounts and devices are gone. The orchestrator stages and
 * publishes again with the publish_context it remembers, and does not map again: so does Mesos.
 */
@Tag("side-by-side")
class RebootTest {
  private static Cluster cluster;
  private static int number;

  @BeforeAll
  static void start() {
    cluster = Cluster.named("RebootTest").start();
  }

  @AfterAll
  static void stop() {
    cluster.close();
  }

  @AfterEach
  void startOver() {
    cluster.startOver();
    if (!cluster.a().isAlive()) {
      cluster.a().start();
    }
  }

  private static SimulatedHost host() {
    return cluster.a().host();
  }

  /** A volume that a task has written to when its host lost power. */
  private static VolumeUse interrupted(String fsType, TaskData data) throws IOException {
    VolumeUse use = cluster.useOnA(VolumeWish.of("reboot-" + ++number, 8, fsType));
    use.bringUp(cluster.a().client());
    data.write(use);
    cluster.hostLosesPower(host());
    Files.deleteIfExists(use.target());
    return use;
  }

  private static void again(VolumeUse use) {
    use.stage(cluster.a().client());
    use.nodePublish(cluster.a().client());
  }

  @Tag("contained-too")
  @ParameterizedTest(name = "{0}, mapping kept: {1}")
  @CsvSource({
    "ext4, true",
    "ext4, false",
    "xfs, true",
    "xfs, false",
    "block, true",
    "block, false"
  })
  void whatIsPublishedAgainIsThereAgainWhetherOrNotTheArrayKeptTheMapping(
      String fsType, boolean kept) throws IOException {
    var data = new TaskData(23);
    VolumeUse use = interrupted(fsType, data);
    if (!kept) {
      cluster.emulator().administrator().unmapEverywhere(use.id());
    }
    cluster.hostReturns(host());

    again(use);

    data.assertThere(use);
    Afterwards.isMapped(cluster, use);
    use.tearDown(cluster.a().client());
    Afterwards.nothingIsLeft(cluster);
  }

  @Test
  void aVolumeThatAnotherHostGotMeanwhileIsNotShared() throws IOException {
    VolumeUse use = interrupted("ext4", new TaskData(24));
    SimulatedHost other = cluster.hosts().get(1);
    cluster.emulator().administrator().unmapEverywhere(use.id());
    cluster.emulator().administrator().map(use.id(), other);
    cluster.hostReturns(host());

    assertThatThrownBy(() -> use.stage(cluster.a().client()))
        .isInstanceOfSatisfying(
            StatusRuntimeException.class,
            e -> {
              assertThat(e.getStatus().getCode()).isEqualTo(Status.Code.FAILED_PRECONDITION);
              assertThat(e.getStatus().getDescription()).contains(other.guid());
            });
    assertThat(Afterwards.theVolume(cluster, use).mappedTo()).containsExactly(other.guid());
  }

  @Test
  void whileTheGatewayIsDownAVolumeWhoseMappingWasKeptNeedsNone() throws IOException {
    var data = new TaskData(25);
    VolumeUse use = interrupted("ext4", data);
    cluster.emulator().control().inject(Fault.status("*", 503, "").times(100_000));
    cluster.hostReturns(host());

    again(use);

    data.assertThere(use);
    cluster.emulator().control().clearFaults();
    use.tearDown(cluster.a().client());
    Afterwards.nothingIsLeft(cluster);
  }

  @Test
  void whileTheGatewayIsDownAVolumeWhoseMappingIsLostIsToBeTriedAgainInTime() throws IOException {
    VolumeUse use = interrupted("ext4", new TaskData(26));
    cluster.emulator().administrator().unmapEverywhere(use.id());
    cluster.emulator().control().inject(Fault.status("*", 503, "").times(100_000));
    cluster.hostReturns(host());
    long begin = System.nanoTime();

    assertThatThrownBy(() -> use.stage(cluster.a().client().withDeadline(Duration.ofSeconds(5))))
        .isInstanceOfSatisfying(
            StatusRuntimeException.class,
            e -> assertThat(e.getStatus().getCode()).isIn(Repeating.MAY_BE_REPEATED));
    assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(6));

    cluster.emulator().control().clearFaults();
    Repeating.untilDone(() -> use.stage(cluster.a().client()));
    use.nodePublish(cluster.a().client());
    use.tearDown(cluster.a().client());
    Afterwards.nothingIsLeft(cluster);
  }
}
