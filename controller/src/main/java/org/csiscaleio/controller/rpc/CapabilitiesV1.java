package org.csiscaleio.controller.rpc;

import org.csiscaleio.controller.service.VolumeCapability;
import org.csiscaleio.controller.service.VolumeCapability.Access;

/** Reads a volume capability of csi.v1. */
final class CapabilitiesV1 {
  private static final int NEWEST_MODE =
      org.csiscaleio.csi.v1.VolumeCapability.AccessMode.Mode.SINGLE_NODE_MULTI_WRITER_VALUE;

  private CapabilitiesV1() {}

  static VolumeCapability read(org.csiscaleio.csi.v1.VolumeCapability capability) {
    return new VolumeCapability(
        Capabilities.mode(
            capability.hasAccessMode(), capability.getAccessMode().getModeValue(), NEWEST_MODE),
        access(capability));
  }

  private static Access access(org.csiscaleio.csi.v1.VolumeCapability capability) {
    var mount = capability.getMount();
    return switch (capability.getAccessTypeCase()) {
      case BLOCK -> new Access.Block();
      case MOUNT ->
          Capabilities.mount(
              mount.getFsType(), mount.getMountFlagsList(), mount.getVolumeMountGroup());
      case ACCESSTYPE_NOT_SET -> throw Capabilities.neitherBlockNorMount();
    };
  }
}
