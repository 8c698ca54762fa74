package org.csiscaleio.emulator.model;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Snapshots to be taken together, all or none.
 *
 * @param accessModeLimit null: as the release has it
 */
public record SnapshotRequest(List<Source> sources, @Nullable AccessMode accessModeLimit) {
  public SnapshotRequest {
    sources = List.copyOf(sources);
  }

  /** One volume and what its snapshot is called. */
  public record Source(long volumeId, @Nullable String snapshotName) {}
}
