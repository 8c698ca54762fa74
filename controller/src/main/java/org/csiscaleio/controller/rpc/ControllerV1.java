package org.csiscaleio.controller.rpc;

import static java.util.Objects.requireNonNull;

import com.google.protobuf.Int64Value;
import io.grpc.stub.StreamObserver;
import java.util.stream.Stream;
import org.csiscaleio.controller.service.CapabilityCheck;
import org.csiscaleio.controller.service.Capacity;
import org.csiscaleio.controller.service.Controller;
import org.csiscaleio.controller.service.ExpandedVolume;
import org.csiscaleio.controller.service.ProvisionedVolume;
import org.csiscaleio.controller.service.Snapshot;
import org.csiscaleio.controller.service.SnapshotPage;
import org.csiscaleio.controller.service.VolumeHealthPage;
import org.csiscaleio.controller.service.VolumePage;
import org.csiscaleio.controller.service.VolumeStatus;
import org.csiscaleio.csi.SpecLevel;
import org.csiscaleio.csi.Unary;
import org.csiscaleio.csi.v1.ControllerExpandVolumeRequest;
import org.csiscaleio.csi.v1.ControllerExpandVolumeResponse;
import org.csiscaleio.csi.v1.ControllerGetCapabilitiesRequest;
import org.csiscaleio.csi.v1.ControllerGetCapabilitiesResponse;
import org.csiscaleio.csi.v1.ControllerGetVolumeHealthRequest;
import org.csiscaleio.csi.v1.ControllerGetVolumeHealthResponse;
import org.csiscaleio.csi.v1.ControllerGetVolumeRequest;
import org.csiscaleio.csi.v1.ControllerGetVolumeResponse;
import org.csiscaleio.csi.v1.ControllerGrpc;
import org.csiscaleio.csi.v1.ControllerListVolumeHealthRequest;
import org.csiscaleio.csi.v1.ControllerListVolumeHealthResponse;
import org.csiscaleio.csi.v1.ControllerModifyVolumeRequest;
import org.csiscaleio.csi.v1.ControllerModifyVolumeResponse;
import org.csiscaleio.csi.v1.ControllerPublishVolumeRequest;
import org.csiscaleio.csi.v1.ControllerPublishVolumeResponse;
import org.csiscaleio.csi.v1.ControllerServiceCapability;
import org.csiscaleio.csi.v1.ControllerServiceCapability.RPC;
import org.csiscaleio.csi.v1.ControllerUnpublishVolumeRequest;
import org.csiscaleio.csi.v1.ControllerUnpublishVolumeResponse;
import org.csiscaleio.csi.v1.CreateSnapshotRequest;
import org.csiscaleio.csi.v1.CreateSnapshotResponse;
import org.csiscaleio.csi.v1.CreateVolumeRequest;
import org.csiscaleio.csi.v1.CreateVolumeResponse;
import org.csiscaleio.csi.v1.DeleteSnapshotRequest;
import org.csiscaleio.csi.v1.DeleteSnapshotResponse;
import org.csiscaleio.csi.v1.DeleteVolumeRequest;
import org.csiscaleio.csi.v1.DeleteVolumeResponse;
import org.csiscaleio.csi.v1.GetCapacityRequest;
import org.csiscaleio.csi.v1.GetCapacityResponse;
import org.csiscaleio.csi.v1.GetSnapshotRequest;
import org.csiscaleio.csi.v1.GetSnapshotResponse;
import org.csiscaleio.csi.v1.ListSnapshotsRequest;
import org.csiscaleio.csi.v1.ListSnapshotsResponse;
import org.csiscaleio.csi.v1.ListVolumesRequest;
import org.csiscaleio.csi.v1.ListVolumesResponse;
import org.csiscaleio.csi.v1.ValidateVolumeCapabilitiesRequest;
import org.csiscaleio.csi.v1.ValidateVolumeCapabilitiesResponse;
import org.csiscaleio.csi.v1.Volume;
import org.csiscaleio.operation.Failure;

/**
 * Controller of csi.v1: reads a message into a valid record, has it done, writes the answer. Throws
 * {@link Failure}; the server's edge makes a status of it. What is not overridden here answers
 * UNIMPLEMENTED.
 */
