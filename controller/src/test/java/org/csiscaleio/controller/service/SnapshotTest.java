package org.csiscaleio.controller.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.csiscaleio.controller.service.Scene.GUID_A;
import static org.csiscaleio.controller.service.Scene.assertFails;
import static org.csiscaleio.controller.service.Scene.failure;
import static org.csiscaleio.controller.service.Scene.soon;

import java.time.Instant;
import java.util.List;
import org.csiscaleio.gateway.FakeArray;
import org.csiscaleio.gateway.FakeScaleIoSystem.Call;
import org.csiscaleio.gateway.GatewayException.Kind;
import org.csiscaleio.gateway.GatewayVersion;
import org.csiscaleio.gateway.MappingAccess;
import org.csiscaleio.gateway.Volume;
import org.csiscaleio.operation.Failure;
import org.junit.jupiter.api.Test;

/** Taking and deleting single snapshots. */
class SnapshotTest {
  private final Scene scene = new Scene();

  private Snapshot take(String volumeId, String name) {
    return scene.controller.snapshots().create(new SnapshotRequest(volumeId, name), soon());
  }

  private void delete(String snapshotId) {
    scene.controller.snapshots().delete(snapshotId, soon());
  }

  private static void limitOf(Scene scene, long volumesPerTree) {
    scene.array.setLimit("volumePerVtree", volumesPerTree);
  }

  @Test
  void aSnapshotHasItsSourcesSizeAndTheArraysTimeAndCannotBeWritten() {
    String volume = scene.create("data");

    Snapshot first = take(volume, "nightly");
    Snapshot second = take(volume, "nightly-2");

    for (Snapshot snapshot : List.of(first, second)) {
      Volume onArray = scene.onArray(snapshot.id().toString());
      assertThat(snapshot.source()).hasToString(volume);
      assertThat(snapshot.sizeBytes()).isEqualTo(8 * Scene.GIB).isEqualTo(onArray.sizeBytes());
      assertThat(snapshot.creationTime())
          .isBetween(onArray.creationTime().minusSeconds(1), onArray.creationTime().plusSeconds(1));
      assertThat(snapshot.group()).isEmpty();
      assertThat(onArray.accessLimit()).isEqualTo(MappingAccess.READ_ONLY);
      assertThat(onArray.ancestorVolumeId()).isEqualTo(Scene.arrayId(volume));
    }
  }

  @Test
  void anEqualRequestGetsTheSnapshotThatIsThere() {
    String volume = scene.create("data");
    Snapshot first = take(volume, "nightly");

    Snapshot again = take(volume, "nightly");

    assertThat(again.id()).isEqualTo(first.id());
    assertThat(again.sizeBytes()).isEqualTo(first.sizeBytes());
    assertThat(scene.array.volumes()).hasSize(2);
  }

  @Test
  void aNameIsThatOfOneSourceOnly() {
    String volume = scene.create("data");
    String other = scene.create("other");
    take(volume, "nightly");

    assertFails(
        Failure.Code.ALREADY_EXISTS, () -> take(other, "nightly"), "nightly", volume.substring(17));
    assertThat(scene.array.volumes()).hasSize(3);
  }

  @Test
  void aVolumeAndASnapshotMayHaveTheSameName() {
    String volume = scene.create("same");

    Snapshot snapshot = take(volume, "same");

    assertThat(snapshot.id()).doesNotHaveToString(volume);
    assertThat(scene.create("same")).isEqualTo(volume);
  }

  @Test
  void aSnapshotOfNothingIsNotFound() {
    assertFails(Failure.Code.NOT_FOUND, () -> take("no-such-volume", "nightly"), "no-such-volume");
    String gone = scene.create("data");
    scene.delete(gone);
    assertFails(Failure.Code.NOT_FOUND, () -> take(gone, "nightly"), gone);
  }

  @Test
  void anAnswerThatWasLostIsFoundByTheNextCall() {
    String volume = scene.create("data");
    scene.system.faults().loseAnswer(Call.SNAPSHOT);

    assertFails(Failure.Code.UNAVAILABLE, () -> take(volume, "nightly"), "repeat the call");
    Snapshot snapshot = take(volume, "nightly");

    assertThat(scene.array.volumes()).hasSize(2);
    assertThat(snapshot.source()).hasToString(volume);
  }

  @Test
  void aRefusalThatHidesAnEarlierSuccessIsSeenThrough() {
    String volume = scene.create("data");
    Snapshot snapshot = take(volume, "nightly");
    for (Kind kind : List.of(Kind.NO_CAPACITY, Kind.LIMIT_REACHED, Kind.REFUSED)) {
      scene.system.faults().fail(Call.SNAPSHOT, kind);
      assertThat(take(volume, "nightly").id()).isEqualTo(snapshot.id());
    }
  }

