package org.csiscaleio.controller.rpc;

import static java.util.Objects.requireNonNull;

import com.google.protobuf.Int64Value;
import io.grpc.stub.StreamObserver;
import java.util.stream.Stream;
import org.csiscaleio.controller.service.CapabilityCheck;
import org.csiscaleio.controller.service.Capacity;
import org.csiscaleio.controller.service.ControllerService;
import org.csiscaleio.controller.service.ProvisionedVolume;
import org.csiscaleio.controller.service.VolumePage;
import org.csiscaleio.controller.service.VolumeStatus;
import org.csiscaleio.csi.SpecLevel;
import org.csiscaleio.csi.Unary;
import org.csiscaleio.csi.v1.ControllerGetCapabilitiesRequest;
import org.csiscaleio.csi.v1.ControllerGetCapabilitiesResponse;
import org.csiscaleio.csi.v1.ControllerGetVolumeRequest;
import org.csiscaleio.csi.v1.ControllerGetVolumeResponse;
import org.csiscaleio.csi.v1.ControllerGrpc;
import org.csiscaleio.csi.v1.ControllerPublishVolumeRequest;
import org.csiscaleio.csi.v1.ControllerPublishVolumeResponse;
import org.csiscaleio.csi.v1.ControllerServiceCapability;
import org.csiscaleio.csi.v1.ControllerServiceCapability.RPC;
import org.csiscaleio.csi.v1.ControllerUnpublishVolumeRequest;
import org.csiscaleio.csi.v1.ControllerUnpublishVolumeResponse;
import org.csiscaleio.csi.v1.CreateVolumeRequest;
import org.csiscaleio.csi.v1.CreateVolumeResponse;
import org.csiscaleio.csi.v1.DeleteVolumeRequest;
import org.csiscaleio.csi.v1.DeleteVolumeResponse;
import org.csiscaleio.csi.v1.GetCapacityRequest;
import org.csiscaleio.csi.v1.GetCapacityResponse;
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
    READONLY(0, RPC.Type.PUBLISH_READONLY),
    PUBLISHED_NODES(2, RPC.Type.LIST_VOLUMES_PUBLISHED_NODES),
    GET(3, RPC.Type.GET_VOLUME),
    MULTI_WRITER(5, RPC.Type.SINGLE_NODE_MULTI_WRITER);

    private final int sinceMinor;
    private final ControllerServiceCapability capability;

    Advertised(int sinceMinor, RPC.Type type) {
      this.sinceMinor = sinceMinor;
      this.capability =
          ControllerServiceCapability.newBuilder().setRpc(RPC.newBuilder().setType(type)).build();
    }
  }

  private final Calls calls;
  private final ControllerGetCapabilitiesResponse capabilities;

  /**
   * @param level what is advertised; what is served does not depend on it
   */
  public ControllerV1(ControllerService service, SpecLevel level) {
    this.calls = new Calls(service);
    requireNonNull(level, "level is null");
    this.capabilities =
        ControllerGetCapabilitiesResponse.newBuilder()
            .addAllCapabilities(
                Stream.of(Advertised.values())
                    .filter(advertised -> level.isAtLeast(advertised.sinceMinor))
                    .map(advertised -> advertised.capability)
                    .toList())
            .build();
  }

  @Override
  public void createVolume(
      CreateVolumeRequest request, StreamObserver<CreateVolumeResponse> answer) {
    ProvisionedVolume volume = calls.create(RequestsV1.create(request));
    Unary.answer(answer, CreateVolumeResponse.newBuilder().setVolume(message(volume)).build());
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
              .putAllParameters(request.getParametersMap());
      case CapabilityCheck.Answer.NotConfirmed(String reason) -> response.setMessage(reason);
    }
    Unary.answer(answer, response.build());
  }

  @Override
  public void listVolumes(ListVolumesRequest request, StreamObserver<ListVolumesResponse> answer) {
    VolumePage page = calls.list(request.getMaxEntries(), request.getStartingToken());
    var response = ListVolumesResponse.newBuilder().setNextToken(page.nextToken());
    for (VolumeStatus status : page.volumes()) {
      response
          .addEntriesBuilder()
          .setVolume(message(status.volume()))
          .setStatus(
              ListVolumesResponse.VolumeStatus.newBuilder()
                  .addAllPublishedNodeIds(status.publishedNodeIds()));
    }
    Unary.answer(answer, response.build());
  }

  @Override
  public void getCapacity(GetCapacityRequest request, StreamObserver<GetCapacityResponse> answer) {
    Capacity capacity =
        calls.capacity(
            Capabilities.all(request.getVolumeCapabilitiesList(), CapabilitiesV1::read),
            request.getParametersMap());
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
    VolumeStatus status = calls.get(request.getVolumeId());
    Unary.answer(
        answer,
        ControllerGetVolumeResponse.newBuilder()
            .setVolume(message(status.volume()))
            .setStatus(
                ControllerGetVolumeResponse.VolumeStatus.newBuilder()
                    .addAllPublishedNodeIds(status.publishedNodeIds()))
            .build());
  }

  private static Volume message(ProvisionedVolume volume) {
    return Volume.newBuilder()
        .setVolumeId(volume.id().toString())
        .setCapacityBytes(volume.capacityBytes())
        .putAllVolumeContext(volume.context())
        .build();
  }
}
