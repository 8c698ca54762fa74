package org.csiscaleio.controller.rpc;

import java.util.List;
import java.util.function.Function;
import org.csiscaleio.controller.service.AccessMode;
import org.csiscaleio.controller.service.VolumeCapability;
import org.csiscaleio.controller.service.VolumeCapability.Access;
import org.csiscaleio.operation.Failure;

/** What volume capabilities of all generations have in common. Each failure is INVALID_ARGUMENT. */
final class Capabilities {
  private static final String FIELD = "volume_capability";

  private Capabilities() {}

  /**
   * @throws Failure when there is none, or one is incomplete
   */
  static <C> List<VolumeCapability> required(
      List<C> capabilities, Function<C, VolumeCapability> reader) {
    if (capabilities.isEmpty()) {
      throw Failure.invalid("volume_capabilities is missing");
    }
    return all(capabilities, reader);
  }

  static <C> List<VolumeCapability> all(
      List<C> capabilities, Function<C, VolumeCapability> reader) {
    return capabilities.stream().map(reader).toList();
  }

  /**
   * @throws Failure when it is not there, or incomplete
   */
  static <C> VolumeCapability required(
      boolean present, C capability, Function<C, VolumeCapability> reader) {
    if (!present) {
      throw Failure.invalid(FIELD + " is missing");
    }
    return reader.apply(capability);
  }

  static Failure neitherBlockNorMount() {
    return Failure.invalid(FIELD + " says neither block nor mount");
  }

  /**
   * @param group empty where a generation has none
   */
  static Access.Mount mount(String fsType, List<String> flags, String group) {
    return new Access.Mount(
        FieldRules.text(FIELD + ".mount.fs_type", fsType),
        FieldRules.flags(FIELD + ".mount.mount_flags", flags),
        FieldRules.text(FIELD + ".mount.volume_mount_group", group));
  }

  /**
   * The access mode, by number: one of a later specification has no name here.
   *
   * @param newest the last one the caller's generation has
   */
  static AccessMode mode(boolean present, int number, int newest) {
    if (!present) {
      throw Failure.invalid(FIELD + ".access_mode is missing");
    }
    if (number < 1 || number > newest) {
      throw Failure.invalid(FIELD + ".access_mode is unknown: " + number);
    }
    return switch (number) {
      case 1 -> AccessMode.SINGLE_NODE_WRITER;
      case 2 -> AccessMode.SINGLE_NODE_READER_ONLY;
      case 3 -> AccessMode.MULTI_NODE_READER_ONLY;
      case 4 -> AccessMode.MULTI_NODE_SINGLE_WRITER;
      case 5 -> AccessMode.MULTI_NODE_MULTI_WRITER;
      case 6 -> AccessMode.SINGLE_NODE_SINGLE_WRITER;
      case 7 -> AccessMode.SINGLE_NODE_MULTI_WRITER;
      default -> throw Failure.invalid(FIELD + ".access_mode is unknown: " + number);
    };
  }
}
