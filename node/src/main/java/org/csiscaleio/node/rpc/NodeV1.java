package org.csiscaleio.node.rpc;

import static java.util.Objects.requireNonNull;

import io.grpc.stub.StreamObserver;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import org.csiscaleio.csi.SpecLevel;
import org.csiscaleio.csi.Unary;
import org.csiscaleio.csi.v1.NodeExpandVolumeRequest;
import org.csiscaleio.csi.v1.NodeExpandVolumeResponse;
import org.csiscaleio.csi.v1.NodeGetCapabilitiesRequest;
import org.csiscaleio.csi.v1.NodeGetCapabilitiesResponse;
import org.csiscaleio.csi.v1.NodeGetInfoRequest;
import org.csiscaleio.csi.v1.NodeGetInfoResponse;
import org.csiscaleio.csi.v1.NodeGetStorageHealthRequest;
import org.csiscaleio.csi.v1.NodeGetStorageHealthResponse;
import org.csiscaleio.csi.v1.NodeGetVolumeHealthRequest;
import org.csiscaleio.csi.v1.NodeGetVolumeHealthResponse;
import org.csiscaleio.csi.v1.NodeGetVolumeStatsRequest;
import org.csiscaleio.csi.v1.NodeGetVolumeStatsResponse;
import org.csiscaleio.csi.v1.NodeGrpc;
import org.csiscaleio.csi.v1.NodePublishVolumeRequest;
import org.csiscaleio.csi.v1.NodePublishVolumeResponse;
import org.csiscaleio.csi.v1.NodeServiceCapability;
import org.csiscaleio.csi.v1.NodeStageVolumeRequest;
import org.csiscaleio.csi.v1.NodeStageVolumeResponse;
import org.csiscaleio.csi.v1.NodeUnpublishVolumeRequest;
import org.csiscaleio.csi.v1.NodeUnpublishVolumeResponse;
import org.csiscaleio.csi.v1.NodeUnstageVolumeRequest;
import org.csiscaleio.csi.v1.NodeUnstageVolumeResponse;
import org.csiscaleio.csi.v1.VolumeUsage;
import org.csiscaleio.node.service.NodeService;
import org.csiscaleio.node.service.Usage;
import org.csiscaleio.node.service.VolumeStats;
import org.csiscaleio.operation.Deadline;
import org.csiscaleio.operation.VolumeTrouble;

/** Node of csi.v1. Reads the request, runs the use case, writes the answer; failures are thrown. */
public final class NodeV1 extends NodeGrpc.NodeImplBase {
  private final NodeService service;
  private final SpecLevel level;
  private final CallLimit limit;

  /**
   * Calls that come without a deadline may take 60 s.
   *
   * @param level what is advertised; what is served does not depend on it
   */
  public NodeV1(NodeService service, SpecLevel level) {
    this(service, level, CallLimit.DEFAULT.unsaid());
  }

  /**
   * @param callLimit how long a call may take that came without a deadline
   */
  public NodeV1(NodeService service, SpecLevel level, Duration callLimit) {
    this.service = requireNonNull(service, "service is null");
    this.level = requireNonNull(level, "level is null");
    this.limit = new CallLimit(requireNonNull(callLimit, "callLimit is null"));
  }

  @Override
  public void nodeStageVolume(
      NodeStageVolumeRequest request, StreamObserver<NodeStageVolumeResponse> answer) {
    service.stage(NodeRequestsV1.stage(request), limit.deadline());
    Unary.answer(answer, NodeStageVolumeResponse.getDefaultInstance());
  }

  @Override
  public void nodeUnstageVolume(
      NodeUnstageVolumeRequest request, StreamObserver<NodeUnstageVolumeResponse> answer) {
    service.unstage(NodeRequestsV1.unstage(request), limit.deadline());
    Unary.answer(answer, NodeUnstageVolumeResponse.getDefaultInstance());
  }

  @Override
  public void nodePublishVolume(
      NodePublishVolumeRequest request, StreamObserver<NodePublishVolumeResponse> answer) {
    service.publish(NodeRequestsV1.publish(request), limit.deadline());
    Unary.answer(answer, NodePublishVolumeResponse.getDefaultInstance());
  }

  @Override
  public void nodeUnpublishVolume(
      NodeUnpublishVolumeRequest request, StreamObserver<NodeUnpublishVolumeResponse> answer) {
    service.unpublish(NodeRequestsV1.unpublish(request), limit.deadline());
    Unary.answer(answer, NodeUnpublishVolumeResponse.getDefaultInstance());
  }

  @Override
  public void nodeGetVolumeStats(
      NodeGetVolumeStatsRequest request, StreamObserver<NodeGetVolumeStatsResponse> answer) {
    Fields.required(request.getVolumeId(), "volume_id");
    Fields.required(request.getVolumePath(), "volume_path");
    Path path = Fields.anyPath(request.getVolumePath());
    if (!hasConditions()) {
      Unary.answer(
          answer, stats(service.usage(request.getVolumeId(), path, limit.deadline())).build());
      return;
    }
    VolumeStats stats = service.stats(request.getVolumeId(), path, limit.deadline());
    Unary.answer(
        answer,
        stats
            .usage()
            .map(NodeV1::stats)
            .orElseGet(NodeGetVolumeStatsResponse::newBuilder)
            .setVolumeCondition(HealthV1.condition(stats.troubles()))
            .build());
  }

