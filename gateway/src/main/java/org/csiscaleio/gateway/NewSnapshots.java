package org.csiscaleio.gateway;

import java.util.HashSet;
import java.util.List;

/**
 * Snapshots to be taken of one moment, all or none. What the array calls a snapshot is a volume of
 * its own: it can be mapped, written if its access allows, grown, and outlives its source.
 *
 * @param sources 1 to 1024 volumes of one system, none twice
 * @param access the most that a mapping of the snapshots may allow; not sent to arrays before 3.0,
 *     whose snapshots can always be written
 */
public record NewSnapshots(List<Source> sources, MappingAccess access) {
  /** So many volumes can be snapshotted at once. */
  public static final int LIMIT = 1024;

  /** A volume, and the name of its snapshot: 1 to 31 characters. */
  public record Source(String volumeId, String snapshotName) {}

  public NewSnapshots {
    sources = List.copyOf(sources);
    if (sources.isEmpty() || sources.size() > LIMIT) {
      throw new IllegalArgumentException(
          "snapshots are taken of 1 to " + LIMIT + " volumes at once, not of " + sources.size());
    }
    var ids = new HashSet<String>();
    for (Source source : sources) {
      if (!ids.add(source.volumeId())) {
        throw new IllegalArgumentException("volume " + source.volumeId() + " is named twice");
      }
    }
  }

  /** One snapshot. */
  public static NewSnapshots of(String volumeId, String snapshotName, MappingAccess access) {
    return new NewSnapshots(List.of(new Source(volumeId, snapshotName)), access);
  }
}
