package org.csiscaleio.controller.rpc;

import static java.util.Objects.requireNonNull;

import io.grpc.stub.StreamObserver;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.csiscaleio.controller.service.CapabilityCheck;
import org.csiscaleio.controller.service.Controller;
import org.csiscaleio.controller.service.ProvisionedVolume;
import org.csiscaleio.controller.service.SnapshotPage;
import org.csiscaleio.controller.service.SnapshotQuery;
import org.csiscaleio.controller.service.VolumePage;
import org.csiscaleio.controller.service.VolumeStatus;
import org.csiscaleio.csi.Unary;
import org.csiscaleio.csi.V0Level;
import org.csiscaleio.csi.v0.ControllerGetCapabilitiesRequest;
import org.csiscaleio.csi.v0.ControllerGetCapabilitiesResponse;
import org.csiscaleio.csi.v0.ControllerGrpc;
import org.csiscaleio.csi.v0.ControllerPublishVolumeRequest;
import org.csiscaleio.csi.v0.ControllerPublishVolumeResponse;
import org.csiscaleio.csi.v0.ControllerServiceCapability.RPC;
import org.csiscaleio.csi.v0.ControllerUnpublishVolumeRequest;
import org.csiscaleio.csi.v0.ControllerUnpublishVolumeResponse;
import org.csiscaleio.csi.v0.CreateSnapshotRequest;
import org.csiscaleio.csi.v0.CreateSnapshotResponse;
import org.csiscaleio.csi.v0.CreateVolumeRequest;
import org.csiscaleio.csi.v0.CreateVolumeResponse;
import org.csiscaleio.csi.v0.DeleteSnapshotRequest;
import org.csiscaleio.csi.v0.DeleteSnapshotResponse;
import org.csiscaleio.csi.v0.DeleteVolumeRequest;
import org.csiscaleio.csi.v0.DeleteVolumeResponse;
import org.csiscaleio.csi.v0.GetCapacityRequest;
import org.csiscaleio.csi.v0.GetCapacityResponse;
import org.csiscaleio.csi.v0.ListSnapshotsRequest;
import org.csiscaleio.csi.v0.ListSnapshotsResponse;
import org.csiscaleio.csi.v0.ListVolumesRequest;
import org.csiscaleio.csi.v0.ListVolumesResponse;
import org.csiscaleio.csi.v0.Snapshot;
import org.csiscaleio.csi.v0.SnapshotStatus;
import org.csiscaleio.csi.v0.ValidateVolumeCapabilitiesRequest;
import org.csiscaleio.csi.v0.ValidateVolumeCapabilitiesResponse;
import org.csiscaleio.csi.v0.Volume;

/**
 * Controller of csi.v0, CSI 0.2 and 0.3, as {@link ControllerV1} is of csi.v1. Snapshots came with
 * 0.3.
 */
public final class ControllerV0 extends ControllerGrpc.ControllerImplBase {
  /** All known to 0.2 already. */
  private static final List<RPC.Type> ADVERTISED =
      List.of(
          RPC.Type.CREATE_DELETE_VOLUME,
          RPC.Type.PUBLISH_UNPUBLISH_VOLUME,
          RPC.Type.LIST_VOLUMES,
          RPC.Type.GET_CAPACITY);

  private static final List<RPC.Type> ADVERTISED_SINCE_0_3 =
      List.of(RPC.Type.CREATE_DELETE_SNAPSHOT, RPC.Type.LIST_SNAPSHOTS);

  private final Calls calls;
  private final V0Level level;

  /**
   * @param level what is advertised; what is served does not depend on it
   */
  public ControllerV0(Controller service, V0Level level) {
    this.calls = new Calls(service);
    this.level = requireNonNull(level, "level is null");
  }

  @Override
  public void createVolume(
      CreateVolumeRequest request, StreamObserver<CreateVolumeResponse> answer) {
    ProvisionedVolume volume = calls.create(RequestsV0.create(request));
    Volume.Builder message = message(volume).toBuilder();
    if (request.hasVolumeContentSource()) {
      message.setContentSource(request.getVolumeContentSource());
    }
    if (level.isAtLeast(V0Level.V0_3)) {
      calls
          .placeOf(volume.id())
          .ifPresent(place -> message.addAccessibleTopology(PlacesV0.message(place)));
    }
    Unary.answer(answer, CreateVolumeResponse.newBuilder().setVolume(message).build());
  }

  @Override
  public void deleteVolume(
      DeleteVolumeRequest request, StreamObserver<DeleteVolumeResponse> answer) {
    FieldRules.map("controller_delete_secrets", request.getControllerDeleteSecretsMap());
    calls.delete(request.getVolumeId());
    Unary.answer(answer, DeleteVolumeResponse.getDefaultInstance());
  }

