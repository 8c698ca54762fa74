package org.csiscaleio.controller.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.csiscaleio.controller.service.Scene.assertFails;
import static org.csiscaleio.controller.service.Scene.soon;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.csiscaleio.gateway.FakeScaleIoSystem.Call;
import org.csiscaleio.gateway.MappingAccess;
import org.csiscaleio.operation.Failure;
import org.junit.jupiter.api.Test;

/** Snapshots of several volumes of one moment. */
class GroupSnapshotTest {
  private static final String LONG_NAME = "a group of databases, " + "x".repeat(100);

  private final Scene scene = new Scene();
  private final String a = scene.create("a");
  private final String b = scene.create("b");

  private GroupSnapshot take(String name, String... volumeIds) {
    return scene
        .controller
        .snapshots()
        .createGroup(new GroupRequest(name, List.of(volumeIds)), soon());
  }

  private GroupSnapshot get(String id, List<String> snapshotIds) {
    return scene.controller.snapshots().getGroup(id, snapshotIds, soon());
  }

  private void delete(String id, List<String> snapshotIds) {
    scene.controller.snapshots().deleteGroup(id, snapshotIds, soon());
  }

  private static List<String> members(GroupSnapshot group) {
    return group.snapshots().stream().map(snapshot -> snapshot.id().toString()).toList();
  }

  @Test
  void eachMemberTellsItsSourceAndItsGroup() {
    GroupSnapshot group = take(LONG_NAME, a, b);

    assertThat(group.snapshots())
        .hasSize(2)
        .allSatisfy(snapshot -> {
          assertThat(snapshot.group()).contains(group.id());
          assertThat(scene.onArray(snapshot.id().toString()).ancestorVolumeId())
              .isEqualTo(snapshot.source().volumeId());
        })
        .extracting(snapshot -> snapshot.source().toString())
        .containsExactlyInAnyOrder(a, b);
    assertThat(get(group.id(), List.of()).snapshots())
        .containsExactlyInAnyOrderElementsOf(group.snapshots());
    assertThat(get(group.id(), members(group)).creationTime()).isEqualTo(group.creationTime());
    assertThat(
            scene.controller.snapshots().list(new SnapshotQuery(0, "", "", ""), soon()).snapshots())
        .containsExactlyInAnyOrderElementsOf(group.snapshots());
  }

  @Test
  void anEqualRequestInAnyOrderGetsTheGroupThatIsThere() {
    GroupSnapshot group = take("g", a, b);

    assertThat(take("g", b, a).id()).isEqualTo(group.id());
    assertThat(scene.array.volumes()).hasSize(4);
  }

  @Test
  void aNameIsThatOfOneSetOfVolumes() {
    String c = scene.create("c");
    take("g", a, b);

    for (List<String> other : List.of(List.of(a), List.of(c), List.of(a, b, c), List.of(a, c))) {
      assertFails(
          Failure.Code.ALREADY_EXISTS, () -> take("g", other.toArray(String[]::new)), "'g'");
    }
    assertThat(scene.array.volumes()).hasSize(5);
  }

  @Test
  void allAreTakenOrNone() {
    String gone = scene.create("gone");
    scene.delete(gone);

    assertFails(Failure.Code.NOT_FOUND, () -> take("g", a, gone), gone);
    assertFails(Failure.Code.NOT_FOUND, () -> take("g", a, "no-such-id"), "no-such-id");
    assertFails(Failure.Code.INVALID_ARGUMENT, () -> take("g", a, a), "twice");
    assertFails(Failure.Code.INVALID_ARGUMENT, () -> take("g", a, a.substring(17)), "twice");
    assertFails(Failure.Code.INVALID_ARGUMENT, () -> take("g"), "missing");
    assertThat(scene.array.volumes()).hasSize(2);
  }

