package org.csiscaleio.controller.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.csiscaleio.controller.service.Scene.GUID_A;
import static org.csiscaleio.controller.service.Scene.WRITER;
import static org.csiscaleio.controller.service.Scene.assertFails;
import static org.csiscaleio.operation.Failure.Code.FAILED_PRECONDITION;
import static org.csiscaleio.operation.Failure.Code.UNAVAILABLE;

import java.util.Locale;
import org.csiscaleio.gateway.FakeArray;
import org.csiscaleio.gateway.FakeScaleIoSystem.Call;
import org.csiscaleio.gateway.GatewayException.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DeleteVolumeTest {
  private final Scene scene = new Scene();

  @Test
  void aVolumeIsDeletedAndDeletingItAgainIsFine() {
    String volume = scene.create("data");
    scene.delete(volume);
    assertThat(scene.array.volumes()).isEmpty();
    scene.delete(volume);
  }

  @ParameterizedTest
  @ValueSource(strings = {"fake-vol-id-1234", "non-existing", "-", "1f3c6a2b7d8e9a0f-xyz", "é"})
  void whatIsNoIdIsAVolumeThatDoesNotExist(String malformed) {
    scene.delete(malformed);
    assertThat(scene.system.calls(Call.REMOVE_VOLUME)).isZero();
  }

  @Test
  void aBareIdMeansThisSystemAndCaseDoesNotMatter() {
    scene.delete(Scene.arrayId(scene.create("one")).toUpperCase(Locale.ROOT));
    assertThat(scene.array.volumes()).isEmpty();
  }

  @Test
  void aMappedVolumeStaysAndItsHostsAreNamed() {
    String volume = scene.create("data");
    scene.publish(volume, GUID_A, WRITER);
    assertFails(
        FAILED_PRECONDITION,
        () -> scene.delete(volume),
        volume,
        "'data'",
        "host-a",
        "192.0.2.21",
        GUID_A);
    assertThat(scene.hostsOf(volume)).containsExactly(GUID_A);
  }

  @Test
  void aMappedVolumeIsUnmappedAndDeletedWhereTheOperatorLetsIt() {
    var letting =
        new Scene(ControllerSettings.defaults().withStoragePool("sp1").withDeleteUnmapping(true));
    String volume = letting.create("data");
    letting.publish(volume, GUID_A, WRITER);

    letting.delete(volume);

    assertThat(letting.array.volumes()).isEmpty();
    letting.delete(volume);
  }

  @Test
  void aMappingThatWentAwayMeanwhileIsNoObstacle() {
    String volume = scene.create("data");
    scene.system.faults().fail(Call.REMOVE_VOLUME, Kind.VOLUME_MAPPED);
    scene.delete(volume);
    assertThat(scene.array.volumes()).isEmpty();
  }

  @Test
  void itsSnapshotsStay() {
    String volume = scene.create("data");
    String snapshot = scene.array.addSnapshot(Scene.arrayId(volume), "snap");
    scene.delete(volume);
    assertThat(scene.array.volumes()).extracting("id").containsExactly(snapshot);
  }

  /** Saying "gone" of a volume that lies elsewhere would make the orchestrator forget it. */
  @Test
  void aVolumeOfAnotherSystemIsNeitherTouchedNorCalledGone() {
    String here = Scene.arrayId(scene.create("data"));
    assertFails(
        FAILED_PRECONDITION,
        () -> scene.delete("00000000000000aa-" + here),
        "00000000000000aa",
        FakeArray.SYSTEM_ID);
    assertThat(scene.array.volumes()).hasSize(1);
  }

  @Test
  void aLostAnswerIsUnavailableAndTheRetryFinds() {
    String volume = scene.create("data");
    scene.system.faults().loseAnswer(Call.REMOVE_VOLUME);
    assertFails(UNAVAILABLE, () -> scene.delete(volume), volume, "repeat the call");
    scene.delete(volume);
  }

  @Test
  void aRemovalThatStillRunsIsUnavailable() {
    String volume = scene.create("data");
    scene.system.faults().fail(Call.REMOVE_VOLUME, Kind.REMOVAL_IN_PROGRESS);
    assertFails(UNAVAILABLE, () -> scene.delete(volume), volume);
  }
}
