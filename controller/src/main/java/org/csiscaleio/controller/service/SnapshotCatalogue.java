package org.csiscaleio.controller.service;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.csiscaleio.gateway.Volume;
import org.csiscaleio.gateway.VolumeId;

/**
 * Snapshots as they were at one time, in the array's order. Immutable, and small: a few dozen bytes
 * per snapshot, because there can be a hundred thousand, and several lists.
 */
final class SnapshotCatalogue implements ListingShelf.Pages<Snapshot> {
  /** A snapshot's share of a message. */
  private static final int ENTRY_BYTES = 192;

  /** A snapshot; 0 stands for no source and for no group. */
  private record Entry(long id, long source, long bytes, long epochSecond, long group) {
    static Entry of(Volume volume) {
      return new Entry(
          number(volume.id()),
          VolumeId.isId(volume.ancestorVolumeId()) ? number(volume.ancestorVolumeId()) : 0,
          volume.sizeBytes(),
          volume.creationTime().getEpochSecond(),
          SnapshotRule.isGroupMember(volume) ? number(volume.groupId()) : 0);
    }

    private static long number(String id) {
      return Long.parseUnsignedLong(id, 16);
    }
  }

  private final String systemId;
  private final List<Entry> entries;

  private SnapshotCatalogue(String systemId, List<Entry> entries) {
    this.systemId = systemId;
    this.entries = entries;
  }

  /** Takes in the snapshots among the volumes it is given. */
  static final class Builder {
    private final ArrayList<Entry> entries = new ArrayList<>();
    private final Predicate<Volume> wanted;

    Builder(Predicate<Volume> wanted) {
      this.wanted = wanted;
    }

    void add(Volume volume) {
      if (wanted.test(volume)) {
        entries.add(Entry.of(volume));
      }
    }

    /** Drops the snapshots of all other volumes, and of volumes that are gone all others. */
    void keepThoseOf(Set<String> sourceIds, Set<String> withoutSource) {
      entries.removeIf(entry ->
          entry.source() == 0
              ? !withoutSource.contains(text(entry.id()))
              : !sourceIds.contains(text(entry.source())));
    }

    SnapshotCatalogue build(String systemId) {
      entries.trimToSize();
      return new SnapshotCatalogue(systemId, entries);
    }
  }

  @Override
  public int size() {
    return entries.size();
  }

  @Override
  public int bytesOf(Snapshot entry) {
    return ENTRY_BYTES;
  }

  @Override
  public List<Snapshot> page(int from, int maxEntries, int roomBytes) {
    int fitting = Math.max(1, roomBytes / ENTRY_BYTES);
    int most = maxEntries == 0 ? fitting : Math.min(fitting, maxEntries);
    return entries.subList(from, Math.min(entries.size(), from + most)).stream()
        .map(this::snapshot)
        .toList();
  }

  private Snapshot snapshot(Entry entry) {
    return new Snapshot(
        new VolumeId(systemId, text(entry.id())),
        new VolumeId(systemId, text(entry.source())),
        entry.bytes(),
        Instant.ofEpochSecond(entry.epochSecond()),
        entry.group() == 0
            ? Optional.empty()
            : Optional.of(Snapshot.groupId(systemId, text(entry.group()))));
  }

  private static String text(long id) {
    return HexFormat.of().toHexDigits(id);
  }
}
