package org.csiscaleio.node.rpc;

import java.nio.file.Path;
import java.util.Optional;
import org.csiscaleio.csi.v0.NodePublishVolumeRequest;
import org.csiscaleio.csi.v0.NodeStageVolumeRequest;
import org.csiscaleio.csi.v0.NodeUnpublishVolumeRequest;
import org.csiscaleio.csi.v0.NodeUnstageVolumeRequest;
import org.csiscaleio.csi.v0.VolumeCapability;
import org.csiscaleio.node.service.Capability;
import org.csiscaleio.node.service.NodeRequest;
import org.csiscaleio.node.service.TargetOwner;

/**
 * Turns requests of csi.v0 into valid records, or into INVALID_ARGUMENT naming the field. Secrets
 * stay behind: nothing on the node needs any.
 */
final class NodeRequestsV0 {
  private static final int NEWEST_MODE =
      VolumeCapability.AccessMode.Mode.MULTI_NODE_MULTI_WRITER_VALUE;

  private NodeRequestsV0() {}

  static NodeRequest.Stage stage(NodeStageVolumeRequest request) {
    return new NodeRequest.Stage(
        Fields.volumeId(request.getVolumeId()),
        Fields.path(request.getStagingTargetPath(), "staging_target_path"),
        capability(request.hasVolumeCapability(), request.getVolumeCapability()),
        Contexts.mapping("publish_info", request.getPublishInfoMap()),
        Contexts.volume("volume_attributes", request.getVolumeAttributesMap()));
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
        TargetOwner.ORCHESTRATOR,
        false,
        staging,
        capability(request.hasVolumeCapability(), request.getVolumeCapability()),
        request.getReadonly(),
        Contexts.mapping("publish_info", request.getPublishInfoMap()),
        Contexts.volume("volume_attributes", request.getVolumeAttributesMap()));
  }

  static NodeRequest.Unpublish unpublish(NodeUnpublishVolumeRequest request) {
    return new NodeRequest.Unpublish(
        Fields.volumeId(request.getVolumeId()),
        Fields.path(request.getTargetPath(), "target_path"),
        TargetOwner.ORCHESTRATOR);
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