public final class ControllerV1 extends ControllerGrpc.ControllerImplBase {
  /** What is advertised, and the minor release of CSI 1 that brought it. */
  private enum Advertised {
    CREATE_DELETE(0, RPC.Type.CREATE_DELETE_VOLUME),
    PUBLISH(0, RPC.Type.PUBLISH_UNPUBLISH_VOLUME),
    LIST(0, RPC.Type.LIST_VOLUMES),
    CAPACITY(0, RPC.Type.GET_CAPACITY),
    SNAPSHOT(0, RPC.Type.CREATE_DELETE_SNAPSHOT),
    LIST_SNAPSHOTS(0, RPC.Type.LIST_SNAPSHOTS),
    CLONE(0, RPC.Type.CLONE_VOLUME),
    READONLY(0, RPC.Type.PUBLISH_READONLY),
    EXPAND(1, RPC.Type.EXPAND_VOLUME),
    PUBLISHED_NODES(2, RPC.Type.LIST_VOLUMES_PUBLISHED_NODES),
    GET(3, RPC.Type.GET_VOLUME),
    MULTI_WRITER(5, RPC.Type.SINGLE_NODE_MULTI_WRITER),
    MODIFY(9, RPC.Type.MODIFY_VOLUME),
    GET_SNAPSHOT(12, RPC.Type.GET_SNAPSHOT),
    HEALTH(13, RPC.Type.GET_VOLUME_HEALTH),
    LIST_HEALTH(13, RPC.Type.LIST_VOLUME_HEALTH);

    private final int sinceMinor;
    private final ControllerServiceCapability capability;

    Advertised(int sinceMinor, RPC.Type type) {
      this.sinceMinor = sinceMinor;
      this.capability = capability(type);
    }
  }

  private final Calls calls;
  private final SpecLevel level;
  private final boolean conditions;
  private final ControllerGetCapabilitiesResponse capabilities;

  /**
   * @param level what is advertised; what is served does not depend on it
   */
  public ControllerV1(Controller service, SpecLevel level) {
    this.calls = new Calls(service);
    this.level = requireNonNull(level, "level is null");
    this.conditions = level.isAtLeast(3) && !level.isAtLeast(13) && service.listsTroubles();
    var advertised =
        ControllerGetCapabilitiesResponse.newBuilder()
            .addAllCapabilities(
                Stream.of(Advertised.values())
                    .filter(each -> level.isAtLeast(each.sinceMinor))
                    .filter(each -> each != Advertised.MODIFY || service.modifies())
                    .map(each -> each.capability)
                    .toList());
    if (conditions) {
      // Gone again in 1.13; who advertises it must tell it with every volume of every list.
      advertised.addCapabilities(capability(RPC.Type.VOLUME_CONDITION));
    }
    this.capabilities = advertised.build();
  }

  private static ControllerServiceCapability capability(RPC.Type type) {
    return ControllerServiceCapability.newBuilder().setRpc(RPC.newBuilder().setType(type)).build();
  }

  @Override
  public void createVolume(
      CreateVolumeRequest request, StreamObserver<CreateVolumeResponse> answer) {
    ProvisionedVolume volume = calls.create(RequestsV1.create(request));
    Volume.Builder message = message(volume).toBuilder();
    if (request.hasVolumeContentSource()) {
      message.setContentSource(request.getVolumeContentSource());
    }
    calls
        .placeOf(volume.id())
        .ifPresent(place -> message.addAccessibleTopology(PlacesV1.message(place)));
    Unary.answer(answer, CreateVolumeResponse.newBuilder().setVolume(message).build());
  }

  @Override
  public void deleteVolume(
      DeleteVolumeRequest request, StreamObserver<DeleteVolumeResponse> answer) {
    FieldRules.map("secrets", request.getSecretsMap());
    calls.delete(request.getVolumeId());
    Unary.answer(answer, DeleteVolumeResponse.getDefaultInstance());
  }

  @Override
  public void controllerPublishVolume(
      ControllerPublishVolumeRequest request,
      StreamObserver<ControllerPublishVolumeResponse> answer) {
    var context = calls.publish(RequestsV1.publish(request));
    Unary.answer(
        answer, ControllerPublishVolumeResponse.newBuilder().putAllPublishContext(context).build());
  }

