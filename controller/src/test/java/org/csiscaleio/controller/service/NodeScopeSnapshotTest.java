package org.csiscaleio.controller.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.csiscaleio.controller.service.Agents.MIB;
import static org.csiscaleio.controller.service.Agents.soon;
import static org.csiscaleio.controller.service.Scene.assertFails;

import java.util.List;
import org.csiscaleio.gateway.MappingAccess;
import org.csiscaleio.gateway.NewSnapshots;
import org.csiscaleio.operation.Failure.Code;
import org.junit.jupiter.api.Test;

/** Snapshots where many plugins share an array: each of its own volumes, and no further. */
class NodeScopeSnapshotTest {
  private final Agents agents = new Agents();
  private final ProvisionedVolume own = agents.a.create("data", 5 * MIB);
  private final ProvisionedVolume foreign = agents.b.create("data", 5 * MIB);

  private Snapshots ofA() {
    return agents.a.controller.snapshots();
  }

  private Snapshots ofB() {
    return agents.b.controller.snapshots();
  }

  private static SnapshotRequest of(ProvisionedVolume volume, String name) {
    return new SnapshotRequest(volume.id().toString(), name);
  }

  private static List<Snapshot> list(Snapshots service, String source) {
    return service.list(new SnapshotQuery(0, "", source, ""), soon()).snapshots();
  }

  @Test
  void snapshotsAreTakenListedAndDeletedOfOwnVolumesOnly() {
    Snapshot mine = ofA().create(of(own, "mine"), soon());
    Snapshot theirs = ofB().create(of(foreign, "theirs"), soon());

    assertFails(Code.FAILED_PRECONDITION, () -> ofA().create(of(foreign, "x"), soon()), "owner");
    assertFails(
        Code.FAILED_PRECONDITION,
        () ->
            ofA()
                .createGroup(
                    new GroupRequest("g", List.of(own.id().toString(), foreign.id().toString())),
                    soon()),
        "owner");
    assertThat(list(ofA(), "")).extracting(Snapshot::id).containsExactly(mine.id());
    assertThat(list(ofA(), foreign.id().toString())).isEmpty();
    assertThat(ofA().list(new SnapshotQuery(0, "", "", theirs.id().toString()), soon()).snapshots())
        .isEmpty();
    assertFails(Code.NOT_FOUND, () -> ofA().get(theirs.id().toString(), soon()));
    assertFails(
        Code.FAILED_PRECONDITION, () -> ofA().delete(theirs.id().toString(), soon()), "owner");

    ofA().delete(mine.id().toString(), soon());
    assertThat(agents.array.volumes()).hasSize(3);
    assertThat(agents.a.list()).containsExactly(own);
  }

  @Test
  void aSnapshotWhoseVolumeIsGoneBelongsToWhoTookIt() {
    Snapshot mine = ofA().create(of(own, "mine"), soon());
    agents.array.remove(own.id().volumeId());

    assertThat(list(ofA(), "")).extracting(Snapshot::id).containsExactly(mine.id());
    assertThat(ofA().get(mine.id().toString(), soon()).id()).isEqualTo(mine.id());
    assertThat(list(ofB(), "")).isEmpty();
    assertFails(Code.NOT_FOUND, () -> ofB().get(mine.id().toString(), soon()));
    assertFails(Code.FAILED_PRECONDITION, () -> ofB().delete(mine.id().toString(), soon()), "gone");

    ofA().delete(mine.id().toString(), soon());
    assertThat(agents.array.volumes()).hasSize(1);
  }

  @Test
  void aSnapshotOfNobodysNameWhoseVolumeIsGoneIsLeftAlone() {
    String byHand =
        agents
            .system
            .snapshot(
                NewSnapshots.of(own.id().volumeId(), "by-hand", MappingAccess.READ_ONLY), soon())
            .volumeIds()
            .getFirst();
    agents.array.remove(own.id().volumeId());
    String handle = own.id().systemId() + "-" + byHand;

    assertFails(Code.FAILED_PRECONDITION, () -> ofA().delete(handle, soon()));
    assertThat(agents.array.volumes()).hasSize(2);
  }

  @Test
  void twoAgentsMayUseTheSameNames() {
    Snapshot mine = ofA().create(of(own, "nightly"), soon());
    Snapshot theirs = ofB().create(of(foreign, "nightly"), soon());
    assertThat(mine.id()).isNotEqualTo(theirs.id());
    assertThat(ofA().create(of(own, "nightly"), soon()).id()).isEqualTo(mine.id());
    GroupSnapshot group =
        ofA().createGroup(new GroupRequest("g", List.of(own.id().toString())), soon());
    GroupSnapshot other =
        ofB().createGroup(new GroupRequest("g", List.of(foreign.id().toString())), soon());
    assertThat(group.id()).isNotEqualTo(other.id());
    assertThat(agents.namesOnArray()).doesNotHaveDuplicates().allMatch(n -> n.length() <= 31);
  }
}
