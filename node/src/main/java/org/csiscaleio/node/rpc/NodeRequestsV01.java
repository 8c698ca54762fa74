package org.csiscaleio.node.rpc;

import java.nio.file.Path;
import java.util.Optional;
import org.csiscaleio.csi.v01.NodePublishVolumeRequest;
import org.csiscaleio.csi.v01.NodeUnpublishVolumeRequest;
import org.csiscaleio.csi.v01.VolumeCapability;
import org.csiscaleio.node.service.Capability;
import org.csiscaleio.node.service.NodeRequest;
import org.csiscaleio.node.service.TargetOwner;

/**
 * Turns requests of csi, the first generation, into valid records, or into INVALID_ARGUMENT naming
 * the field. Secrets stay behind: nothing on the node needs any.
 */
final class NodeRequestsV01 {
  private static final int NEWEST_MODE =
      VolumeCapability.AccessMode.Mode.MULTI_NODE_MULTI_WRITER_VALUE;

  private NodeRequestsV01() {}

  static NodeRequest.Publish publish(NodePublishVolumeRequest request) {
    String volumeId = Fields.volumeId(request.getVolumeId());
    Path target = Fields.path(request.getTargetPath(), "target_path");
    return new NodeRequest.Publish(
        volumeId,
        target,
        TargetOwner.ORCHESTRATOR,
        true,
        Optional.empty(),
        capability(request.hasVolumeCapability(), request.getVolumeCapability()),
        request.getReadonly(),
        Contexts.mapping("publish_volume_info", request.getPublishVolumeInfoMap()),
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
