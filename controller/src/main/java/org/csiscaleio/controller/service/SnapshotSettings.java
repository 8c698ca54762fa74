package org.csiscaleio.controller.service;

/**
 * What an operator can say about snapshots.
 *
 * @param listPolicySnapshots whether lists show the snapshots that the array's own snapshot
 *     policies take; one that is asked for by its id is always found
 */
public record SnapshotSettings(boolean listPolicySnapshots) {
  /** Lists show no snapshots of policies. */
  public static final SnapshotSettings DEFAULT = new SnapshotSettings(false);
}
