package org.csiscaleio.controller.rpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.csiscaleio.controller.rpc.Rig.assertRefused;
import static org.csiscaleio.controller.rpc.Rig.call;

import java.util.List;
import org.csiscaleio.controller.service.ControllerService;
import org.csiscaleio.controller.service.ControllerSettings;
import org.csiscaleio.csi.V0Level;
import org.csiscaleio.csi.v0.ControllerGetCapabilitiesRequest;
import org.csiscaleio.csi.v0.ControllerServiceCapability.RPC;
import org.csiscaleio.csi.v0.CreateSnapshotRequest;
import org.csiscaleio.csi.v0.CreateVolumeRequest;
import org.csiscaleio.csi.v0.DeleteSnapshotRequest;
import org.csiscaleio.csi.v0.ListSnapshotsRequest;
import org.csiscaleio.csi.v0.Snapshot;
import org.csiscaleio.csi.v0.SnapshotStatus;
import org.csiscaleio.csi.v0.VolumeCapability;
import org.csiscaleio.csi.v0.VolumeContentSource;
import org.csiscaleio.csi.v1.GetSnapshotRequest;
import org.csiscaleio.operation.Failure.Code;
import org.junit.jupiter.api.Test;

/** Snapshots as CSI 0.3 puts them; they are the same snapshots as those of csi.v1. */
class SnapshotsV0Test {
  private final Rig rig = new Rig();
  private final String volume = rig.volume("data");

  private Snapshot take(String name) {
    return call(
            rig.v0::createSnapshot,
            CreateSnapshotRequest.newBuilder().setSourceVolumeId(volume).setName(name).build())
        .getSnapshot();
  }

  @Test
  void aSnapshotIsTheSameInBothGenerations() {
    Snapshot snapshot = take("nightly");

    assertThat(snapshot.getStatus().getType()).isEqualTo(SnapshotStatus.Type.READY);
    assertThat(snapshot.getSizeBytes()).isEqualTo(8L << 30);
    assertThat(snapshot.getSourceVolumeId()).isEqualTo(volume);
    var newer =
        call(
                rig.binding::getSnapshot,
                GetSnapshotRequest.newBuilder().setSnapshotId(snapshot.getId()).build())
            .getSnapshot();
    assertThat(newer.getCreationTime().getSeconds() * 1_000_000_000L)
        .isEqualTo(snapshot.getCreatedAt());
    assertThat(
            call(rig.v0::listSnapshots, ListSnapshotsRequest.getDefaultInstance()).getEntriesList())
        .extracting(entry -> entry.getSnapshot().getId())
        .containsExactly(newer.getSnapshotId());
    var _ =
        call(
            rig.v0::deleteSnapshot,
            DeleteSnapshotRequest.newBuilder().setSnapshotId(snapshot.getId()).build());
    assertThat(rig.system.array().volumes()).hasSize(1);
  }

  @Test
  void aVolumeIsMadeFromASnapshotAndTellsIt() {
    var source =
        VolumeContentSource.newBuilder()
            .setSnapshot(
                VolumeContentSource.SnapshotSource.newBuilder().setId(take("nightly").getId()))
            .build();
    var request =
        CreateVolumeRequest.newBuilder()
            .setName("clone")
            .addVolumeCapabilities(
                VolumeCapability.newBuilder()
                    .setMount(VolumeCapability.MountVolume.getDefaultInstance())
                    .setAccessMode(
                        VolumeCapability.AccessMode.newBuilder()
                            .setMode(VolumeCapability.AccessMode.Mode.SINGLE_NODE_WRITER)));

    var clone =
        call(rig.v0::createVolume, request.setVolumeContentSource(source).build()).getVolume();
    assertThat(clone.getContentSource()).isEqualTo(source);
    assertThat(rig.system.array().volumes()).hasSize(3);
    assertRefused(
        Code.INVALID_ARGUMENT,
        rig.v0::createVolume,
        request.setVolumeContentSource(VolumeContentSource.getDefaultInstance()).build(),
        "volume_content_source");
  }

  @Test
  void requiredFieldsAreRequired() {
    assertRefused(
        Code.INVALID_ARGUMENT,
        rig.v0::createSnapshot,
        CreateSnapshotRequest.newBuilder().setName("a").build(),
        "source_volume_id");
    assertRefused(
        Code.INVALID_ARGUMENT,
        rig.v0::deleteSnapshot,
        DeleteSnapshotRequest.getDefaultInstance(),
        "snapshot_id");
    assertRefused(
        Code.INVALID_ARGUMENT,
        rig.v0::listSnapshots,
        ListSnapshotsRequest.newBuilder().setMaxEntries(-1).build(),
        "max_entries");
  }

  @Test
  void callersOfZeroTwoAreNotToldOfThem() {
    assertThat(advertised(V0Level.V0_3))
        .contains(RPC.Type.CREATE_DELETE_SNAPSHOT, RPC.Type.LIST_SNAPSHOTS);
    assertThat(advertised(V0Level.V0_2)).hasSize(4).doesNotContain(RPC.Type.LIST_SNAPSHOTS);
  }

  private List<RPC.Type> advertised(V0Level level) {
    var binding =
        new ControllerV0(new ControllerService(rig.system, ControllerSettings.defaults()), level);
    return call(
            binding::controllerGetCapabilities,
            ControllerGetCapabilitiesRequest.getDefaultInstance())
        .getCapabilitiesList()
        .stream()
        .map(capability -> capability.getRpc().getType())
        .toList();
  }
}
