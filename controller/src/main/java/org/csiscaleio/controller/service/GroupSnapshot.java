package org.csiscaleio.controller.service;

import java.time.Instant;
import java.util.List;

/**
 * Snapshots of one moment, as the orchestrator is told about them.
 *
 * @param id {@code <system id>-<group id>}
 * @param snapshots one or more, each of which tells this id
 */
public record GroupSnapshot(String id, List<Snapshot> snapshots) {
  public GroupSnapshot {
    snapshots = List.copyOf(snapshots);
  }

  /** When they were taken, to the second. */
  public Instant creationTime() {
    return snapshots.getFirst().creationTime();
  }
}
