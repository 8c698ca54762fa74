package org.csiscaleio.controller.rpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.csiscaleio.controller.rpc.Rig.assertRefused;
import static org.csiscaleio.controller.rpc.Rig.call;

import java.time.Instant;
import java.util.List;
import org.csiscaleio.controller.service.ControllerService;
import org.csiscaleio.controller.service.ControllerSettings;
import org.csiscaleio.csi.v1.CapacityRange;
import org.csiscaleio.csi.v1.ControllerExpandVolumeRequest;
import org.csiscaleio.csi.v1.CreateSnapshotRequest;
import org.csiscaleio.csi.v1.CreateVolumeGroupSnapshotRequest;
import org.csiscaleio.csi.v1.DeleteSnapshotRequest;
import org.csiscaleio.csi.v1.DeleteVolumeGroupSnapshotRequest;
import org.csiscaleio.csi.v1.GetSnapshotRequest;
import org.csiscaleio.csi.v1.GetVolumeGroupSnapshotRequest;
import org.csiscaleio.csi.v1.GroupControllerGetCapabilitiesRequest;
import org.csiscaleio.csi.v1.ListSnapshotsRequest;
import org.csiscaleio.csi.v1.Snapshot;
import org.csiscaleio.csi.v1.Topology;
import org.csiscaleio.csi.v1.TopologyRequirement;
import org.csiscaleio.csi.v1.VolumeCapability;
import org.csiscaleio.csi.v1.VolumeCapability.AccessMode.Mode;
import org.csiscaleio.csi.v1.VolumeContentSource;
import org.csiscaleio.operation.Failure.Code;
import org.junit.jupiter.api.Test;

/** Snapshots, groups, clones and expansion as csi.v1 puts them, and what their fields must be. */
class SnapshotsV1Test {
  private static final long GIB = 1L << 30;

  private final Rig rig = new Rig();
  private final String volume = rig.volume("data");
  private final GroupControllerV1 groups =
      new GroupControllerV1(new ControllerService(rig.system, ControllerSettings.defaults()));

  private static CreateSnapshotRequest.Builder request(String source, String name) {
    return CreateSnapshotRequest.newBuilder().setSourceVolumeId(source).setName(name);
  }

  private Snapshot take(String name) {
    return call(rig.binding::createSnapshot, request(volume, name).build()).getSnapshot();
  }

  @Test
  void aSnapshotIsReadyAtOnceWithSizeTimeAndSource() {
    Snapshot snapshot = take("nightly");

    assertThat(snapshot.getReadyToUse()).isTrue();
    assertThat(snapshot.getSizeBytes()).isEqualTo(8 * GIB);
    assertThat(snapshot.getSourceVolumeId()).isEqualTo(volume);
    assertThat(snapshot.getCreationTime().getSeconds())
        .isCloseTo(Instant.now().getEpochSecond(), within(20L));
    assertThat(snapshot.getGroupSnapshotId()).isEmpty();
    assertThat(
            call(
                    rig.binding::getSnapshot,
                    GetSnapshotRequest.newBuilder().setSnapshotId(snapshot.getSnapshotId()).build())
                .getSnapshot())
        .isEqualTo(snapshot);
    var list = ListSnapshotsRequest.newBuilder().setSourceVolumeId(volume).build();
    assertThat(call(rig.binding::listSnapshots, list).getEntriesList())
        .singleElement()
        .matches(entry -> entry.getSnapshot().equals(snapshot));
  }

  @Test
  void requiredFieldsAreRequired() {
    assertRefused(
        Code.INVALID_ARGUMENT,
        rig.binding::createSnapshot,
        request("", "a").build(),
        "source_volume_id");
    assertRefused(
        Code.INVALID_ARGUMENT, rig.binding::createSnapshot, request(volume, "").build(), "name");
    assertRefused(
        Code.INVALID_ARGUMENT,
        rig.binding::deleteSnapshot,
        DeleteSnapshotRequest.getDefaultInstance(),
        "snapshot_id");
    assertRefused(
        Code.INVALID_ARGUMENT,
        rig.binding::getSnapshot,
        GetSnapshotRequest.getDefaultInstance(),
        "snapshot_id");
    assertRefused(
        Code.INVALID_ARGUMENT,
        rig.binding::listSnapshots,
        ListSnapshotsRequest.newBuilder().setMaxEntries(-1).build(),
        "max_entries");
    assertRefused(
        Code.INVALID_ARGUMENT,
        rig.binding::controllerExpandVolume,
        ControllerExpandVolumeRequest.newBuilder()
            .setCapacityRange(CapacityRange.newBuilder().setRequiredBytes(1))
            .build(),
        "volume_id");
    assertRefused(
        Code.INVALID_ARGUMENT,
        rig.binding::controllerExpandVolume,
        ControllerExpandVolumeRequest.newBuilder().setVolumeId(volume).build(),
        "capacity_range");
    assertThat(rig.system.array().volumes()).hasSize(1);
  }

