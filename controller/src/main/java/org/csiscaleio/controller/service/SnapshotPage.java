package org.csiscaleio.controller.service;

import java.util.List;

/**
 * Some of the snapshots.
 *
 * @param nextToken what the next page is asked for with; empty when this is the last
 */
public record SnapshotPage(List<Snapshot> snapshots, String nextToken) {
  /** None at all. */
  static final SnapshotPage EMPTY = new SnapshotPage(List.of(), "");

  public SnapshotPage {
    snapshots = List.copyOf(snapshots);
  }
}
