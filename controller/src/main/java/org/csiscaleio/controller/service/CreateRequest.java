package org.csiscaleio.controller.service;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Optional;
import org.csiscaleio.operation.Failure;

/**
 * A volume to be made. Its name is what makes a repeated request the same.
 *
 * @param source what its content shall be; empty makes an empty volume
 */
public record CreateRequest(
    String name,
    SizeRange size,
    List<VolumeCapability> capabilities,
    VolumeParameters parameters,
    Optional<ContentSource> source) {

  /** An empty volume to be made. */
  public CreateRequest(
      String name,
      SizeRange size,
      List<VolumeCapability> capabilities,
      VolumeParameters parameters) {
    this(name, size, capabilities, parameters, Optional.empty());
  }

  /**
   * @throws Failure INVALID_ARGUMENT when no volume of ours can be used as asked
   */
  public CreateRequest {
    requireNonNull(name, "name is null");
    requireNonNull(size, "size is null");
    requireNonNull(parameters, "parameters is null");
    requireNonNull(source, "source is null");
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