  @Test
  void whatCannotBeHonouredIsRefused() {
    assertRefused(
        Code.INVALID_ARGUMENT,
        rig.binding::createSnapshot,
        request(volume, "a").putParameters("XXX_FakeKey", "x").build(),
        "XXX_FakeKey");
    assertRefused(
        Code.INVALID_ARGUMENT,
        rig.binding::createSnapshot,
        request(volume, "a")
            .setAccessibilityRequirements(
                TopologyRequirement.newBuilder()
                    .addRequisite(Topology.newBuilder().putSegments("zone", "z1")))
            .build(),
        "accessibility_requirements");
    var tolerated =
        request(volume, "a").putParameters("csi.storage.k8s.io/volumesnapshot/name", "x").build();
    assertThat(call(rig.binding::createSnapshot, tolerated).hasSnapshot()).isTrue();
  }

  @Test
  void aCloneTellsItsSource() {
    var source =
        VolumeContentSource.newBuilder()
            .setSnapshot(
                VolumeContentSource.SnapshotSource.newBuilder()
                    .setSnapshotId(take("nightly").getSnapshotId()))
            .build();

    var clone =
        call(rig.binding::createVolume, Rig.create("clone").setVolumeContentSource(source).build())
            .getVolume();

    assertThat(clone.getContentSource()).isEqualTo(source);
    assertThat(clone.getCapacityBytes()).isEqualTo(8 * GIB);
  }

  @Test
  void anExpandedVolumeTellsWhetherTheNodeHasToDoItsPart() {
    var request =
        ControllerExpandVolumeRequest.newBuilder()
            .setVolumeId(volume)
            .setCapacityRange(CapacityRange.newBuilder().setRequiredBytes(16 * GIB));

    var answer = call(rig.binding::controllerExpandVolume, request.build());
    assertThat(answer.getCapacityBytes()).isEqualTo(16 * GIB);
    assertThat(answer.getNodeExpansionRequired()).isTrue();
    var block =
        Rig.mount(Mode.SINGLE_NODE_WRITER).toBuilder()
            .setBlock(VolumeCapability.BlockVolume.getDefaultInstance());
    assertThat(
            call(rig.binding::controllerExpandVolume, request.setVolumeCapability(block).build())
                .getNodeExpansionRequired())
        .isFalse();
  }

  @Test
  void groupsAreTakenToldAndDeleted() {
    String other = rig.volume("other");
    assertThat(
            call(
                    groups::groupControllerGetCapabilities,
                    GroupControllerGetCapabilitiesRequest.getDefaultInstance())
                .getCapabilitiesList())
        .hasSize(1);

    var group =
        call(
                groups::createVolumeGroupSnapshot,
                CreateVolumeGroupSnapshotRequest.newBuilder()
                    .setName("g")
                    .addSourceVolumeIds(volume)
                    .addSourceVolumeIds(other)
                    .build())
            .getGroupSnapshot();
    assertThat(group.getReadyToUse()).isTrue();
    assertThat(group.getSnapshotsList())
        .hasSize(2)
        .allMatch(snapshot -> snapshot.getGroupSnapshotId().equals(group.getGroupSnapshotId()))
        .allMatch(Snapshot::getReadyToUse);
    List<String> members = group.getSnapshotsList().stream().map(Snapshot::getSnapshotId).toList();
    var get =
        GetVolumeGroupSnapshotRequest.newBuilder()
            .setGroupSnapshotId(group.getGroupSnapshotId())
            .addAllSnapshotIds(members)
            .build();
    assertThat(call(groups::getVolumeGroupSnapshot, get).getGroupSnapshot().getSnapshotsList())
        .containsExactlyInAnyOrderElementsOf(group.getSnapshotsList());
    call(
        groups::deleteVolumeGroupSnapshot,
        DeleteVolumeGroupSnapshotRequest.newBuilder()
            .setGroupSnapshotId(group.getGroupSnapshotId())
            .addAllSnapshotIds(members)
            .build());
    assertThat(rig.system.array().volumes()).hasSize(2);
    assertRefused(Code.NOT_FOUND, groups::getVolumeGroupSnapshot, get);
  }

  @Test
  void aGroupsFieldsAreRequired() {
    assertRefused(
        Code.INVALID_ARGUMENT,
        groups::createVolumeGroupSnapshot,
        CreateVolumeGroupSnapshotRequest.newBuilder().addSourceVolumeIds(volume).build(),
        "name");
    assertRefused(
        Code.INVALID_ARGUMENT,
        groups::createVolumeGroupSnapshot,
        CreateVolumeGroupSnapshotRequest.newBuilder().setName("g").build(),
        "source_volume_ids");
    assertRefused(
        Code.INVALID_ARGUMENT,
        groups::deleteVolumeGroupSnapshot,
        DeleteVolumeGroupSnapshotRequest.getDefaultInstance(),
        "group_snapshot_id");
    assertRefused(
        Code.INVALID_ARGUMENT,
        groups::getVolumeGroupSnapshot,
        GetVolumeGroupSnapshotRequest.getDefaultInstance(),
        "group_snapshot_id");
  }
}
