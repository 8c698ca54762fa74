package org.csiscaleio.controller.service;

import static java.util.Objects.requireNonNull;

/**
 * A snapshot to be taken. Its name is what makes a repeated request the same.
 *
 * @param sourceVolumeId as the orchestrator sends it
 */
public record SnapshotRequest(String sourceVolumeId, String name) {
  public SnapshotRequest {
    requireNonNull(sourceVolumeId, "sourceVolumeId is null");
    requireNonNull(name, "name is null");
  }
}