  /** Whether the orchestrator's CSI tells of a volume's condition along with its usage. */
  private boolean hasConditions() {
    return level.isAtLeast(3) && !level.isAtLeast(13);
  }

  @Override
  public void nodeGetVolumeHealth(
      NodeGetVolumeHealthRequest request, StreamObserver<NodeGetVolumeHealthResponse> answer) {
    Fields.required(request.getVolumeId(), "volume_id");
    var paths = new LinkedHashSet<Path>();
    Fields.optionalPath(request.getVolumePublishPath(), "volume_publish_path")
        .ifPresent(paths::add);
    Fields.optionalPath(request.getStagingTargetPath(), "staging_target_path")
        .ifPresent(paths::add);
    List<VolumeTrouble> troubles = service.health(request.getVolumeId(), paths, limit.deadline());
    Unary.answer(
        answer,
        NodeGetVolumeHealthResponse.newBuilder()
            .setVolumeHealth(HealthV1.volume(request.getVolumeId(), troubles))
            .build());
  }

  @Override
  public void nodeGetStorageHealth(
      NodeGetStorageHealthRequest request, StreamObserver<NodeGetStorageHealthResponse> answer) {
    Unary.answer(answer, HealthV1.storage(service.storageHealth(limit.deadline())));
  }

  @Override
  public void nodeExpandVolume(
      NodeExpandVolumeRequest request, StreamObserver<NodeExpandVolumeResponse> answer) {
    long bytes = service.expand(NodeRequestsV1.expand(request), limit.deadline());
    Unary.answer(answer, NodeExpandVolumeResponse.newBuilder().setCapacityBytes(bytes).build());
  }

  @Override
  public void nodeGetInfo(NodeGetInfoRequest request, StreamObserver<NodeGetInfoResponse> answer) {
    Deadline deadline = limit.deadline();
    var info =
        NodeGetInfoResponse.newBuilder()
            .setNodeId(service.nodeId(deadline))
            .setMaxVolumesPerNode(service.maxVolumes(deadline));
    service
        .place(deadline)
        .ifPresent(place -> info.getAccessibleTopologyBuilder().putAllSegments(place.segments()));
    Unary.answer(answer, info.build());
  }

  @Override
  public void nodeGetCapabilities(
      NodeGetCapabilitiesRequest request, StreamObserver<NodeGetCapabilitiesResponse> answer) {
    var capabilities = NodeGetCapabilitiesResponse.newBuilder();
    if (service.settings().staging()) {
      capabilities.addCapabilities(capability(NodeServiceCapability.RPC.Type.STAGE_UNSTAGE_VOLUME));
    }
    capabilities.addCapabilities(capability(NodeServiceCapability.RPC.Type.GET_VOLUME_STATS));
    if (level.isAtLeast(1)) {
      capabilities.addCapabilities(capability(NodeServiceCapability.RPC.Type.EXPAND_VOLUME));
    }
    if (level.isAtLeast(5)) {
      capabilities.addCapabilities(
          capability(NodeServiceCapability.RPC.Type.SINGLE_NODE_MULTI_WRITER));
    }
    if (hasConditions()) {
      capabilities.addCapabilities(capability(NodeServiceCapability.RPC.Type.VOLUME_CONDITION));
    }
    if (level.isAtLeast(13)) {
      capabilities.addCapabilities(capability(NodeServiceCapability.RPC.Type.GET_VOLUME_HEALTH));
      capabilities.addCapabilities(capability(NodeServiceCapability.RPC.Type.GET_STORAGE_HEALTH));
    }
    Unary.answer(answer, capabilities.build());
  }

  private static NodeServiceCapability capability(NodeServiceCapability.RPC.Type type) {
    return NodeServiceCapability.newBuilder()
        .setRpc(NodeServiceCapability.RPC.newBuilder().setType(type))
        .build();
  }

  private static NodeGetVolumeStatsResponse.Builder stats(Usage usage) {
    var stats = NodeGetVolumeStatsResponse.newBuilder();
    switch (usage) {
      case Usage.Raw raw ->
          stats.addUsage(
              VolumeUsage.newBuilder().setUnit(VolumeUsage.Unit.BYTES).setTotal(raw.totalBytes()));
      case Usage.FileSystem fs -> {
        stats.addUsage(
            VolumeUsage.newBuilder()
                .setUnit(VolumeUsage.Unit.BYTES)
                .setTotal(fs.totalBytes())
                .setUsed(fs.usedBytes())
                .setAvailable(fs.availableBytes()));
        if (fs.totalInodes() > 0) {
          stats.addUsage(
              VolumeUsage.newBuilder()
                  .setUnit(VolumeUsage.Unit.INODES)
                  .setTotal(fs.totalInodes())
                  .setUsed(fs.usedInodes())
                  .setAvailable(fs.availableInodes()));
        }
      }
    }
    return stats;
  }
}
