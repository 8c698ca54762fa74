package org.csiscaleio.controller.service;

import static java.util.Objects.requireNonNull;

import java.util.List;
import org.csiscaleio.operation.Failure;

/** A volume to be made. Its name is what makes a repeated request the same. */
public record CreateRequest(
    String name, SizeRange size, List<VolumeCapability> capabilities, VolumeParameters parameters) {

  /**
   * @throws Failure INVALID_ARGUMENT when no volume of ours can be used as asked
   */
  public CreateRequest {
    requireNonNull(name, "name is null");
    requireNonNull(size, "size is null");
    requireNonNull(parameters, "parameters is null");
    capabilities = List.copyOf(capabilities);
    for (VolumeCapability capability : capabilities) {
      capability
          .unsupportedBecause()
          .or(() -> parameters.contradiction(capability))
          .ifPresent(reason -> {
            throw Failure.invalid("volume '" + name + "' cannot be made: " + reason);
          });
    }
  }
}