  @Override
  public void controllerPublishVolume(
      ControllerPublishVolumeRequest request,
      StreamObserver<ControllerPublishVolumeResponse> answer) {
    var info = calls.publish(RequestsV0.publish(request));
    Unary.answer(
        answer, ControllerPublishVolumeResponse.newBuilder().putAllPublishInfo(info).build());
  }

  @Override
  public void controllerUnpublishVolume(
      ControllerUnpublishVolumeRequest request,
      StreamObserver<ControllerUnpublishVolumeResponse> answer) {
    FieldRules.map("controller_unpublish_secrets", request.getControllerUnpublishSecretsMap());
    calls.unpublish(request.getVolumeId(), request.getNodeId());
    Unary.answer(answer, ControllerUnpublishVolumeResponse.getDefaultInstance());
  }

  @Override
  public void validateVolumeCapabilities(
      ValidateVolumeCapabilitiesRequest request,
      StreamObserver<ValidateVolumeCapabilitiesResponse> answer) {
    var response = ValidateVolumeCapabilitiesResponse.newBuilder();
    switch (calls.check(RequestsV0.check(request))) {
      case CapabilityCheck.Answer.Confirmed() -> response.setSupported(true);
      case CapabilityCheck.Answer.NotConfirmed(String reason) -> response.setMessage(reason);
    }
    Unary.answer(answer, response.build());
  }

  @Override
  public void listVolumes(ListVolumesRequest request, StreamObserver<ListVolumesResponse> answer) {
    VolumePage page = calls.list(request.getMaxEntries(), request.getStartingToken());
    var response = ListVolumesResponse.newBuilder().setNextToken(page.nextToken());
    for (VolumeStatus status : page.volumes()) {
      response.addEntriesBuilder().setVolume(message(status.volume()));
    }
    Unary.answer(answer, response.build());
  }

  @Override
  public void getCapacity(GetCapacityRequest request, StreamObserver<GetCapacityResponse> answer) {
    var capacity =
        calls.capacity(
            Capabilities.all(request.getVolumeCapabilitiesList(), CapabilitiesV0::read),
            request.getParametersMap(),
            PlacesV0.read(request.hasAccessibleTopology(), request.getAccessibleTopology()));
    Unary.answer(
        answer,
        GetCapacityResponse.newBuilder().setAvailableCapacity(capacity.availableBytes()).build());
  }

  @Override
  public void controllerGetCapabilities(
      ControllerGetCapabilitiesRequest request,
      StreamObserver<ControllerGetCapabilitiesResponse> answer) {
    var capabilities = ControllerGetCapabilitiesResponse.newBuilder();
    var advertised = new ArrayList<>(ADVERTISED);
    if (level.isAtLeast(V0Level.V0_3)) {
      advertised.addAll(ADVERTISED_SINCE_0_3);
    }
    advertised.forEach(type -> capabilities.addCapabilitiesBuilder().getRpcBuilder().setType(type));
    Unary.answer(answer, capabilities.build());
  }

  @Override
  public void createSnapshot(
      CreateSnapshotRequest request, StreamObserver<CreateSnapshotResponse> answer) {
    var snapshot = calls.createSnapshot(RequestsV0.snapshot(request));
    Unary.answer(
        answer, CreateSnapshotResponse.newBuilder().setSnapshot(message(snapshot)).build());
  }

  @Override
  public void deleteSnapshot(
      DeleteSnapshotRequest request, StreamObserver<DeleteSnapshotResponse> answer) {
    FieldRules.map("delete_snapshot_secrets", request.getDeleteSnapshotSecretsMap());
    calls.deleteSnapshot(request.getSnapshotId());
    Unary.answer(answer, DeleteSnapshotResponse.getDefaultInstance());
  }

  @Override
  public void listSnapshots(
      ListSnapshotsRequest request, StreamObserver<ListSnapshotsResponse> answer) {
    SnapshotPage page =
        calls.listSnapshots(
            new SnapshotQuery(
                request.getMaxEntries(),
                request.getStartingToken(),
                request.getSourceVolumeId(),
                request.getSnapshotId()));
    var response = ListSnapshotsResponse.newBuilder().setNextToken(page.nextToken());
    page.snapshots().forEach(s -> response.addEntriesBuilder().setSnapshot(message(s)));
    Unary.answer(answer, response.build());
  }

  private static Snapshot message(org.csiscaleio.controller.service.Snapshot snapshot) {
    return Snapshot.newBuilder()
        .setId(snapshot.id().toString())
        .setSourceVolumeId(snapshot.source().toString())
        .setSizeBytes(snapshot.sizeBytes())
        .setCreatedAt(TimeUnit.SECONDS.toNanos(snapshot.creationTime().getEpochSecond()))
        .setStatus(SnapshotStatus.newBuilder().setType(SnapshotStatus.Type.READY))
        .build();
  }

  private static Volume message(ProvisionedVolume volume) {
    return Volume.newBuilder()
        .setId(volume.id().toString())
        .setCapacityBytes(volume.capacityBytes())
        .putAllAttributes(volume.context())
        .build();
  }
}
