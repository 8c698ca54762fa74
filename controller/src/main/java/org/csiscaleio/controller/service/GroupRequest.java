package org.csiscaleio.controller.service;

import static java.util.Objects.requireNonNull;

import java.util.HashSet;
import java.util.List;
import org.csiscaleio.gateway.NewSnapshots;
import org.csiscaleio.operation.Failure;

/**
 * A group snapshot to be taken. Its name is what makes a repeated request the same.
 *
 * @param name of any length
 * @param sourceVolumeIds as the orchestrator sends them, in any order
 */
public record GroupRequest(String name, List<String> sourceVolumeIds) {
  /**
   * @throws Failure INVALID_ARGUMENT when no volume is named, or one twice; FAILED_PRECONDITION
   *     when there are more than the array takes snapshots of at once
   */
  public GroupRequest {
    requireNonNull(name, "name is null");
    sourceVolumeIds = List.copyOf(sourceVolumeIds);
    if (sourceVolumeIds.isEmpty()) {
      throw Failure.invalid("source_volume_ids is missing");
    }
    if (new HashSet<>(sourceVolumeIds).size() < sourceVolumeIds.size()) {
      throw Failure.invalid("source_volume_ids names a volume twice");
    }
    if (sourceVolumeIds.size() > NewSnapshots.LIMIT) {
      throw Failure.precondition(
          "the array takes snapshots of "
              + NewSnapshots.LIMIT
              + " volumes at once at most, not of "
              + sourceVolumeIds.size());
    }
  }
}
