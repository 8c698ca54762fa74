package org.csiscaleio.controller.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.csiscaleio.controller.service.Scene.GUID_A;
import static org.csiscaleio.controller.service.Scene.WRITER;
import static org.csiscaleio.controller.service.Scene.assertFails;
import static org.csiscaleio.operation.Failure.Code.FAILED_PRECONDITION;
import static org.csiscaleio.operation.Failure.Code.NOT_FOUND;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.csiscaleio.gateway.FakeArray;
import org.csiscaleio.gateway.FakeScaleIoSystem.Call;
import org.csiscaleio.gateway.NewVolume;
import org.csiscaleio.gateway.VolumeType;
import org.junit.jupiter.api.Test;

/** Volumes meant by the name people gave them. */
class VolumeNamesTest {
  private final Scene scene = new Scene();

  /** A volume that somebody else made. */
  private String made(String name) {
    return scene.array.create(new NewVolume(name, scene.poolId, 8L << 20, VolumeType.THIN));
  }

  private String meant(String handle) {
    return scene.controller.resolve(handle, Scene.soon()).volumeId();
  }

  @Test
  void theNameAsItStandsIsFoundWithOneRequest() {
    String upper = made("PgData");
    String lower = made("pgdata");
    scene.system.resetCalls();

    assertThat(meant("name:PgData")).isEqualTo(upper);
    assertThat(meant("name:pgdata")).isEqualTo(lower);
    assertThat(scene.system.calls(Call.VOLUME_ID_BY_NAME)).isEqualTo(2);
  }

  @Test
  void whereNoneHasThatNameTheCaseOfLettersDoesNotMatter() {
    String id = made("PgData");

    assertThat(meant("name:pgDATA")).isEqualTo(id);
  }

  @Test
  void aLongNameMeansTheVolumeThatItWasCutTo() {
    String id = made("analytics-cluster-one-kafka-dat");

    assertThat(meant("name:analytics-cluster-one-kafka-data-0")).isEqualTo(id);
    assertThat(meant("name:Analytics-Cluster-One-Kafka-Data-0")).isEqualTo(id);
  }

  @Test
  void whereSeveralCanBeMeantTheyAreNamedAndNoneIsTaken() {
    String one = made("PgData");
    String other = made("pgdata");

    assertFails(
        FAILED_PRECONDITION,
        () -> meant("name:PGDATA"),
        "'PgData' (" + one + ")",
        "'pgdata' (" + other + ")");
  }

  @Test
  void aNameThatNoVolumeHasIsNotFound() {
    made("pgdata");

    for (String handle : List.of("name:pg", "name:", "name:pgdata2", "name: pgdata")) {
      assertFails(NOT_FOUND, () -> meant(handle), handle);
    }
  }

  @Test
  void aVolumeKnownByNameIsPublishedLookedAtAndTakenBack() {
    String id = made("pgdata");

    assertThat(scene.publish("name:pgdata", GUID_A, WRITER)).containsEntry("volumeId", id);
    assertThat(scene.hostsOf(FakeArray.SYSTEM_ID + "-" + id)).containsExactly(GUID_A);
    assertThat(scene.controller.get("name:PGDATA", Scene.soon()).volume().id().volumeId())
        .isEqualTo(id);
    assertThat(
            scene.controller.check(
                new CapabilityCheck(
                    "name:pgdata",
                    List.of(WRITER),
                    Map.of("subPath", "data", "preempt", "true"),
                    Map.of()),
                Scene.soon()))
        .isEqualTo(CapabilityCheck.Answer.of(Optional.empty()));
    scene.unpublish("name:pgdata", GUID_A);
    assertThat(scene.array.volume(id).orElseThrow().mappings()).isEmpty();
  }

  @Test
  void aVolumeKnownByNameIsNotDeletedAndOneThatIsNotThereIsGoneAlready() {
    String id = made("pgdata");

    assertFails(FAILED_PRECONDITION, () -> scene.delete("name:pgdata"), "name:pgdata", id, "stays");
    assertThat(scene.array.volume(id)).isPresent();
    scene.delete("name:gone");
  }
}
