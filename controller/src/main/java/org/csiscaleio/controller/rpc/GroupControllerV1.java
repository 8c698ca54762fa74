package org.csiscaleio.controller.rpc;

import io.grpc.stub.StreamObserver;
import org.csiscaleio.controller.service.Controller;
import org.csiscaleio.controller.service.GroupSnapshot;
import org.csiscaleio.csi.Unary;
import org.csiscaleio.csi.v1.CreateVolumeGroupSnapshotRequest;
import org.csiscaleio.csi.v1.CreateVolumeGroupSnapshotResponse;
import org.csiscaleio.csi.v1.DeleteVolumeGroupSnapshotRequest;
import org.csiscaleio.csi.v1.DeleteVolumeGroupSnapshotResponse;
import org.csiscaleio.csi.v1.GetVolumeGroupSnapshotRequest;
import org.csiscaleio.csi.v1.GetVolumeGroupSnapshotResponse;
import org.csiscaleio.csi.v1.GroupControllerGetCapabilitiesRequest;
import org.csiscaleio.csi.v1.GroupControllerGetCapabilitiesResponse;
import org.csiscaleio.csi.v1.GroupControllerGrpc;
import org.csiscaleio.csi.v1.GroupControllerServiceCapability;
import org.csiscaleio.csi.v1.GroupControllerServiceCapability.RPC;

/**
 * GroupController of csi.v1: snapshots of several volumes of one moment. Served whatever is
 * advertised; an orchestrator learns of it from the plugin's capabilities.
 */
public final class GroupControllerV1 extends GroupControllerGrpc.GroupControllerImplBase {
  private static final GroupControllerGetCapabilitiesResponse CAPABILITIES =
      GroupControllerGetCapabilitiesResponse.newBuilder()
          .addCapabilities(
              GroupControllerServiceCapability.newBuilder()
                  .setRpc(
                      RPC.newBuilder().setType(RPC.Type.CREATE_DELETE_GET_VOLUME_GROUP_SNAPSHOT)))
          .build();

  private final Calls calls;

  public GroupControllerV1(Controller service) {
    this.calls = new Calls(service);
  }

  @Override
  public void groupControllerGetCapabilities(
      GroupControllerGetCapabilitiesRequest request,
      StreamObserver<GroupControllerGetCapabilitiesResponse> answer) {
    Unary.answer(answer, CAPABILITIES);
  }

  @Override
  public void createVolumeGroupSnapshot(
      CreateVolumeGroupSnapshotRequest request,
      StreamObserver<CreateVolumeGroupSnapshotResponse> answer) {
    GroupSnapshot group = calls.createGroup(SnapshotsV1.createGroup(request));
    Unary.answer(
        answer,
        CreateVolumeGroupSnapshotResponse.newBuilder()
            .setGroupSnapshot(SnapshotsV1.message(group))
            .build());
  }

  @Override
  public void deleteVolumeGroupSnapshot(
      DeleteVolumeGroupSnapshotRequest request,
      StreamObserver<DeleteVolumeGroupSnapshotResponse> answer) {
    FieldRules.map("secrets", request.getSecretsMap());
    calls.deleteGroup(request.getGroupSnapshotId(), request.getSnapshotIdsList());
    Unary.answer(answer, DeleteVolumeGroupSnapshotResponse.getDefaultInstance());
  }

  @Override
  public void getVolumeGroupSnapshot(
      GetVolumeGroupSnapshotRequest request,
      StreamObserver<GetVolumeGroupSnapshotResponse> answer) {
    FieldRules.map("secrets", request.getSecretsMap());
    GroupSnapshot group =
        calls.getGroup(request.getGroupSnapshotId(), request.getSnapshotIdsList());
    Unary.answer(
        answer,
        GetVolumeGroupSnapshotResponse.newBuilder()
            .setGroupSnapshot(SnapshotsV1.message(group))
            .build());
  }
}
