package org.csiscaleio.controller.service;

import static java.util.Objects.requireNonNull;

import java.util.Map;
import org.csiscaleio.controller.limits.LimitsOverride;
import org.csiscaleio.operation.Failure;

/**
 * A volume whose limits are to be changed, while it is used or not.
 *
 * @param limits the new ones; where nothing is said, what holds goes on to hold
 */
public record ModifyRequest(String volumeId, LimitsOverride limits) {
  public ModifyRequest {
    requireNonNull(volumeId, "volumeId is null");
    requireNonNull(limits, "limits is null");
  }

  /**
   * Reads mutable_parameters.
   *
   * @throws Failure INVALID_ARGUMENT when one is unknown, or no limit of the array
   */
  public static ModifyRequest of(String volumeId, Map<String, String> mutableParameters) {
    return new ModifyRequest(volumeId, MutableParameters.read(mutableParameters));
  }
}
