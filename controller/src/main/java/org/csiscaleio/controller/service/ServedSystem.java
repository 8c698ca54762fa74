package org.csiscaleio.controller.service;

import static java.util.Objects.requireNonNull;

import java.util.Map;
import java.util.Optional;
import org.csiscaleio.gateway.ScaleIoSystem;
import org.csiscaleio.operation.Deadline;

/**
 * One of the systems a plugin serves.
 *
 * @param controller its use cases
 * @param system the array itself
 * @param configuredId its id, 16 lower-case hex digits, where the operator said it; else it is
 *     asked
 * @param labels those a host must have to reach its volumes
 */
public record ServedSystem(
    ControllerService controller,
    ScaleIoSystem system,
    Optional<String> configuredId,
    Map<String, String> labels) {
  public ServedSystem {
    requireNonNull(controller, "controller is null");
    requireNonNull(system, "system is null");
    requireNonNull(configuredId, "configuredId is null");
    labels = Map.copyOf(labels);
  }

  /** Its id; asked for at most once. */
  String id(Deadline deadline) {
    return configuredId.orElseGet(() -> system.info(deadline).id());
  }

  /** As an operator knows it. */
  String describe() {
    return configuredId.map(id -> "system " + id).orElse("this plugin's system");
  }
}
