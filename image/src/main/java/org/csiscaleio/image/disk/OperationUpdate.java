package org.csiscaleio.image.disk;

import java.util.List;
import java.util.Optional;
import org.csiscaleio.image.mesos.Json;

/**
 * What became of an operation.
 *
 * @param operation the id this framework gave it
 * @param message the agent's or the plugin's words
 * @param converted what there is now in place of what it was applied to
 * @param uuid by which it is acknowledged; empty when nobody waits for that
 */
record OperationUpdate(
    String operation,
    OperationState state,
    String message,
    List<DiskResource> converted,
    Optional<String> uuid,
    Optional<String> agent,
    Optional<String> provider) {

  /** Those in an answer to RECONCILE_OPERATIONS; none when it has none, as from 1.8 on. */
  static List<OperationUpdate> allOf(String answer) {
    if (answer.isBlank()) {
      return List.of();
    }
    try {
      return Json.parse(answer).entries("reconcile_operations", "operation_statuses").stream()
          .map(OperationUpdate::of)
          .toList();
    } catch (IllegalArgumentException e) {
      return List.of();
    }
  }

  static OperationUpdate of(Json status) {
    return new OperationUpdate(
        status.text("operation_id", "value").orElse(""),
        OperationState.parse(status.text("state").orElse("")),
        status.text("message").orElse(""),
        DiskResource.among(status.entries("converted_resources")),
        status.text("uuid", "value"),
        status.text("agent_id", "value"),
        status.text("resource_provider_id", "value"));
  }
}
