package org.csiscaleio.mesos.wire;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.csiscaleio.csi.v0.ControllerGetCapabilitiesRequest;
import org.csiscaleio.csi.v0.ControllerGrpc;
import org.csiscaleio.csi.v0.ControllerPublishVolumeRequest;
import org.csiscaleio.csi.v0.ControllerUnpublishVolumeRequest;
import org.csiscaleio.csi.v0.CreateVolumeRequest;
import org.csiscaleio.csi.v0.DeleteVolumeRequest;
import org.csiscaleio.csi.v0.GetCapacityRequest;
import org.csiscaleio.csi.v0.GetPluginCapabilitiesRequest;
import org.csiscaleio.csi.v0.GetPluginInfoRequest;
import org.csiscaleio.csi.v0.IdentityGrpc;
import org.csiscaleio.csi.v0.ListVolumesRequest;
import org.csiscaleio.csi.v0.NodeGetCapabilitiesRequest;
import org.csiscaleio.csi.v0.NodeGetIdRequest;
import org.csiscaleio.csi.v0.NodeGrpc;
import org.csiscaleio.csi.v0.NodePublishVolumeRequest;
import org.csiscaleio.csi.v0.NodeStageVolumeRequest;
import org.csiscaleio.csi.v0.NodeUnpublishVolumeRequest;
import org.csiscaleio.csi.v0.NodeUnstageVolumeRequest;
import org.csiscaleio.csi.v0.PluginCapability.Service;
import org.csiscaleio.csi.v0.ProbeRequest;
import org.csiscaleio.csi.v0.ValidateVolumeCapabilitiesRequest;
import org.csiscaleio.csi.v0.Volume;
import org.csiscaleio.csi.v0.VolumeCapability;
import org.csiscaleio.mesos.Capability;

/** CSI 0.2, as Mesos 1.6 to 1.11 speak it: src/csi/v0_client.cpp, P and V0. */
final class PluginClientV0 implements PluginClient {
  private final Connection connection;

  PluginClientV0(Connection connection) {
    this.connection = connection;
  }

  @Override
  public CsiVersion version() {
    return CsiVersion.V0;
  }

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
        .call(NodeGrpc.getNodeGetIdMethod(), NodeGetIdRequest.getDefaultInstance())
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
                .putAllVolumeAttributes(context)
                .build())
        .getPublishInfoMap();
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

  /** Without parameters, whatever the profile has: 1.11.x:V0:359. */
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
                .putAllVolumeAttributes(context)
                .build());
    return new Validation.Answer(response.getSupported(), response.getMessage());
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
            .putAllPublishInfo(use.publishContext())
            .setStagingTargetPath(use.staging().orElseThrow().toString())
            .setVolumeCapability(evolve(use.capability()))
            .putAllVolumeAttributes(use.context())
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
            .putAllPublishInfo(use.publishContext())
            .setTargetPath(use.target().toString())
            .setVolumeCapability(evolve(use.capability()))
            .setReadonly(use.readonly())
            .putAllVolumeAttributes(use.context());
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
    return new ListedVolume(volume.getId(), volume.getCapacityBytes(), volume.getAttributesMap());
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
}
