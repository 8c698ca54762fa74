package org.csiscaleio.whole;

import static java.nio.file.StandardOpenOption.READ;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import org.csiscaleio.rig.Await;
import org.csiscaleio.rig.Cluster;
import org.csiscaleio.rig.CsiClient;
import org.csiscaleio.rig.MountTable;
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
import org.junit.jupiter.params.provider.ValueSource;

/** Devices that are wrong, late or gone: a clear error, nothing harmed, and a way out. */
@Tag("side-by-side")
class DeviceTroubleTest {
  private static Cluster cluster;

  @BeforeAll
  static void start() {
    cluster = withoutRescan("DeviceTroubleTest", 4);
  }

  @AfterAll
  static void stop() {
    cluster.close();
  }

  @AfterEach
  void linksAreWellAgain() {
    cluster.emulator().control().setLinkFault(cluster.a().host(), "none");
    cluster.emulator().control().setLinkDelay(cluster.a().host(), Duration.ZERO);
    cluster.startOver();
  }

  @ParameterizedTest
  @CsvSource({"missing, UNAVAILABLE", "dangling, UNAVAILABLE", "wrongDevice, FAILED_PRECONDITION"})
  void aLinkThatIsWrongIsNamedAndTheVolumeCanBeGivenBack(String fault, Status.Code code) {
    CsiClient client = cluster.a().client();
    VolumeUse use = cluster.useOnA(VolumeWish.of("link-" + fault, 8, "ext4"));
    use.create(client);
    cluster.emulator().control().setLinkFault(cluster.a().host(), fault);
    use.publish(client);

    var failure = catchThrowableOfType(StatusRuntimeException.class, () -> use.stage(client));

    assertThat(failure).isNotNull();
    assertThat(failure.getStatus().getCode()).isEqualTo(code);
    assertThat(failure.getStatus().getDescription()).contains(use.id());
    assertThat(MountTable.now().under(use.staging())).isEmpty();
    use.tearDown(client);
    Afterwards.nothingIsLeft(cluster);
  }

  @Test
  void aDeviceLateByTenSecondsIsWaitedForOverRepeatedCalls() {
    CsiClient client = cluster.a().client();
    VolumeUse use = cluster.useOnA(VolumeWish.of("late", 8, "ext4"));
    use.create(client);
    cluster.emulator().control().setLinkDelay(cluster.a().host(), Duration.ofSeconds(10));
    long begin = System.nanoTime();
    use.publish(client);

    var waits = new ArrayList<Duration>();
    while (Duration.ofNanos(System.nanoTime() - begin).toSeconds() < 60) {
      long called = System.nanoTime();
      try {
        use.stage(client);
        break;
      } catch (StatusRuntimeException e) {
        assertThat(e.getStatus().getCode()).isEqualTo(Status.Code.UNAVAILABLE);
        assertThat(e.getStatus().getDescription()).contains(use.id());
        waits.add(Duration.ofNanos(System.nanoTime() - called));
      }
    }

    assertThat(waits)
        .as("each call waits its 4 s")
        .isNotEmpty()
        .allSatisfy(wait -> assertThat(wait).isGreaterThan(Duration.ofMillis(3500)));
    Afterwards.isStaged(use);
    use.tearDown(client);
    Afterwards.nothingIsLeft(cluster);
  }

  @Test
  void aDeviceLateByTenSecondsIsWaitedForInOneCallWhenThatIsAllowed() {
    try (Cluster patient = withoutRescan("DeviceTroubleTest-patient", 20)) {
      CsiClient client = patient.a().client();
      VolumeUse use = patient.useOnA(VolumeWish.of("late-once", 8, "xfs"));
      use.create(client);
      patient.emulator().control().setLinkDelay(patient.a().host(), Duration.ofSeconds(10));
      use.publish(client);

      use.stage(client);

      Afterwards.isStaged(use);
      use.tearDown(client);
      Afterwards.nothingIsLeft(patient);
    }
  }

