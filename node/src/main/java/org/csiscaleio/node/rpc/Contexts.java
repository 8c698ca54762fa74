package org.csiscaleio.node.rpc;

import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.csiscaleio.node.service.Mapping;
import org.csiscaleio.node.service.VolumeContext;
import org.csiscaleio.operation.Failure;

/**
 * The two maps that a node gets with a volume, whatever a generation of CSI calls them. What they
 * hold is the same in all of them: an upgraded agent repeats under one what it got under another.
 */
final class Contexts {
  private Contexts() {}

  /**
   * Reads publish_context, publish_info or publish_volume_info.
   *
   * @throws Failure INVALID_ARGUMENT naming the field
   */
  static Mapping mapping(String field, Map<String, String> context) {
    Fields.map(context, field);
    if (context.isEmpty()) {
      return Mapping.UNKNOWN;
    }
    return new Mapping(true, sizeBytes(field, Fields.value(context, "sizeKib")));
  }

  private static OptionalLong sizeBytes(String field, Optional<String> sizeKib) {
    if (sizeKib.isEmpty()) {
      return OptionalLong.empty();
    }
    try {
      return OptionalLong.of(Math.multiplyExact(Long.parseLong(sizeKib.get()), 1024L));
    } catch (NumberFormatException | ArithmeticException e) {
      throw new Failure(
          Failure.Code.INVALID_ARGUMENT,
          field + " sizeKib '" + sizeKib.get() + "' is not a size in KiB",
          e);
    }
  }

  /**
   * Reads volume_context or volume_attributes.
   *
   * @throws Failure INVALID_ARGUMENT naming the field
   */
  static VolumeContext volume(String field, Map<String, String> context) {
    Fields.map(context, field);
    return new VolumeContexts(field).read(context);
  }
}
