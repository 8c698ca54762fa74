package org.csiscaleio.controller.service;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A question whether a volume can be used in some ways.
 *
 * @param parameters as an orchestrator sent them, unread: a fault in them is an answer, not an
 *     error
 * @param mutableParameters the same of those that can be changed later
 */
public record CapabilityCheck(
    String volumeId,
    List<VolumeCapability> capabilities,
    Map<String, String> volumeContext,
    Map<String, String> parameters,
    Map<String, String> mutableParameters) {

  /** One without mutable parameters. */
  public CapabilityCheck(
      String volumeId,
      List<VolumeCapability> capabilities,
      Map<String, String> volumeContext,
      Map<String, String> parameters) {
    this(volumeId, capabilities, volumeContext, parameters, Map.of());
  }

  /** The answer. */
  public sealed interface Answer {
    /** It can. */
    record Confirmed() implements Answer {}

    /** It cannot, and why. */
    record NotConfirmed(String reason) implements Answer {}

    static Answer of(Optional<String> objection) {
      return objection.<Answer>map(NotConfirmed::new).orElseGet(Confirmed::new);
    }
  }

  public CapabilityCheck {
    capabilities = List.copyOf(capabilities);
    volumeContext = Map.copyOf(volumeContext);
    parameters = Map.copyOf(parameters);
    mutableParameters = Map.copyOf(mutableParameters);
  }
}