  @Test
  void aThousandAndTwentyFourVolumesAreOneGroupAndOneMoreIsNone() {
    scene.array.addThinVolumes(scene.poolId, "v", 1023);
    var ids = new ArrayList<String>();
    scene.array.volumes().forEach(volume -> ids.add(volume.id()));
    Collections.shuffle(ids, new java.util.Random(1));

    assertFails(
        Failure.Code.FAILED_PRECONDITION, () -> take("g", ids.toArray(String[]::new)), "1024");
    ids.removeLast();
    GroupSnapshot group = take("g", ids.toArray(String[]::new));

    assertThat(group.snapshots()).hasSize(1024);
    assertThat(take("g", ids.toArray(String[]::new)).id()).isEqualTo(group.id());
  }

  @Test
  void aLostAnswerIsFoundByTheNextCall() {
    scene.system.faults().loseAnswer(Call.SNAPSHOT);
    assertFails(Failure.Code.UNAVAILABLE, () -> take("g", a, b), "repeat the call");

    assertThat(take("g", a, b).snapshots()).hasSize(2);
    assertThat(scene.array.volumes()).hasSize(4);
  }

  @Test
  void aDeletedGroupIsGoneAndItsSourcesStay() {
    GroupSnapshot group = take("g", a, b);

    delete(group.id(), members(group));
    delete(group.id(), members(group));
    delete("no-such-group", List.of());

    assertThat(scene.array.volumes()).hasSize(2);
    assertFails(Failure.Code.NOT_FOUND, () -> get(group.id(), List.of()));
    assertFails(Failure.Code.NOT_FOUND, () -> get("no-such-group", List.of()));
  }

  @Test
  void otherMembersThanItsOwnAreAMistake() {
    GroupSnapshot group = take("g", a, b);
    GroupSnapshot other = take("h", a);

    for (List<String> wrong :
        List.of(
            members(group).subList(0, 1), List.of(members(group).get(0), members(other).get(0)))) {
      assertFails(Failure.Code.INVALID_ARGUMENT, () -> get(group.id(), wrong), "snapshot_ids");
      assertFails(Failure.Code.INVALID_ARGUMENT, () -> delete(group.id(), wrong), "snapshot_ids");
    }
    assertThat(scene.array.volumes()).hasSize(5);
  }

  @Test
  void aMemberThatWasDeletedAloneIsNotInTheWay() {
    GroupSnapshot group = take("g", a, b);
    scene.controller.snapshots().delete(members(group).getFirst(), soon());

    assertThat(get(group.id(), members(group)).snapshots()).hasSize(1);
    assertFails(Failure.Code.ALREADY_EXISTS, () -> take("g", a, b), "no longer whole");
    delete(group.id(), members(group));

    assertThat(scene.array.volumes()).hasSize(2);
  }

  @Test
  void aGroupInUseStaysWhole() {
    GroupSnapshot group = take("g", a, b);
    String member = members(group).getFirst();
    scene.array.map(Scene.arrayId(member), scene.sdcA, false, MappingAccess.READ_ONLY);

    assertFails(
        Failure.Code.FAILED_PRECONDITION, () -> delete(group.id(), List.of()), member, "host-a");

    assertThat(scene.array.volumes()).hasSize(4);
  }

  @Test
  void theGroupThatTheArrayMakesOfALoneSnapshotIsNone() {
    String snapshot = scene.snapshot(a, "lone");
    String arrayGroup = scene.onArray(snapshot).groupId();
    String id = a.substring(0, 17) + arrayGroup;

    assertFails(Failure.Code.NOT_FOUND, () -> get(id, List.of()));
    assertFails(
        Failure.Code.FAILED_PRECONDITION, () -> delete(id, List.of()), "not made as a group");
    assertThat(scene.array.volumes()).hasSize(3);
  }

  @Test
  void aFullTreeIsNamed() {
    for (int i = 0; i < 126; i++) {
      scene.controller.snapshots().create(new SnapshotRequest(b, "s" + i), soon());
    }

    assertFails(
        Failure.Code.RESOURCE_EXHAUSTED, () -> take("g", a, b), b, "holds 126", "limit is 126");
  }
}
