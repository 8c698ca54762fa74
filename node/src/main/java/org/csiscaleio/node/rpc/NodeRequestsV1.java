package org.csiscaleio.node.rpc;

import java.nio.file.Path;
import java.util.Optional;
import org.csiscaleio.csi.v1.NodeExpandVolumeRequest;
import org.csiscaleio.csi.v1.NodePublishVolumeRequest;
import org.csiscaleio.csi.v1.NodeStageVolumeRequest;
import org.csiscaleio.csi.v1.NodeUnpublishVolumeRequest;
import org.csiscaleio.csi.v1.NodeUnstageVolumeRequest;
import org.csiscaleio.csi.v1.VolumeCapability;
import org.csiscaleio.node.service.Capability;
import org.csiscaleio.node.service.NodeRequest;
import org.csiscaleio.node.service.TargetOwner;
import org.csiscaleio.operation.Failure;

/**
 * Turns requests of csi.v1 into valid records, or into INVALID_ARGUMENT naming the field. Secrets
 * stay behind: nothing on the node needs any.
 */
final class NodeRequestsV1 {
  private static final int NEWEST_MODE =
      VolumeCapability.AccessMode.Mode.SINGLE_NODE_MULTI_WRITER_VALUE;

  private NodeRequestsV1() {}

  static NodeRequest.Stage stage(NodeStageVolumeRequest request) {
    return new NodeRequest.Stage(
        Fields.volumeId(request.getVolumeId()),
        Fields.path(request.getStagingTargetPath(), "staging_target_path"),
        capability(request.hasVolumeCapability(), request.getVolumeCapability()),
        Contexts.mapping("publish_context", request.getPublishContextMap()),
        Contexts.volume("volume_context", request.getVolumeContextMap()));
  }

  static NodeRequest.Unstage unstage(NodeUnstageVolumeRequest request) {
    return new NodeRequest.Unstage(
        Fields.volumeId(request.getVolumeId()),
        Fields.path(request.getStagingTargetPath(), "staging_target_path"));
  }

  static NodeRequest.Publish publish(NodePublishVolumeRequest request) {
    String volumeId = Fields.volumeId(request.getVolumeId());
    Path target = Fields.path(request.getTargetPath(), "target_path");
    Optional<Path> staging =
        Fields.optionalPath(request.getStagingTargetPath(), "staging_target_path");
    return new NodeRequest.Publish(
        volumeId,
        target,
        TargetOwner.PLUGIN,
        false,
        staging,
        capability(request.hasVolumeCapability(), request.getVolumeCapability()),
        request.getReadonly(),
        Contexts.mapping("publish_context", request.getPublishContextMap()),
        Contexts.volume("volume_context", request.getVolumeContextMap()));
  }

  static NodeRequest.Unpublish unpublish(NodeUnpublishVolumeRequest request) {
    return new NodeRequest.Unpublish(
        Fields.volumeId(request.getVolumeId()),
        Fields.path(request.getTargetPath(), "target_path"),
        TargetOwner.PLUGIN);
  }

  static NodeRequest.Expand expand(NodeExpandVolumeRequest request) {
    String volumeId = Fields.volumeId(request.getVolumeId());
    Fields.required(request.getVolumePath(), "volume_path");
    if (request.hasVolumeCapability()) {
      capability(true, request.getVolumeCapability());
    }
    long required = request.getCapacityRange().getRequiredBytes();
    long limit = request.getCapacityRange().getLimitBytes();
    if (required < 0 || limit < 0 || (limit > 0 && limit < required)) {
      throw Failure.invalid(
          "capacity_range is no range: required_bytes " + required + ", limit_bytes " + limit);
    }
    return new NodeRequest.Expand(volumeId, Fields.anyPath(request.getVolumePath()), required);
  }

  static Capability capability(boolean present, VolumeCapability capability) {
    if (!present) {
      throw Capabilities.missing();
    }
    Capability.Access access =
        switch (capability.getAccessTypeCase()) {
          case BLOCK -> new Capability.Block();
          case MOUNT ->
              Capabilities.mount(
                  capability.getMount().getFsType(), capability.getMount().getMountFlagsList());
          case ACCESSTYPE_NOT_SET -> throw Capabilities.neitherBlockNorMount();
        };
    return new Capability(
        access, Capabilities.mode(capability.getAccessMode().getModeValue(), NEWEST_MODE));
  }
}
