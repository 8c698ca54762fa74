package org.csiscaleio.controller.service;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Optional;
import org.csiscaleio.operation.Failure;

/**
 * A volume to be made. Its name is what makes a repeated request the same.
 *
 * @param source what its content shall be; empty makes an empty volume
 * @param requirement from where it must be reachable
 */
public record CreateRequest(
    String name,
    SizeRange size,
    List<VolumeCapability> capabilities,
    VolumeParameters parameters,
    Optional<ContentSource> source,
    Requirement requirement) {

  /** An empty volume to be made. */
  public CreateRequest(
      String name,
      SizeRange size,
      List<VolumeCapability> capabilities,
      VolumeParameters parameters) {
    this(name, size, capabilities, parameters, Optional.empty());
  }

  /** A volume to be made that may lie anywhere. */
  public CreateRequest(
      String name,
      SizeRange size,
      List<VolumeCapability> capabilities,
      VolumeParameters parameters,
      Optional<ContentSource> source) {
    this(name, size, capabilities, parameters, source, Requirement.NONE);
  }

  /** The same, whose place has been chosen. */
  CreateRequest placed() {
    return new CreateRequest(name, size, capabilities, parameters, source);
  }

  /** The same, to be made in that protection domain. */
  CreateRequest inDomain(String domain) {
    return new CreateRequest(name, size, capabilities, parameters.inDomain(domain), source);
  }

  /**
   * @throws Failure INVALID_ARGUMENT when no volume of ours can be used as asked
   */
  public CreateRequest {
    requireNonNull(name, "name is null");
    requireNonNull(size, "size is null");
    requireNonNull(parameters, "parameters is null");
    requireNonNull(source, "source is null");
    requireNonNull(requirement, "requirement is null");
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
