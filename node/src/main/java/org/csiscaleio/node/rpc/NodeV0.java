package org.csiscaleio.node.rpc;

import static java.util.Objects.requireNonNull;

import io.grpc.stub.StreamObserver;
import java.time.Duration;
import org.csiscaleio.csi.Unary;
import org.csiscaleio.csi.V0Level;
import org.csiscaleio.csi.v0.NodeGetCapabilitiesRequest;
import org.csiscaleio.csi.v0.NodeGetCapabilitiesResponse;
import org.csiscaleio.csi.v0.NodeGetIdRequest;
import org.csiscaleio.csi.v0.NodeGetIdResponse;
import org.csiscaleio.csi.v0.NodeGetInfoRequest;
import org.csiscaleio.csi.v0.NodeGetInfoResponse;
import org.csiscaleio.csi.v0.NodeGrpc;
import org.csiscaleio.csi.v0.NodePublishVolumeRequest;
import org.csiscaleio.csi.v0.NodePublishVolumeResponse;
import org.csiscaleio.csi.v0.NodeServiceCapability;
import org.csiscaleio.csi.v0.NodeStageVolumeRequest;
import org.csiscaleio.csi.v0.NodeStageVolumeResponse;
import org.csiscaleio.csi.v0.NodeUnpublishVolumeRequest;
import org.csiscaleio.csi.v0.NodeUnpublishVolumeResponse;
import org.csiscaleio.csi.v0.NodeUnstageVolumeRequest;
import org.csiscaleio.csi.v0.NodeUnstageVolumeResponse;
import org.csiscaleio.node.service.NodeService;
import org.csiscaleio.operation.Deadline;

/**
 * Node of csi.v0, CSI 0.2 and 0.3. As csi.v1, but that target paths are the orchestrator's: what it
 * made is mounted on and kept.
 */
public final class NodeV0 extends NodeGrpc.NodeImplBase {
  private final NodeService service;
  private final V0Level level;
  private final CallLimit limit;

  /**
   * @param level what is told of; what is served does not depend on it
   * @param callLimit how long a call may take that came without a deadline
   */
  public NodeV0(NodeService service, V0Level level, Duration callLimit) {
    this.level = requireNonNull(level, "level is null");
    this.service = requireNonNull(service, "service is null");
    this.limit = new CallLimit(requireNonNull(callLimit, "callLimit is null"));
  }

  @Override
  public void nodeStageVolume(
      NodeStageVolumeRequest request, StreamObserver<NodeStageVolumeResponse> answer) {
    service.stage(NodeRequestsV0.stage(request), limit.deadline());
    Unary.answer(answer, NodeStageVolumeResponse.getDefaultInstance());
  }

  @Override
  public void nodeUnstageVolume(
      NodeUnstageVolumeRequest request, StreamObserver<NodeUnstageVolumeResponse> answer) {
    service.unstage(NodeRequestsV0.unstage(request), limit.deadline());
    Unary.answer(answer, NodeUnstageVolumeResponse.getDefaultInstance());
  }

  @Override
  public void nodePublishVolume(
      NodePublishVolumeRequest request, StreamObserver<NodePublishVolumeResponse> answer) {
    service.publish(NodeRequestsV0.publish(request), limit.deadline());
    Unary.answer(answer, NodePublishVolumeResponse.getDefaultInstance());
  }

  @Override
  public void nodeUnpublishVolume(
      NodeUnpublishVolumeRequest request, StreamObserver<NodeUnpublishVolumeResponse> answer) {
    service.unpublish(NodeRequestsV0.unpublish(request), limit.deadline());
    Unary.answer(answer, NodeUnpublishVolumeResponse.getDefaultInstance());
  }

  /** Marked as deprecated by 0.3, the only way to ask in 0.2. */
  @Deprecated
  @Override
  public void nodeGetId(NodeGetIdRequest request, StreamObserver<NodeGetIdResponse> answer) {
    Unary.answer(
        answer, NodeGetIdResponse.newBuilder().setNodeId(service.nodeId(limit.deadline())).build());
  }

  @Override
  public void nodeGetInfo(NodeGetInfoRequest request, StreamObserver<NodeGetInfoResponse> answer) {
    Deadline deadline = limit.deadline();
    var info =
        NodeGetInfoResponse.newBuilder()
            .setNodeId(service.nodeId(deadline))
            .setMaxVolumesPerNode(service.maxVolumes(deadline));
    if (level.isAtLeast(V0Level.V0_3)) {
      service
          .place(deadline)
          .ifPresent(place -> info.getAccessibleTopologyBuilder().putAllSegments(place.segments()));
    }
    Unary.answer(answer, info.build());
  }

  @Override
  public void nodeGetCapabilities(
      NodeGetCapabilitiesRequest request, StreamObserver<NodeGetCapabilitiesResponse> answer) {
    var capabilities = NodeGetCapabilitiesResponse.newBuilder();
    if (service.settings().staging()) {
      capabilities
          .addCapabilitiesBuilder()
          .getRpcBuilder()
          .setType(NodeServiceCapability.RPC.Type.STAGE_UNSTAGE_VOLUME);
    }
    Unary.answer(answer, capabilities.build());
  }
}
