package org.csiscaleio.controller.service;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.csiscaleio.controller.owner.OwnedName;
import org.csiscaleio.gateway.SdcMapping;
import org.csiscaleio.gateway.Volume;

/**
 * The volumes and imports of one owner, in memory: what the array last told, and what was done
 * since. What this instance did is seen at once, and is never undone by a reading that began before
 * it. Ids are never given again, so what was removed stays away even while the array is still
 * removing it.
 */
final class OwnVolumes {
  /** Longer than any array takes to remove a volume. */
  private static final Duration REMOVED_AGE = Duration.ofMinutes(10);

  /**
   * One volume.
   *
   * @param name empty for an import
   */
  record Entry(Volume volume, Optional<OwnedName> name, List<String> sdcIds) {
    static Entry of(Volume volume, Belonging belonging) {
      return new Entry(
          volume,
          belonging instanceof Belonging.Own own ? Optional.of(own.name()) : Optional.empty(),
          volume.mappings().stream().map(SdcMapping::sdcId).toList());
    }

    String id() {
      return volume.id();
    }

    /** The size its orchestrator knows. */
    long reportedBytes() {
      return name.map(OwnedName::sizeBytes).orElse(volume.sizeBytes());
    }

    boolean isListed() {
      return Belonging.isVolume(volume);
    }

    private Entry mappedTo(List<String> ids) {
      return new Entry(volume, name, ids);
    }
  }

  /** What this instance did to a volume, and when; empty when it is gone. */
  private record Change(long at, Optional<Entry> now) {}

  private final boolean importsCount;
  private long clock;
  private Map<String, Entry> entries = new HashMap<>();
  private final Map<String, Change> changes = new HashMap<>();
  private final Map<String, Long> removedAt = new HashMap<>();
  private boolean read;
  private long readNanos;
  private long readMillis;

  /**
   * @param importsCount whether an import takes room
   */
  OwnVolumes(boolean importsCount) {
    this.importsCount = importsCount;
  }

  /** Begins a reading of the array; returns its number. */
  synchronized long beginReading() {
    return ++clock;
  }

  /**
   * Ends it.
   *
   * @param began of {@link #beginReading}
   * @param found all that belongs to the owner
   */
  synchronized void endReading(long began, Collection<Entry> found) {
    var now = new HashMap<String, Entry>();
    found.forEach(entry -> now.put(entry.id(), entry));
    changes.values().removeIf(change -> change.at() < began);
    changes.forEach((id, change) -> {
      if (change.now().isPresent()) {
        now.put(id, change.now().get());
      } else {
        now.remove(id);
      }
    });
    long nanos = System.nanoTime();
    removedAt.values().removeIf(at -> nanos - at > REMOVED_AGE.toNanos());
    now.keySet().removeAll(removedAt.keySet());
    entries = now;
    read = true;
    readNanos = nanos;
    readMillis = System.currentTimeMillis();
  }

  /** Whether the array has been read at all. */
  synchronized boolean isRead() {
    return read;
  }

  /**
   * How long ago it was read. By whichever clock says more: one stands still while the machine
   * sleeps, the other can be set.
   */
  synchronized Duration age() {
    long millis =
        Math.max(
            TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - readNanos),
            Math.abs(System.currentTimeMillis() - readMillis));
    return Duration.ofMillis(millis);
  }

  /** Takes note of a volume that was made, or has just been read. */
  synchronized void put(Entry entry) {
    change(entry.id(), Optional.of(entry));
  }

  /** Takes note that a volume was removed, and cannot come again. */
  synchronized void removed(String volumeId) {
    removedAt.put(volumeId, System.nanoTime());
    forget(volumeId);
  }

  /** Takes note that a volume is none of the owner's (any more). */
  synchronized void forget(String volumeId) {
    if (entries.containsKey(volumeId) || !read) {
      change(volumeId, Optional.empty());
    }
  }

  /** Takes note of what became of a volume's mappings; others than the owner's are ignored. */
  synchronized void remap(String volumeId, UnaryOperator<List<String>> mappings) {
    Entry entry = entries.get(volumeId);
    if (entry != null) {
      List<String> ids = mappings.apply(entry.sdcIds());
      change(volumeId, Optional.of(entry.mappedTo(List.copyOf(ids))));
    }
  }

  synchronized Optional<Entry> find(String volumeId) {
    return Optional.ofNullable(entries.get(volumeId));
  }

  /** All that were made for the request that the name stands for: one, if all is well. */
  List<Entry> madeFor(OwnedName wanted) {
    return matching(entry -> entry.name().filter(wanted::sameRequest).isPresent());
  }

  /** All, by their ids: the same order whenever they are the same. */
  List<Entry> all() {
    return matching(entry -> true);
  }

  /** The room that is taken in that pool: the sum of the sizes that orchestrators know. */
  synchronized long usedBytes(String poolId) {
    return entries.values().stream()
        .filter(entry -> entry.volume().storagePoolId().equals(poolId))
        .filter(entry -> importsCount || entry.name().isPresent())
        .mapToLong(Entry::reportedBytes)
        .sum();
  }

  private List<Entry> matching(Predicate<Entry> which) {
    var found = new ArrayList<Entry>();
    synchronized (this) {
      entries.values().stream().filter(which).forEach(found::add);
    }
    found.sort(Comparator.comparing(Entry::id));
    return found;
  }

  private void change(String volumeId, Optional<Entry> now) {
    if (now.isPresent() && removedAt.containsKey(volumeId)) {
      return;
    }
    changes.put(volumeId, new Change(++clock, now));
    if (now.isPresent()) {
      entries.put(volumeId, now.get());
    } else {
      entries.remove(volumeId);
    }
  }
}
