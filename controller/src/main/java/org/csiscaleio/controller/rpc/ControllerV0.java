package org.csiscaleio.controller.rpc;

import io.grpc.stub.StreamObserver;
import java.util.List;
import org.csiscaleio.controller.service.CapabilityCheck;
import org.csiscaleio.controller.service.ControllerService;
import org.csiscaleio.controller.service.ProvisionedVolume;
import org.csiscaleio.controller.service.VolumePage;
import org.csiscaleio.controller.service.VolumeStatus;
import org.csiscaleio.csi.Unary;
import org.csiscaleio.csi.v0.ControllerGetCapabilitiesRequest;
import org.csiscaleio.csi.v0.ControllerGetCapabilitiesResponse;
import org.csiscaleio.csi.v0.ControllerGrpc;
import org.csiscaleio.csi.v0.ControllerPublishVolumeRequest;
import org.csiscaleio.csi.v0.ControllerPublishVolumeResponse;
import org.csiscaleio.csi.v0.ControllerServiceCapability.RPC;
import org.csiscaleio.csi.v0.ControllerUnpublishVolumeRequest;
import org.csiscaleio.csi.v0.ControllerUnpublishVolumeResponse;
import org.csiscaleio.csi.v0.CreateVolumeRequest;
import org.csiscaleio.csi.v0.CreateVolumeResponse;
import org.csiscaleio.csi.v0.DeleteVolumeRequest;
import org.csiscaleio.csi.v0.DeleteVolumeResponse;
import org.csiscaleio.csi.v0.GetCapacityRequest;
import org.csiscaleio.csi.v0.GetCapacityResponse;
import org.csiscaleio.csi.v0.ListVolumesRequest;
import org.csiscaleio.csi.v0.ListVolumesResponse;
import org.csiscaleio.csi.v0.ValidateVolumeCapabilitiesRequest;
import org.csiscaleio.csi.v0.ValidateVolumeCapabilitiesResponse;
import org.csiscaleio.csi.v0.Volume;

/**
 * Controller of csi.v0, CSI 0.2 and 0.3, as {@link ControllerV1} is of csi.v1. Snapshots, which
 * came with 0.3, answer UNIMPLEMENTED.
 */
public final class ControllerV0 extends ControllerGrpc.ControllerImplBase {
  /** All known to 0.2 already. */
  private static final List<RPC.Type> ADVERTISED =
      List.of(
          RPC.Type.CREATE_DELETE_VOLUME,
          RPC.Type.PUBLISH_UNPUBLISH_VOLUME,
          RPC.Type.LIST_VOLUMES,
          RPC.Type.GET_CAPACITY);

  private final Calls calls;

  public ControllerV0(ControllerService service) {
    this.calls = new Calls(service);
  }

  @Override
  public void createVolume(
      CreateVolumeRequest request, StreamObserver<CreateVolumeResponse> answer) {
    ProvisionedVolume volume = calls.create(RequestsV0.create(request));
    Unary.answer(answer, CreateVolumeResponse.newBuilder().setVolume(message(volume)).build());
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
            request.getParametersMap());
    Unary.answer(
        answer,
        GetCapacityResponse.newBuilder().setAvailableCapacity(capacity.availableBytes()).build());
  }

  @Override
  public void controllerGetCapabilities(
      ControllerGetCapabilitiesRequest request,
      StreamObserver<ControllerGetCapabilitiesResponse> answer) {
    var capabilities = ControllerGetCapabilitiesResponse.newBuilder();
    ADVERTISED.forEach(type -> capabilities.addCapabilitiesBuilder().getRpcBuilder().setType(type));
    Unary.answer(answer, capabilities.build());
  }

  private static Volume message(ProvisionedVolume volume) {
    return Volume.newBuilder()
        .setId(volume.id().toString())
        .setCapacityBytes(volume.capacityBytes())
        .putAllAttributes(volume.context())
        .build();
  }
}
