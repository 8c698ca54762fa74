package org.csiscaleio.image.archive;

import io.grpc.Channel;
import io.grpc.StatusRuntimeException;
import java.util.concurrent.TimeUnit;
import org.csiscaleio.csi.v1.CapacityRange;
import org.csiscaleio.csi.v1.ControllerGetCapabilitiesRequest;
import org.csiscaleio.csi.v1.ControllerGrpc;
import org.csiscaleio.csi.v1.ControllerGrpc.ControllerBlockingStub;
import org.csiscaleio.csi.v1.ControllerPublishVolumeRequest;
import org.csiscaleio.csi.v1.ControllerUnpublishVolumeRequest;
import org.csiscaleio.csi.v1.CreateVolumeRequest;
import org.csiscaleio.csi.v1.DeleteVolumeRequest;
import org.csiscaleio.csi.v1.GetCapacityRequest;
import org.csiscaleio.csi.v1.GetPluginCapabilitiesRequest;
import org.csiscaleio.csi.v1.GetPluginInfoRequest;
import org.csiscaleio.csi.v1.IdentityGrpc;
import org.csiscaleio.csi.v1.IdentityGrpc.IdentityBlockingStub;
import org.csiscaleio.csi.v1.ListVolumesRequest;
import org.csiscaleio.csi.v1.NodeGetCapabilitiesRequest;
import org.csiscaleio.csi.v1.NodeGetInfoRequest;
import org.csiscaleio.csi.v1.NodeGrpc;
import org.csiscaleio.csi.v1.NodeGrpc.NodeBlockingStub;
import org.csiscaleio.csi.v1.NodePublishVolumeRequest;
import org.csiscaleio.csi.v1.NodeStageVolumeRequest;
import org.csiscaleio.csi.v1.NodeUnpublishVolumeRequest;
import org.csiscaleio.csi.v1.ProbeRequest;
import org.csiscaleio.csi.v1.ValidateVolumeCapabilitiesRequest;
import org.csiscaleio.csi.v1.VolumeCapability;
import org.csiscaleio.csi.v1.VolumeCapability.AccessMode;
import org.csiscaleio.csi.v1.VolumeCapability.MountVolume;

/** What an orchestrator asks in a plugin's life, once each. */
final class TrainingCalls {
  private static final String ID = "1f3c6a2b7d8e9a0f-5c7723f800000001";
  private static final String NODE = "B71F01AE-FF7A-47C5-A303-583FFD416818";
  private static final String NOWHERE = "/nonexistent/csi-scaleio-training";

  private static final VolumeCapability WRITER =
      VolumeCapability.newBuilder()
          .setMount(MountVolume.getDefaultInstance())
          .setAccessMode(AccessMode.newBuilder().setMode(AccessMode.Mode.SINGLE_NODE_WRITER))
          .build();

  private TrainingCalls() {}

  static void all(Channel channel) {
    identity(channel);
    olderIdentities(channel);
    controller(ControllerGrpc.newBlockingStub(channel));
    node(NodeGrpc.newBlockingStub(channel));
  }

  static void identity(Channel channel) {
    IdentityBlockingStub plugin =
        IdentityGrpc.newBlockingStub(channel)
            .withWaitForReady()
            .withDeadlineAfter(20, TimeUnit.SECONDS);
    attempt(() -> plugin.probe(ProbeRequest.getDefaultInstance()));
    attempt(() -> plugin.getPluginInfo(GetPluginInfoRequest.getDefaultInstance()));
    attempt(() -> plugin.getPluginCapabilities(GetPluginCapabilitiesRequest.getDefaultInstance()));
  }

  static void deletion(Channel channel) {
    ControllerBlockingStub plugin =
        ControllerGrpc.newBlockingStub(channel).withDeadlineAfter(10, TimeUnit.SECONDS);
    attempt(() -> plugin.deleteVolume(DeleteVolumeRequest.newBuilder().setVolumeId(ID).build()));
  }

