package org.csiscaleio.node.rpc;

import static java.util.Objects.requireNonNull;

import io.grpc.stub.StreamObserver;
import java.time.Duration;
import org.csiscaleio.csi.Unary;
import org.csiscaleio.csi.v01.GetNodeIDRequest;
import org.csiscaleio.csi.v01.GetNodeIDResponse;
import org.csiscaleio.csi.v01.NodeGetCapabilitiesRequest;
import org.csiscaleio.csi.v01.NodeGetCapabilitiesResponse;
import org.csiscaleio.csi.v01.NodeGrpc;
import org.csiscaleio.csi.v01.NodeProbeRequest;
import org.csiscaleio.csi.v01.NodeProbeResponse;
import org.csiscaleio.csi.v01.NodePublishVolumeRequest;
import org.csiscaleio.csi.v01.NodePublishVolumeResponse;
import org.csiscaleio.csi.v01.NodeServiceCapability;
import org.csiscaleio.csi.v01.NodeUnpublishVolumeRequest;
import org.csiscaleio.csi.v01.NodeUnpublishVolumeResponse;
import org.csiscaleio.node.service.NodeService;

/**
 * Node of csi, CSI 0.1. There is no staging: publishing finds, formats and mounts. Target paths are
 * the orchestrator's. Versions of requests are checked by the server, before anything here.
 */
public final class NodeV01 extends NodeGrpc.NodeImplBase {
  /**
   * CSI 0.1 defines no capability. Its csi-sanity wants a list all the same, and this is the one
   * entry that it, and everybody else, takes for none.
   */
  private static final NodeGetCapabilitiesResponse NOTHING =
      NodeGetCapabilitiesResponse.newBuilder()
          .addCapabilities(
              NodeServiceCapability.newBuilder()
                  .setRpc(
                      NodeServiceCapability.RPC
                          .newBuilder()
                          .setType(NodeServiceCapability.RPC.Type.UNKNOWN)))
          .build();

  private final NodeService service;
  private final CallLimit limit;

  /**
   * @param callLimit how long a call may take that came without a deadline
   */
  public NodeV01(NodeService service, Duration callLimit) {
    this.service = requireNonNull(service, "service is null");
    this.limit = new CallLimit(requireNonNull(callLimit, "callLimit is null"));
  }

  @Override
  public void nodePublishVolume(
      NodePublishVolumeRequest request, StreamObserver<NodePublishVolumeResponse> answer) {
    service.publish(NodeRequestsV01.publish(request), limit.deadline());
    Unary.answer(answer, NodePublishVolumeResponse.getDefaultInstance());
  }

  @Override
  public void nodeUnpublishVolume(
      NodeUnpublishVolumeRequest request, StreamObserver<NodeUnpublishVolumeResponse> answer) {
    service.unpublish(NodeRequestsV01.unpublish(request), limit.deadline());
    Unary.answer(answer, NodeUnpublishVolumeResponse.getDefaultInstance());
  }

  @Override
  public void getNodeID(GetNodeIDRequest request, StreamObserver<GetNodeIDResponse> answer) {
    Unary.answer(
        answer, GetNodeIDResponse.newBuilder().setNodeId(service.nodeId(limit.deadline())).build());
  }

  /** Asks nobody: an agent takes a failed probe for a dead plugin, which heals no SDC. */
  @Override
  public void nodeProbe(NodeProbeRequest request, StreamObserver<NodeProbeResponse> answer) {
    Unary.answer(answer, NodeProbeResponse.getDefaultInstance());
  }

  @Override
  public void nodeGetCapabilities(
      NodeGetCapabilitiesRequest request, StreamObserver<NodeGetCapabilitiesResponse> answer) {
    Unary.answer(answer, NOTHING);
  }
}
