package org.csiscaleio.controller.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.csiscaleio.controller.service.Agents.GIB;
import static org.csiscaleio.controller.service.Agents.MIB;
import static org.csiscaleio.controller.service.Agents.soon;
import static org.csiscaleio.controller.service.Scene.assertFails;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.csiscaleio.operation.Failure.Code;
import org.junit.jupiter.api.Test;

/** Snapshots where many plugins share an array: each of its own volumes, and no further. */
class NodeScopeSnapshotTest {
  private final Agents agents = new Agents();
  private final ProvisionedVolume own = agents.a.create("data", 5 * MIB);
  private final ProvisionedVolume foreign = agents.b.create("data", 5 * MIB);

  private SnapshotService ofA() {
    return agents.a.controller.snapshots();
  }

  private SnapshotService ofB() {
    return agents.b.controller.snapshots();
  }

  private static SnapshotRequest of(ProvisionedVolume volume, String name) {
    return new SnapshotRequest(volume.id().toString(), name);
  }

  private static List<Snapshot> list(SnapshotService service, String source) {
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
  void aSnapshotWhoseVolumeIsGoneIsNobodys() {
    Snapshot mine = ofA().create(of(own, "mine"), soon());
    agents.array.remove(own.id().volumeId());

    assertFails(Code.FAILED_PRECONDITION, () -> ofA().delete(mine.id().toString(), soon()), "gone");
    assertThat(agents.array.volumes()).hasSize(2);
  }

  @Test
  void nothingIsMadeFromASnapshotAndNothingGrows() {
    var request =
        new CreateRequest(
            "clone",
            SizeRange.ANY,
            List.of(Agents.WRITER),
            VolumeParameters.parse(Map.of()),
            Optional.of(new ContentSource.OfVolume(own.id().toString())));
    assertFails(
        Code.FAILED_PRECONDITION,
        () -> agents.a.controller.create(request, soon()),
        "scope: cluster");
    assertFails(
        Code.FAILED_PRECONDITION,
        () ->
            agents.a.controller.expand(
                new ExpandRequest(own.id().toString(), Scene.atLeast(16 * GIB), Optional.empty()),
                soon()),
        "scope: cluster");
    assertThat(agents.array.volumes()).hasSize(2);
  }
}