  @Override
  public void controllerUnpublishVolume(
      ControllerUnpublishVolumeRequest request,
      StreamObserver<ControllerUnpublishVolumeResponse> answer) {
    FieldRules.map("secrets", request.getSecretsMap());
    calls.unpublish(request.getVolumeId(), request.getNodeId());
    Unary.answer(answer, ControllerUnpublishVolumeResponse.getDefaultInstance());
  }

  @Override
  public void validateVolumeCapabilities(
      ValidateVolumeCapabilitiesRequest request,
      StreamObserver<ValidateVolumeCapabilitiesResponse> answer) {
    var response = ValidateVolumeCapabilitiesResponse.newBuilder();
    switch (calls.check(RequestsV1.check(request))) {
      // Mesos compares what is confirmed with what it sent, parameters included.
      case CapabilityCheck.Answer.Confirmed() ->
          response
              .getConfirmedBuilder()
              .putAllVolumeContext(request.getVolumeContextMap())
              .addAllVolumeCapabilities(request.getVolumeCapabilitiesList())
              .putAllParameters(request.getParametersMap())
              .putAllModifiableParameters(request.getModifiableParametersMap());
      case CapabilityCheck.Answer.NotConfirmed(String reason) -> response.setMessage(reason);
    }
    Unary.answer(answer, response.build());
  }

  @Override
  public void listVolumes(ListVolumesRequest request, StreamObserver<ListVolumesResponse> answer) {
    VolumePage page = calls.list(request.getMaxEntries(), request.getStartingToken(), conditions);
    var response = ListVolumesResponse.newBuilder().setNextToken(page.nextToken());
    for (VolumeStatus status : page.volumes()) {
      var where =
          ListVolumesResponse.VolumeStatus.newBuilder()
              .addAllPublishedNodeIds(status.publishedNodeIds());
      if (conditions) {
        where.setVolumeCondition(HealthV1.condition(status.troubles()));
      }
      response.addEntriesBuilder().setVolume(message(status.volume())).setStatus(where);
    }
    Unary.answer(answer, response.build());
  }

  @Override
  public void getCapacity(GetCapacityRequest request, StreamObserver<GetCapacityResponse> answer) {
    Capacity capacity =
        calls.capacity(
            Capabilities.all(request.getVolumeCapabilitiesList(), CapabilitiesV1::read),
            request.getParametersMap(),
            PlacesV1.read(request.hasAccessibleTopology(), request.getAccessibleTopology()));
    var response = GetCapacityResponse.newBuilder().setAvailableCapacity(capacity.availableBytes());
    capacity.maximumVolumeBytes().ifPresent(b -> response.setMaximumVolumeSize(Int64Value.of(b)));
    capacity.minimumVolumeBytes().ifPresent(b -> response.setMinimumVolumeSize(Int64Value.of(b)));
    Unary.answer(answer, response.build());
  }

  @Override
  public void controllerGetCapabilities(
      ControllerGetCapabilitiesRequest request,
      StreamObserver<ControllerGetCapabilitiesResponse> answer) {
    Unary.answer(answer, capabilities);
  }

  @Override
  public void controllerGetVolume(
      ControllerGetVolumeRequest request, StreamObserver<ControllerGetVolumeResponse> answer) {
    VolumeStatus status = calls.get(request.getVolumeId(), conditions);
    var where =
        ControllerGetVolumeResponse.VolumeStatus.newBuilder()
            .addAllPublishedNodeIds(status.publishedNodeIds());
    if (conditions) {
      where.setVolumeCondition(HealthV1.condition(status.troubles()));
    }
    Unary.answer(
        answer,
        ControllerGetVolumeResponse.newBuilder()
            .setVolume(message(status.volume()))
            .setStatus(where)
            .build());
  }

  @Override
  public void controllerGetVolumeHealth(
      ControllerGetVolumeHealthRequest request,
      StreamObserver<ControllerGetVolumeHealthResponse> answer) {
    FieldRules.map("secrets", request.getSecretsMap());
    VolumeStatus status = calls.get(request.getVolumeId(), true);
    Unary.answer(
        answer,
        ControllerGetVolumeHealthResponse.newBuilder()
            .setVolumeHealth(HealthV1.message(request.getVolumeId(), status.troubles()))
            .build());
  }

