package org.csiscaleio.mesos.wire;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.csiscaleio.csi.v1.ControllerGetCapabilitiesRequest;
import org.csiscaleio.csi.v1.ControllerGrpc;
import org.csiscaleio.csi.v1.ControllerPublishVolumeRequest;
import org.csiscaleio.csi.v1.ControllerUnpublishVolumeRequest;
import org.csiscaleio.csi.v1.CreateVolumeRequest;
import org.csiscaleio.csi.v1.DeleteVolumeRequest;
import org.csiscaleio.csi.v1.GetCapacityRequest;
import org.csiscaleio.csi.v1.GetPluginCapabilitiesRequest;
import org.csiscaleio.csi.v1.GetPluginInfoRequest;
import org.csiscaleio.csi.v1.IdentityGrpc;
import org.csiscaleio.csi.v1.ListVolumesRequest;
import org.csiscaleio.csi.v1.NodeGetCapabilitiesRequest;
import org.csiscaleio.csi.v1.NodeGetInfoRequest;
import org.csiscaleio.csi.v1.NodeGrpc;
import org.csiscaleio.csi.v1.NodePublishVolumeRequest;
import org.csiscaleio.csi.v1.NodeStageVolumeRequest;
import org.csiscaleio.csi.v1.NodeUnpublishVolumeRequest;
import org.csiscaleio.csi.v1.NodeUnstageVolumeRequest;
import org.csiscaleio.csi.v1.PluginCapability.Service;
import org.csiscaleio.csi.v1.ProbeRequest;
import org.csiscaleio.csi.v1.ValidateVolumeCapabilitiesRequest;
import org.csiscaleio.csi.v1.Volume;
import org.csiscaleio.csi.v1.VolumeCapability;
import org.csiscaleio.mesos.Capability;

/** CSI 1.1, as Mesos 1.8 to 1.11 speak it: src/csi/v1_client.cpp, V1. */
final class PluginClientV1 implements PluginClient {
  private final Connection connection;

  PluginClientV1(Connection connection) {
    this.connection = connection;
  }

  @Override
  public CsiVersion version() {
    return CsiVersion.V1;
  }

  /** The answer's {@code ready} is not looked at: 1.11.x:SM:629. */
  @Override
  public void probe() {
    connection.call(IdentityGrpc.getProbeMethod(), ProbeRequest.getDefaultInstance());
  }

  @Override
  public void pluginInfo() {
    connection.call(
        IdentityGrpc.getGetPluginInfoMethod(), GetPluginInfoRequest.getDefaultInstance());
  }

  @Override
  public boolean hasControllerService() {
    return connection
        .call(
            IdentityGrpc.getGetPluginCapabilitiesMethod(),
            GetPluginCapabilitiesRequest.getDefaultInstance())
        .getCapabilitiesList()
        .stream()
        .anyMatch(it -> it.getService().getType() == Service.Type.CONTROLLER_SERVICE);
  }

  @Override
  public Set<String> controllerCapabilities() {
    return connection
        .call(
            ControllerGrpc.getControllerGetCapabilitiesMethod(),
            ControllerGetCapabilitiesRequest.getDefaultInstance())
        .getCapabilitiesList()
        .stream()
        .map(it -> it.getRpc().getType().name())
        .collect(Collectors.toSet());
  }

  @Override
  public Set<String> nodeCapabilities() {
    return connection
        .call(
            NodeGrpc.getNodeGetCapabilitiesMethod(),
            NodeGetCapabilitiesRequest.getDefaultInstance())
        .getCapabilitiesList()
        .stream()
        .map(it -> it.getRpc().getType().name())
        .collect(Collectors.toSet());
  }

  @Override
  public String nodeId() {
    return connection
        .call(NodeGrpc.getNodeGetInfoMethod(), NodeGetInfoRequest.getDefaultInstance())
        .getNodeId();
  }

  @Override
  public ListedVolume createVolume(
      String name, long bytes, Capability capability, Map<String, String> parameters) {
    var request =
        CreateVolumeRequest.newBuilder()
            .setName(name)
            .addVolumeCapabilities(evolve(capability))
            .putAllParameters(parameters);
    request.getCapacityRangeBuilder().setRequiredBytes(bytes).setLimitBytes(bytes);
    return listed(
        connection.call(ControllerGrpc.getCreateVolumeMethod(), request.build()).getVolume());
  }

  @Override
  public void deleteVolume(String volumeId) {
    connection.call(
        ControllerGrpc.getDeleteVolumeMethod(),
        DeleteVolumeRequest.newBuilder().setVolumeId(volumeId).build());
  }