  @Tag("contained-too")
  @ParameterizedTest
  @ValueSource(strings = {"ext4", "xfs", "btrfs", "block"})
  void aDeviceTakenAwayWhileInUseFailsTheTaskAndNothingElse(String fsType) throws IOException {
    CsiClient client = cluster.a().client();
    VolumeUse use = cluster.useOnA(VolumeWish.of("gone-" + fsType, 8, fsType));
    use.bringUp(client);
    var data = new TaskData(3);
    data.write(use);
    VolumeUse other = cluster.useOnA(VolumeWish.of("well-" + fsType, 8, "ext4"));

    try (var held = FileChannel.open(TaskData.path(use), READ)) {
      cluster.emulator().administrator().unmapEverywhere(use.id());
      assertThatThrownBy(() -> writeUntilItFails(use, data)).isInstanceOf(Exception.class);

      // A second volume is not held up by the first one's trouble.
      other.bringUp(client);
      new TaskData(4).write(other);
      assertThat(held.isOpen()).isTrue();
    }

    use.nodeUnpublish(client);
    Afterwards.isNotPublished(use);
    use.unstage(client);
    Afterwards.isNotStaged(use);
    use.unpublish(client);

    // What had been synced before is still there.
    use.attach(client);
    data.assertThere(use);
    use.tearDown(client);
    other.tearDown(client);
    Afterwards.nothingIsLeft(cluster);
  }

  /** Device numbers are used again: the place where a lost one was shown then shows another. */
  @Tag("contained-too")
  @Test
  void aRawDevicesPlaceCanBeGivenBackAfterItsNumberBecameAnotherVolumes() {
    CsiClient client = cluster.a().client();
    VolumeUse lost = cluster.useOnA(VolumeWish.of("lost", 8, VolumeWish.BLOCK));
    lost.bringUp(client);
    cluster.emulator().administrator().unmapEverywhere(lost.id());
    Await.until("the device to go", Duration.ofSeconds(10), () -> !Files.exists(lost.link()));
    VolumeUse next = cluster.useOnA(VolumeWish.of("next", 8, "ext4"));
    next.create(client);
    next.publish(client);
    DeviceContent.awaitLink(next);

    lost.nodeUnpublish(client);

    Afterwards.isNotPublished(lost);
    next.stage(client);
    next.nodePublish(client);
    next.tearDown(client);
    lost.unstage(client);
    lost.unpublish(client);
    lost.delete(client);
    Afterwards.nothingIsLeft(cluster);
  }

  /** With xfs: growing a mounted ext4 needs a capability that not every machine gives to root. */
  @Test
  void aVolumeThatGrewBehindOurBackIsUsedWholly() throws IOException {
    CsiClient client = cluster.a().client();
    VolumeUse use = cluster.useOnA(VolumeWish.of("grown", 8, "xfs"));
    use.bringUp(client);
    long before = Files.getFileStore(use.target()).getTotalSpace();
    use.detach(client);
    cluster.emulator().administrator().grow(use.id(), 24);

    use.attach(client);

    assertThat(Files.getFileStore(use.target()).getTotalSpace()).isGreaterThan(before * 5 / 2);
    use.tearDown(client);
    Afterwards.nothingIsLeft(cluster);
  }

  /** Where nothing can hurry a device: a rescan makes the emulated SDC show it at once. */
  private static Cluster withoutRescan(String name, int deviceWaitSeconds) {
    return Cluster.named(name)
        .setting("deviceWaitSeconds", Integer.toString(deviceWaitSeconds))
        .setting("sdcGuid", SimulatedHost.FIRST_GUID)
        .setting("drvCfg", "/nonexistent/drv_cfg")
        .start();
  }

  @Tag("contained-too")
  @Test
  void aRescanMakesALateDeviceAppear() {
    try (var hurried = Cluster.named("DeviceTroubleTest-rescan").start()) {
      CsiClient client = hurried.a().client();
      VolumeUse use = hurried.useOnA(VolumeWish.of("hurried", 8, "ext4"));
      use.create(client);
      hurried.emulator().control().setLinkDelay(hurried.a().host(), Duration.ofSeconds(60));
      use.publish(client);

      use.stage(client);

      Afterwards.isStaged(use);
      use.tearDown(client);
      Afterwards.nothingIsLeft(hurried);
    }
  }

  private static void writeUntilItFails(VolumeUse use, TaskData data) {
    for (int i = 0; i < 100; i++) {
      data.write(use);
    }
  }
}
