package org.csiscaleio.controller.service;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.csiscaleio.controller.limits.LimitsRecord;
import org.csiscaleio.gateway.Volume;

/**
 * The limits records of the array, as last read and as changed here since. A reading that was under
 * way while something was changed here does not undo it.
 */
final class LimitsKnowledge {
  /**
   * A record on the array.
   *
   * @param id the array's id of the volume that is the record
   * @param madeAt in seconds, by the array's clock; tells two records of one sequence apart
   */
  record Kept(String id, long madeAt, LimitsRecord record) {
    boolean isLaterThan(Kept other) {
      boolean same = record.sequence() == other.record.sequence();
      return same
          ? madeAt > other.madeAt || (madeAt == other.madeAt && id.compareTo(other.id) > 0)
          : record.isLaterThan(other.record);
    }
  }

  /** All records of the array as they come along; to be given to {@link #end}. */
  static final class Reading {
    private final long beganAt;
    private final List<Kept> found = new ArrayList<>();

    private Reading(long beganAt) {
      this.beganAt = beganAt;
    }

    void see(Volume volume) {
      kept(volume).ifPresent(found::add);
    }
  }

  /** By the limited volume's id, the one that counts first. */
  private Map<String, List<Kept>> byVolume = new HashMap<>();

  private Set<String> ids = new HashSet<>();
  private final Map<String, Long> changedAt = new HashMap<>();
  private long changes;
  private int readings;

  /** The record that a volume is; empty when it is any other volume. */
  static Optional<Kept> kept(Volume volume) {
    return MadeHere.asRecord(volume)
        .map(record -> new Kept(volume.id(), volume.creationTime().getEpochSecond(), record));
  }

  synchronized Reading begin() {
    readings++;
    return new Reading(changes);
  }

  /** What the reading found is what there is. */
  synchronized void end(Reading reading) {
    var read = new HashMap<String, List<Kept>>();
    for (Kept kept : reading.found) {
      read.merge(kept.record().volumeId(), List.of(kept), LimitsKnowledge::sorted);
    }
    changedAt.forEach((volumeId, at) -> {
      if (at > reading.beganAt) {
        read.put(volumeId, byVolume.getOrDefault(volumeId, List.of()));
      }
    });
    read.values().removeIf(List::isEmpty);
    byVolume = read;
    ids = new HashSet<>();
    read.values().forEach(records -> records.forEach(kept -> ids.add(kept.id())));
    abandoned();
  }

  /** The reading came to nothing. */
  synchronized void abandoned() {
    readings--;
    if (readings == 0) {
      changedAt.clear();
    }
  }

  /** The records of a volume, the one that counts first; more than one only after a mishap. */
  synchronized List<Kept> of(String volumeId) {
    return byVolume.getOrDefault(volumeId, List.of());
  }

  synchronized boolean isRecord(String id) {
    return ids.contains(id);
  }

  /** Takes note of what was done here. */
  synchronized void changed(String volumeId, List<Kept> now) {
    changes++;
    if (readings > 0) {
      changedAt.put(volumeId, changes);
    }
    of(volumeId).forEach(kept -> ids.remove(kept.id()));
    now.forEach(kept -> ids.add(kept.id()));
    if (now.isEmpty()) {
      byVolume.remove(volumeId);
    } else {
      byVolume.put(volumeId, now);
    }
  }

  private static List<Kept> sorted(List<Kept> some, List<Kept> others) {
    return Stream.concat(some.stream(), others.stream())
        .sorted((a, b) -> a.isLaterThan(b) ? -1 : b.isLaterThan(a) ? 1 : 0)
        .toList();
  }
}