  @Test
  void aFullTreeIsNamedWithItsCount() {
    for (GatewayVersion version : List.of(new GatewayVersion(3, 6), new GatewayVersion(2, 0))) {
      var scene = new Scene(ControllerSettings.defaults().withStoragePool("sp1"), version);
      int most = version.isAtLeast(2, 5) ? 126 : 31;
      String volume = scene.create("data");
      for (int i = 0; i < most; i++) {
        scene.controller.snapshots().create(new SnapshotRequest(volume, "s" + i), soon());
      }
      String tree = scene.onArray(volume).vtreeId();

      assertFails(
          Failure.Code.RESOURCE_EXHAUSTED,
          () -> scene.controller.snapshots().create(new SnapshotRequest(volume, "more"), soon()),
          tree,
          volume,
          "holds " + most + " snapshots",
          "limit is " + most);
    }
  }

  @Test
  void aDeletedSnapshotIsGoneAndItsSourceStays() {
    String volume = scene.create("data");
    Snapshot snapshot = take(volume, "nightly");

    delete(snapshot.id().toString());
    delete(snapshot.id().toString());
    delete("no-such-snapshot");
    delete("name:data");

    assertThat(scene.array.volumes()).extracting(Volume::id).containsExactly(Scene.arrayId(volume));
  }

  @Test
  void aVolumeIsNotDeletedAsASnapshot() {
    String volume = scene.create("data");

    assertFails(Failure.Code.INVALID_ARGUMENT, () -> delete(volume), volume, "not a snapshot");

    assertThat(scene.array.volumes()).hasSize(1);
  }

  @Test
  void aSnapshotInUseIsNotDeleted() {
    String volume = scene.create("data");
    String snapshot = take(volume, "nightly").id().toString();
    scene.array.map(Scene.arrayId(snapshot), scene.sdcA, false, MappingAccess.READ_ONLY);

    assertFails(Failure.Code.FAILED_PRECONDITION, () -> delete(snapshot), "host-a");

    assertThat(scene.array.volumes()).hasSize(2);
  }

  @Test
  void aPolicysSnapshotIsThePolicysToDelete() {
    String volume = scene.create("data");
    String id = scene.array.addSnapshot(Scene.arrayId(volume), "auto-1");
    scene.array.markOfPolicy(id);

    assertFails(
        Failure.Code.FAILED_PRECONDITION,
        () -> delete(FakeArray.SYSTEM_ID + "-" + id),
        "snapshot policy");
  }

  @Test
  void deletingAVolumeLeavesItsSnapshotsListedAndUsable() {
    String volume = scene.create("data");
    Snapshot snapshot = take(volume, "nightly");

    scene.delete(volume);

    Snapshot left = scene.controller.snapshots().get(snapshot.id().toString(), soon());
    assertThat(left.sizeBytes()).isEqualTo(snapshot.sizeBytes());
    assertThat(left.source().volumeId()).isEqualTo("0000000000000000");
  }

  @Test
  void arraysBeforeThreeTellSnapshotsFromClonesByTheirNames() {
    var old =
        new Scene(ControllerSettings.defaults().withStoragePool("sp1"), new GatewayVersion(2, 6));
    String volume = old.create("data");
    Snapshot snapshot =
        old.controller.snapshots().create(new SnapshotRequest(volume, "nightly"), soon());

    assertThat(old.onArray(snapshot.id().toString()).accessLimit())
        .isEqualTo(MappingAccess.READ_WRITE);
    assertThat(old.controller.list(0, "", soon()).volumes())
        .extracting(status -> status.volume().id().toString())
        .containsExactly(volume);
    old.controller.snapshots().delete(snapshot.id().toString(), soon());
    assertThat(old.array.volumes()).hasSize(1);
  }

  @Test
  void publishingASnapshotForWritingIsRefused() {
    String volume = scene.create("data");
    String snapshot = take(volume, "nightly").id().toString();

    assertThat(failure(() -> scene.publish(snapshot, GUID_A, Scene.WRITER)).message())
        .contains(snapshot);
    assertThat(scene.onArray(snapshot).mappings()).isEmpty();
  }

  @Test
  void timesFollowTheArraysClock() {
    var clock = new ArrayClock();
    clock.learn(Instant.now().plusSeconds(3600));
    assertThat(clock.now())
        .isBetween(Instant.now().plusSeconds(3590), Instant.now().plusSeconds(3605));
    clock.learn(Instant.now().minusSeconds(1));
    assertThat(clock.now()).isBetween(Instant.now().minusSeconds(2), Instant.now());
  }

  @Test
  void theArraysOwnWordForTheLimitOfATreeCounts() {
    limitOf(scene, 2);
    String volume = scene.create("data");
    take(volume, "first");
    scene.system.faults().fail(Call.SNAPSHOT, Kind.LIMIT_REACHED);

    assertFails(Failure.Code.RESOURCE_EXHAUSTED, () -> take(volume, "second"), "limit is 1");
  }
}