  @Override
  public Map<String, String> controllerPublish(
      String volumeId,
      String nodeId,
      Capability capability,
      boolean readonly,
      Map<String, String> context) {
    return connection
        .call(
            ControllerGrpc.getControllerPublishVolumeMethod(),
            ControllerPublishVolumeRequest.newBuilder()
                .setVolumeId(volumeId)
                .setNodeId(nodeId)
                .setVolumeCapability(evolve(capability))
                .setReadonly(readonly)
                .putAllVolumeContext(context)
                .build())
        .getPublishContextMap();
  }

  @Override
  public void controllerUnpublish(String volumeId, String nodeId) {
    connection.call(
        ControllerGrpc.getControllerUnpublishVolumeMethod(),
        ControllerUnpublishVolumeRequest.newBuilder()
            .setVolumeId(volumeId)
            .setNodeId(nodeId)
            .build());
  }

  @Override
  public Validation validate(
      String volumeId,
      Map<String, String> context,
      Capability capability,
      Map<String, String> parameters) {
    var response =
        connection.call(
            ControllerGrpc.getValidateVolumeCapabilitiesMethod(),
            ValidateVolumeCapabilitiesRequest.newBuilder()
                .setVolumeId(volumeId)
                .addVolumeCapabilities(evolve(capability))
                .putAllVolumeContext(context)
                .putAllParameters(parameters)
                .build());
    if (!response.hasConfirmed()) {
      return new Validation.Answer(false, response.getMessage());
    }
    var confirmed = response.getConfirmed();
    return new Validation.Confirmed(
        confirmed.getVolumeContextMap(),
        confirmed.getVolumeCapabilitiesList().stream().map(PluginClientV1::devolve).toList(),
        confirmed.getParametersMap());
  }

  @Override
  public List<ListedVolume> listVolumes() {
    return connection
        .call(ControllerGrpc.getListVolumesMethod(), ListVolumesRequest.getDefaultInstance())
        .getEntriesList()
        .stream()
        .map(entry -> listed(entry.getVolume()))
        .toList();
  }

  @Override
  public long getCapacity(Capability capability, Map<String, String> parameters) {
    return connection
        .call(
            ControllerGrpc.getGetCapacityMethod(),
            GetCapacityRequest.newBuilder()
                .addVolumeCapabilities(evolve(capability))
                .putAllParameters(parameters)
                .build())
        .getAvailableCapacity();
  }

  @Override
  public void nodeStage(NodeUse use) {
    connection.call(
        NodeGrpc.getNodeStageVolumeMethod(),
        NodeStageVolumeRequest.newBuilder()
            .setVolumeId(use.volumeId())
            .putAllPublishContext(use.publishContext())
            .setStagingTargetPath(use.staging().orElseThrow().toString())
            .setVolumeCapability(evolve(use.capability()))
            .putAllVolumeContext(use.context())
            .build());
  }

  @Override
  public void nodeUnstage(String volumeId, Path staging) {
    connection.call(
        NodeGrpc.getNodeUnstageVolumeMethod(),
        NodeUnstageVolumeRequest.newBuilder()
            .setVolumeId(volumeId)
            .setStagingTargetPath(staging.toString())
            .build());
  }

  @Override
  public void nodePublish(NodeUse use) {
    var request =
        NodePublishVolumeRequest.newBuilder()
            .setVolumeId(use.volumeId())
            .putAllPublishContext(use.publishContext())
            .setTargetPath(use.target().toString())
            .setVolumeCapability(evolve(use.capability()))
            .setReadonly(use.readonly())
            .putAllVolumeContext(use.context());
    use.staging().ifPresent(staging -> request.setStagingTargetPath(staging.toString()));
    connection.call(NodeGrpc.getNodePublishVolumeMethod(), request.build());
  }

  @Override
  public void nodeUnpublish(String volumeId, Path target) {
    connection.call(
        NodeGrpc.getNodeUnpublishVolumeMethod(),
        NodeUnpublishVolumeRequest.newBuilder()
            .setVolumeId(volumeId)
            .setTargetPath(target.toString())
            .build());
  }

  private static ListedVolume listed(Volume volume) {
    return new ListedVolume(
        volume.getVolumeId(), volume.getCapacityBytes(), volume.getVolumeContextMap());
  }

  private static VolumeCapability evolve(Capability capability) {
    var builder = VolumeCapability.newBuilder();
    builder.getAccessModeBuilder().setModeValue(capability.mode());
    if (capability.block()) {
      builder.getBlockBuilder();
    } else {
      builder
          .getMountBuilder()
          .setFsType(capability.fsType())
          .addAllMountFlags(capability.mountFlags());
    }
    return builder.build();
  }

  private static Capability devolve(VolumeCapability capability) {
    return new Capability(
        capability.hasBlock(),
        capability.getMount().getFsType(),
        capability.getMount().getMountFlagsList(),
        capability.getAccessMode().getModeValue());
  }
}
