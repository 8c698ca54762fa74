package org.csiscaleio.controller.rpc;

import java.util.List;
import org.csiscaleio.controller.service.AccessMode;
import org.csiscaleio.controller.service.VolumeCapability;
import org.csiscaleio.controller.service.VolumeCapability.Access;
import org.csiscaleio.operation.Failure;

/** Reads volume capabilities of csi.v1. */
final class CapabilitiesV1 {
  private static final String FIELD = "volume_capability";

  private CapabilitiesV1() {}

  /**
   * @throws Failure INVALID_ARGUMENT when there is none, or one is incomplete
   */
  static List<VolumeCapability> required(
      List<org.csiscaleio.csi.v1.VolumeCapability> capabilities) {
    if (capabilities.isEmpty()) {
      throw Failure.invalid("volume_capabilities is missing");
    }
    return all(capabilities);
  }

  static List<VolumeCapability> all(List<org.csiscaleio.csi.v1.VolumeCapability> capabilities) {
    return capabilities.stream().map(CapabilitiesV1::read).toList();
  }

  static VolumeCapability read(org.csiscaleio.csi.v1.VolumeCapability capability) {
    return new VolumeCapability(mode(capability), access(capability));
  }

  private static Access access(org.csiscaleio.csi.v1.VolumeCapability capability) {
    return switch (capability.getAccessTypeCase()) {
      case BLOCK -> new Access.Block();
      case MOUNT -> {
        var mount = capability.getMount();
        yield new Access.Mount(
            FieldRules.text(FIELD + ".mount.fs_type", mount.getFsType()),
            FieldRules.flags(FIELD + ".mount.mount_flags", mount.getMountFlagsList()),
            FieldRules.text(FIELD + ".mount.volume_mount_group", mount.getVolumeMountGroup()));
      }
      case ACCESSTYPE_NOT_SET -> throw Failure.invalid(FIELD + " says neither block nor mount");
    };
  }

  private static AccessMode mode(org.csiscaleio.csi.v1.VolumeCapability capability) {
    if (!capability.hasAccessMode()) {
      throw Failure.invalid(FIELD + ".access_mode is missing");
    }
    return switch (capability.getAccessMode().getMode()) {
      case SINGLE_NODE_WRITER -> AccessMode.SINGLE_NODE_WRITER;
      case SINGLE_NODE_READER_ONLY -> AccessMode.SINGLE_NODE_READER_ONLY;
      case MULTI_NODE_READER_ONLY -> AccessMode.MULTI_NODE_READER_ONLY;
      case MULTI_NODE_SINGLE_WRITER -> AccessMode.MULTI_NODE_SINGLE_WRITER;
      case MULTI_NODE_MULTI_WRITER -> AccessMode.MULTI_NODE_MULTI_WRITER;
      case SINGLE_NODE_SINGLE_WRITER -> AccessMode.SINGLE_NODE_SINGLE_WRITER;
      case SINGLE_NODE_MULTI_WRITER -> AccessMode.SINGLE_NODE_MULTI_WRITER;
      // Its number: a mode of a later specification has no name here.
      case UNKNOWN, UNRECOGNIZED ->
          throw Failure.invalid(
              FIELD + ".access_mode is unknown: " + capability.getAccessMode().getModeValue());
    };
  }
}
