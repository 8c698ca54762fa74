package org.csiscaleio.controller.rpc;

import io.grpc.stub.StreamObserver;
import java.util.List;
import java.util.Optional;
import org.csiscaleio.controller.service.CapabilityCheck;
import org.csiscaleio.controller.service.Controller;
import org.csiscaleio.controller.service.ProvisionedVolume;
import org.csiscaleio.controller.service.VolumePage;
import org.csiscaleio.controller.service.VolumeStatus;
import org.csiscaleio.csi.Unary;
import org.csiscaleio.csi.v01.ControllerGetCapabilitiesRequest;
import org.csiscaleio.csi.v01.ControllerGetCapabilitiesResponse;
import org.csiscaleio.csi.v01.ControllerGrpc;
import org.csiscaleio.csi.v01.ControllerProbeRequest;
import org.csiscaleio.csi.v01.ControllerProbeResponse;
import org.csiscaleio.csi.v01.ControllerPublishVolumeRequest;
import org.csiscaleio.csi.v01.ControllerPublishVolumeResponse;
import org.csiscaleio.csi.v01.ControllerServiceCapability.RPC;
import org.csiscaleio.csi.v01.ControllerUnpublishVolumeRequest;
import org.csiscaleio.csi.v01.ControllerUnpublishVolumeResponse;
import org.csiscaleio.csi.v01.CreateVolumeRequest;
import org.csiscaleio.csi.v01.CreateVolumeResponse;
import org.csiscaleio.csi.v01.DeleteVolumeRequest;
import org.csiscaleio.csi.v01.DeleteVolumeResponse;
import org.csiscaleio.csi.v01.GetCapacityRequest;
import org.csiscaleio.csi.v01.GetCapacityResponse;
import org.csiscaleio.csi.v01.ListVolumesRequest;
import org.csiscaleio.csi.v01.ListVolumesResponse;
import org.csiscaleio.csi.v01.ValidateVolumeCapabilitiesRequest;
import org.csiscaleio.csi.v01.ValidateVolumeCapabilitiesResponse;
import org.csiscaleio.csi.v01.VolumeInfo;

/**
 * Controller of csi, CSI 0.1, as {@link ControllerV1} is of csi.v1. Versions of requests are
 * checked by the server, before anything here.
 */
public final class ControllerV01 extends ControllerGrpc.ControllerImplBase {
  private static final List<RPC.Type> ADVERTISED =
      List.of(
          RPC.Type.CREATE_DELETE_VOLUME,
          RPC.Type.PUBLISH_UNPUBLISH_VOLUME,
          RPC.Type.LIST_VOLUMES,
          RPC.Type.GET_CAPACITY);

  private final Calls calls;

  public ControllerV01(Controller service) {
    this.calls = new Calls(service);
  }

  @Override
  public void createVolume(
      CreateVolumeRequest request, StreamObserver<CreateVolumeResponse> answer) {
    ProvisionedVolume volume = calls.create(RequestsV01.create(request));
    Unary.answer(answer, CreateVolumeResponse.newBuilder().setVolumeInfo(message(volume)).build());
  }

  @Override
  public void deleteVolume(
      DeleteVolumeRequest request, StreamObserver<DeleteVolumeResponse> answer) {
    FieldRules.map("user_credentials", request.getUserCredentialsMap());
    calls.delete(request.getVolumeId());
    Unary.answer(answer, DeleteVolumeResponse.getDefaultInstance());
  }

  @Override
  public void controllerPublishVolume(
      ControllerPublishVolumeRequest request,
      StreamObserver<ControllerPublishVolumeResponse> answer) {
    var info = calls.publish(RequestsV01.publish(request));
    Unary.answer(
        answer, ControllerPublishVolumeResponse.newBuilder().putAllPublishVolumeInfo(info).build());
  }

  @Override
  public void controllerUnpublishVolume(
      ControllerUnpublishVolumeRequest request,
      StreamObserver<ControllerUnpublishVolumeResponse> answer) {
    FieldRules.map("user_credentials", request.getUserCredentialsMap());
    calls.unpublish(request.getVolumeId(), request.getNodeId());
    Unary.answer(answer, ControllerUnpublishVolumeResponse.getDefaultInstance());
  }

  @Override
  public void validateVolumeCapabilities(
      ValidateVolumeCapabilitiesRequest request,
      StreamObserver<ValidateVolumeCapabilitiesResponse> answer) {
    var response = ValidateVolumeCapabilitiesResponse.newBuilder();
    switch (calls.check(RequestsV01.check(request))) {
      case CapabilityCheck.Answer.Confirmed() -> response.setSupported(true);
      case CapabilityCheck.Answer.NotConfirmed(String reason) -> response.setMessage(reason);
    }
    Unary.answer(answer, response.build());
  }

  @Override
  public void listVolumes(ListVolumesRequest request, StreamObserver<ListVolumesResponse> answer) {
    // Unsigned on the wire: what looks negative here is more than there can be.
    int most = request.getMaxEntries() < 0 ? Integer.MAX_VALUE : request.getMaxEntries();
    VolumePage page = calls.list(most, request.getStartingToken());
    var response = ListVolumesResponse.newBuilder().setNextToken(page.nextToken());
    for (VolumeStatus status : page.volumes()) {
      response.addEntriesBuilder().setVolumeInfo(message(status.volume()));
    }
    Unary.answer(answer, response.build());
  }

  @Override
  public void getCapacity(GetCapacityRequest request, StreamObserver<GetCapacityResponse> answer) {
    var capacity =
        calls.capacity(
            Capabilities.all(request.getVolumeCapabilitiesList(), CapabilitiesV01::read),
            request.getParametersMap(),
            Optional.empty());
    Unary.answer(
        answer,
        GetCapacityResponse.newBuilder().setAvailableCapacity(capacity.availableBytes()).build());
  }

  /** Asks nobody: an agent takes a failed probe for a dead plugin, which heals no array. */
  @Override
  public void controllerProbe(
      ControllerProbeRequest request, StreamObserver<ControllerProbeResponse> answer) {
    Unary.answer(answer, ControllerProbeResponse.getDefaultInstance());
  }

  @Override
  public void controllerGetCapabilities(
      ControllerGetCapabilitiesRequest request,
      StreamObserver<ControllerGetCapabilitiesResponse> answer) {
    var capabilities = ControllerGetCapabilitiesResponse.newBuilder();
    ADVERTISED.forEach(type -> capabilities.addCapabilitiesBuilder().getRpcBuilder().setType(type));
    Unary.answer(answer, capabilities.build());
  }

  private static VolumeInfo message(ProvisionedVolume volume) {
    return VolumeInfo.newBuilder()
        .setId(volume.id().toString())
        .setCapacityBytes(volume.capacityBytes())
        .putAllAttributes(volume.context())
        .build();
  }
}
