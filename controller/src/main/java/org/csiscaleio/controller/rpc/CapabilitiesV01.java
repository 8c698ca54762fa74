package org.csiscaleio.controller.rpc;

import org.csiscaleio.controller.service.VolumeCapability;
import org.csiscaleio.controller.service.VolumeCapability.Access;

/** Reads a volume capability of csi, CSI 0.1. */
final class CapabilitiesV01 {
  private static final int NEWEST_MODE =
      org.csiscaleio.csi.v01.VolumeCapability.AccessMode.Mode.MULTI_NODE_MULTI_WRITER_VALUE;

  private CapabilitiesV01() {}

  static VolumeCapability read(org.csiscaleio.csi.v01.VolumeCapability capability) {
    return new VolumeCapability(
        Capabilities.mode(
            capability.hasAccessMode(), capability.getAccessMode().getModeValue(), NEWEST_MODE),
        access(capability));
  }

  private static Access access(org.csiscaleio.csi.v01.VolumeCapability capability) {
    var mount = capability.getMount();
    return switch (capability.getAccessTypeCase()) {
      case BLOCK -> new Access.Block();
      case MOUNT -> Capabilities.mount(mount.getFsType(), mount.getMountFlagsList(), "");
      case ACCESSTYPE_NOT_SET -> throw Capabilities.neitherBlockNorMount();
    };
  }
}
