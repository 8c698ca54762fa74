package org.csiscaleio.mesos.wire;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.csiscaleio.csi.v01.ControllerGetCapabilitiesRequest;
import org.csiscaleio.csi.v01.ControllerGrpc;
import org.csiscaleio.csi.v01.ControllerProbeRequest;
import org.csiscaleio.csi.v01.ControllerPublishVolumeRequest;
import org.csiscaleio.csi.v01.ControllerUnpublishVolumeRequest;
import org.csiscaleio.csi.v01.CreateVolumeRequest;
import org.csiscaleio.csi.v01.DeleteVolumeRequest;
import org.csiscaleio.csi.v01.GetCapacityRequest;
import org.csiscaleio.csi.v01.GetNodeIDRequest;
import org.csiscaleio.csi.v01.GetPluginInfoRequest;
import org.csiscaleio.csi.v01.GetSupportedVersionsRequest;
import org.csiscaleio.csi.v01.IdentityGrpc;
import org.csiscaleio.csi.v01.ListVolumesRequest;
import org.csiscaleio.csi.v01.NodeGrpc;
import org.csiscaleio.csi.v01.NodeProbeRequest;
import org.csiscaleio.csi.v01.NodePublishVolumeRequest;
import org.csiscaleio.csi.v01.NodeUnpublishVolumeRequest;
import org.csiscaleio.csi.v01.ValidateVolumeCapabilitiesRequest;
import org.csiscaleio.csi.v01.Version;
import org.csiscaleio.csi.v01.VolumeCapability;
import org.csiscaleio.csi.v01.VolumeInfo;
import org.csiscaleio.mesos.Capability;
import org.csiscaleio.mesos.Failed;

/**
 * CSI 0.1, as Mesos 1.5 speaks it: 1.5.x:src/csi/client.cpp, P. Each request but one says its
 * version.
 */
final class PluginClientV01 implements PluginClient {
  private static final Version VERSION = Version.newBuilder().setMinor(1).build();

  private final Connection connection;

  PluginClientV01(Connection connection) {
    this.connection = connection;
  }

  @Override
  public CsiVersion version() {
    return CsiVersion.V0_1;
  }

  /** 1.5.x:P:1681: exactly this version must be among those supported. */
  @Override
  public void probe() {
    var supported =
        connection.call(
            IdentityGrpc.getGetSupportedVersionsMethod(),
            GetSupportedVersionsRequest.getDefaultInstance());
    if (!supported.getSupportedVersionsList().contains(VERSION)) {
      throw new Failed("CSI version 0.1.0 is not supported");
    }
  }

  @Override
  public void controllerProbe() {
    connection.call(
        ControllerGrpc.getControllerProbeMethod(),
        ControllerProbeRequest.newBuilder().setVersion(VERSION).build());
  }

  @Override
  public void nodeProbe() {
    connection.call(
        NodeGrpc.getNodeProbeMethod(), NodeProbeRequest.newBuilder().setVersion(VERSION).build());
  }

  @Override
  public void pluginInfo() {
    connection.call(
        IdentityGrpc.getGetPluginInfoMethod(),
        GetPluginInfoRequest.newBuilder().setVersion(VERSION).build());
  }

  @Override
  public boolean hasControllerService() {
    return true;
  }

  @Override
  public Set<String> controllerCapabilities() {
    return connection
        .call(
            ControllerGrpc.getControllerGetCapabilitiesMethod(),
            ControllerGetCapabilitiesRequest.newBuilder().setVersion(VERSION).build())
        .getCapabilitiesList()
        .stream()
        .map(it -> it.getRpc().getType().name())
        .collect(Collectors.toSet());
  }

  @Override
  public Set<String> nodeCapabilities() {
    return Set.of();
  }

  @Override
  public String nodeId() {
    return connection
        .call(
            NodeGrpc.getGetNodeIDMethod(),
            GetNodeIDRequest.newBuilder().setVersion(VERSION).build())
        .getNodeId();
  }

  @Override
  public ListedVolume createVolume(
      String name, long bytes, Capability capability, Map<String, String> parameters) {
    var request =
        CreateVolumeRequest.newBuilder()
            .setVersion(VERSION)
            .setName(name)
            .addVolumeCapabilities(evolve(capability))
            .putAllParameters(parameters);
    request.getCapacityRangeBuilder().setRequiredBytes(bytes).setLimitBytes(bytes);
    return listed(
        connection.call(ControllerGrpc.getCreateVolumeMethod(), request.build()).getVolumeInfo());
  }

  @Override
  public void deleteVolume(String volumeId) {
    connection.call(
        ControllerGrpc.getDeleteVolumeMethod(),
        DeleteVolumeRequest.newBuilder().setVersion(VERSION).setVolumeId(volumeId).build());
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
                .setVersion(VERSION)
                .setVolumeId(volumeId)
                .setNodeId(nodeId)
                .setVolumeCapability(evolve(capability))
                .setReadonly(readonly)
                .putAllVolumeAttributes(context)
                .build())
        .getPublishVolumeInfoMap();
  }

  @Override
  public void controllerUnpublish(String volumeId, String nodeId) {
    connection.call(
        ControllerGrpc.getControllerUnpublishVolumeMethod(),
        ControllerUnpublishVolumeRequest.newBuilder()
            .setVersion(VERSION)
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
                .setVersion(VERSION)
                .setVolumeId(volumeId)
                .addVolumeCapabilities(evolve(capability))
                .putAllVolumeAttributes(context)
                .build());
    return new Validation.Answer(response.getSupported(), response.getMessage());
  }

  @Override
  public List<ListedVolume> listVolumes() {
    return connection
        .call(
            ControllerGrpc.getListVolumesMethod(),
            ListVolumesRequest.newBuilder().setVersion(VERSION).build())
        .getEntriesList()
        .stream()
        .map(entry -> listed(entry.getVolumeInfo()))
        .toList();
  }

  @Override
  public long getCapacity(Capability capability, Map<String, String> parameters) {
    return connection
        .call(
            ControllerGrpc.getGetCapacityMethod(),
            GetCapacityRequest.newBuilder()
                .setVersion(VERSION)
                .addVolumeCapabilities(evolve(capability))
                .putAllParameters(parameters)
                .build())
        .getAvailableCapacity();
  }

  @Override
  public void nodeStage(NodeUse use) {
    throw new UnsupportedOperationException("no staging in 0.1");
  }

  @Override
  public void nodeUnstage(String volumeId, Path staging) {
    throw new UnsupportedOperationException("no staging in 0.1");
  }

  @Override
  public void nodePublish(NodeUse use) {
    var request =
        NodePublishVolumeRequest.newBuilder()
            .setVersion(VERSION)
            .setVolumeId(use.volumeId())
            .putAllPublishVolumeInfo(use.publishContext())
            .setTargetPath(use.target().toString())
            .setVolumeCapability(evolve(use.capability()))
            .setReadonly(use.readonly())
            .putAllVolumeAttributes(use.context());
    connection.call(NodeGrpc.getNodePublishVolumeMethod(), request.build());
  }

  @Override
  public void nodeUnpublish(String volumeId, Path target) {
    connection.call(
        NodeGrpc.getNodeUnpublishVolumeMethod(),
        NodeUnpublishVolumeRequest.newBuilder()
            .setVersion(VERSION)
            .setVolumeId(volumeId)
            .setTargetPath(target.toString())
            .build());
  }

  private static ListedVolume listed(VolumeInfo volume) {
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
