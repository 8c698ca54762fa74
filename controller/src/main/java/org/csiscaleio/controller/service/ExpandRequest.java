package org.csiscaleio.controller.service;

import static java.util.Objects.requireNonNull;

import java.util.Optional;
import org.csiscaleio.operation.Failure;

/**
 * A volume to be made larger.
 *
 * @param volumeId as the orchestrator sends it
 * @param capability how it is used; older orchestrators do not say
 */
public record ExpandRequest(
    String volumeId, SizeRange size, Optional<VolumeCapability> capability) {
  /**
   * @throws Failure INVALID_ARGUMENT when no size is asked for, or no volume of ours can be used so
   */
  public ExpandRequest {
    requireNonNull(volumeId, "volumeId is null");
    requireNonNull(capability, "capability is null");
    if (size.equals(SizeRange.ANY)) {
      throw Failure.invalid(
          "capacity_range is missing: say how large volume " + volumeId + " is to be");
    }
    capability
        .flatMap(VolumeCapability::unsupportedBecause)
        .ifPresent(reason -> {
          throw Failure.invalid("volume " + volumeId + " cannot be used so: " + reason);
        });
  }

  /** Whether it is certain that there is no file system to be grown. */
  boolean isRaw() {
    return capability
        .filter(known -> known.access() instanceof VolumeCapability.Access.Block)
        .isPresent();
  }
}