  private static void olderIdentities(Channel channel) {
    var v0 =
        org.csiscaleio.csi.v0.IdentityGrpc.newBlockingStub(channel)
            .withDeadlineAfter(20, TimeUnit.SECONDS);
    attempt(() -> v0.probe(org.csiscaleio.csi.v0.ProbeRequest.getDefaultInstance()));
    attempt(
        () -> v0.getPluginInfo(org.csiscaleio.csi.v0.GetPluginInfoRequest.getDefaultInstance()));
    var v01 =
        org.csiscaleio.csi.v01.IdentityGrpc.newBlockingStub(channel)
            .withDeadlineAfter(20, TimeUnit.SECONDS);
    attempt(() ->
        v01.getSupportedVersions(
            org.csiscaleio.csi.v01.GetSupportedVersionsRequest.getDefaultInstance()));
    attempt(
        () -> v01.getPluginInfo(org.csiscaleio.csi.v01.GetPluginInfoRequest.getDefaultInstance()));
  }

  private static void controller(ControllerBlockingStub stub) {
    ControllerBlockingStub plugin = stub.withDeadlineAfter(20, TimeUnit.SECONDS);
    attempt(() ->
        plugin.controllerGetCapabilities(ControllerGetCapabilitiesRequest.getDefaultInstance()));
    attempt(() -> plugin.listVolumes(ListVolumesRequest.getDefaultInstance()));
    attempt(() -> plugin.getCapacity(GetCapacityRequest.getDefaultInstance()));
    attempt(() ->
        plugin.createVolume(
            CreateVolumeRequest.newBuilder()
                .setName("training")
                .setCapacityRange(CapacityRange.newBuilder().setRequiredBytes(8L << 30))
                .addVolumeCapabilities(WRITER)
                .build()));
    attempt(() ->
        plugin.validateVolumeCapabilities(
            ValidateVolumeCapabilitiesRequest.newBuilder()
                .setVolumeId(ID)
                .addVolumeCapabilities(WRITER)
                .build()));
    attempt(() ->
        plugin.controllerPublishVolume(
            ControllerPublishVolumeRequest.newBuilder()
                .setVolumeId(ID)
                .setNodeId(NODE)
                .setVolumeCapability(WRITER)
                .build()));
    attempt(() ->
        plugin.controllerUnpublishVolume(
            ControllerUnpublishVolumeRequest.newBuilder().setVolumeId(ID).setNodeId(NODE).build()));
    attempt(() -> plugin.deleteVolume(DeleteVolumeRequest.newBuilder().setVolumeId(ID).build()));
  }

  private static void node(NodeBlockingStub stub) {
    NodeBlockingStub plugin = stub.withDeadlineAfter(20, TimeUnit.SECONDS);
    attempt(() -> plugin.nodeGetInfo(NodeGetInfoRequest.getDefaultInstance()));
    attempt(() -> plugin.nodeGetCapabilities(NodeGetCapabilitiesRequest.getDefaultInstance()));
    attempt(() ->
        plugin.nodeStageVolume(
            NodeStageVolumeRequest.newBuilder()
                .setVolumeId(ID)
                .setStagingTargetPath(NOWHERE)
                .setVolumeCapability(WRITER)
                .build()));
    attempt(() ->
        plugin.nodePublishVolume(
            NodePublishVolumeRequest.newBuilder()
                .setVolumeId(ID)
                .setStagingTargetPath(NOWHERE)
                .setTargetPath(NOWHERE + "/target")
                .setVolumeCapability(WRITER)
                .build()));
    attempt(() ->
        plugin.nodeUnpublishVolume(
            NodeUnpublishVolumeRequest.newBuilder()
                .setVolumeId(ID)
                .setTargetPath(NOWHERE + "/target")
                .build()));
  }

  private static void attempt(Runnable call) {
    try {
      call.run();
    } catch (StatusRuntimeException e) {
      // A failure loads what failures need.
    }
  }
}