  @Override
  public void controllerListVolumeHealth(
      ControllerListVolumeHealthRequest request,
      StreamObserver<ControllerListVolumeHealthResponse> answer) {
    FieldRules.map("secrets", request.getSecretsMap());
    VolumeHealthPage page = calls.listIll(request.getMaxEntries(), request.getStartingToken());
    var response = ControllerListVolumeHealthResponse.newBuilder().setNextToken(page.nextToken());
    page.volumes()
        .forEach(ill -> response.addEntries(HealthV1.message(ill.id().toString(), ill.troubles())));
    Unary.answer(answer, response.build());
  }

  @Override
  public void controllerExpandVolume(
      ControllerExpandVolumeRequest request,
      StreamObserver<ControllerExpandVolumeResponse> answer) {
    ExpandedVolume volume = calls.expand(SnapshotsV1.expand(request));
    Unary.answer(
        answer,
        ControllerExpandVolumeResponse.newBuilder()
            .setCapacityBytes(volume.capacityBytes())
            .setNodeExpansionRequired(volume.nodeExpansionRequired())
            .build());
  }

  @Override
  public void controllerModifyVolume(
      ControllerModifyVolumeRequest request,
      StreamObserver<ControllerModifyVolumeResponse> answer) {
    calls.modify(RequestsV1.modify(request));
    Unary.answer(answer, ControllerModifyVolumeResponse.getDefaultInstance());
  }

  @Override
  public void createSnapshot(
      CreateSnapshotRequest request, StreamObserver<CreateSnapshotResponse> answer) {
    var snapshot = calls.createSnapshot(SnapshotsV1.create(request));
    // Who named one place, and got the snapshot, learns nothing by it. And csi-sanity 5.6 compares
    // it with what it sent by the inside of Go's messages, which never are equal.
    boolean known = request.getAccessibilityRequirements().getRequisiteCount() == 1;
    Unary.answer(
        answer,
        CreateSnapshotResponse.newBuilder()
            .setSnapshot(known ? SnapshotsV1.message(snapshot) : placed(snapshot))
            .build());
  }

  @Override
  public void deleteSnapshot(
      DeleteSnapshotRequest request, StreamObserver<DeleteSnapshotResponse> answer) {
    FieldRules.map("secrets", request.getSecretsMap());
    calls.deleteSnapshot(request.getSnapshotId());
    Unary.answer(answer, DeleteSnapshotResponse.getDefaultInstance());
  }

  @Override
  public void listSnapshots(
      ListSnapshotsRequest request, StreamObserver<ListSnapshotsResponse> answer) {
    SnapshotPage page = calls.listSnapshots(SnapshotsV1.list(request));
    var response = ListSnapshotsResponse.newBuilder().setNextToken(page.nextToken());
    page.snapshots().forEach(s -> response.addEntriesBuilder().setSnapshot(SnapshotsV1.message(s)));
    Unary.answer(answer, response.build());
  }

  @Override
  public void getSnapshot(GetSnapshotRequest request, StreamObserver<GetSnapshotResponse> answer) {
    FieldRules.map("secrets", request.getSecretsMap());
    var snapshot = calls.getSnapshot(request.getSnapshotId());
    Unary.answer(answer, GetSnapshotResponse.newBuilder().setSnapshot(placed(snapshot)).build());
  }

  /** With the place from where it can be used, which snapshots have since 1.13. */
  private org.csiscaleio.csi.v1.Snapshot placed(Snapshot snapshot) {
    var message = SnapshotsV1.message(snapshot);
    return calls
        .placeOf(snapshot.id())
        .filter(place -> level.isAtLeast(13))
        .map(place -> message.toBuilder().addAccessibleTopology(PlacesV1.message(place)).build())
        .orElse(message);
  }

  private static Volume message(ProvisionedVolume volume) {
    return Volume.newBuilder()
        .setVolumeId(volume.id().toString())
        .setCapacityBytes(volume.capacityBytes())
        .putAllVolumeContext(volume.context())
        .build();
  }
}
