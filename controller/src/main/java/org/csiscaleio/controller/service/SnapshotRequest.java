package org.csiscaleio.controller.service;

import static java.util.Objects.requireNonNull;

/**
 * A snapshot to be taken. Its name is what makes a repeated request the same.
 *
 * @param sourceVolumeId as the orchestrator sends it
 * @param requirement from where it must be reachable
 */
public record SnapshotRequest(String sourceVolumeId, String name, Requirement requirement) {
  /** A snapshot to be taken that may lie anywhere. */
  public SnapshotRequest(String sourceVolumeId, String name) {
    this(sourceVolumeId, name, Requirement.NONE);
  }

  public SnapshotRequest {
    requireNonNull(sourceVolumeId, "sourceVolumeId is null");
    requireNonNull(name, "name is null");
    requireNonNull(requirement, "requirement is null");
  }
}
