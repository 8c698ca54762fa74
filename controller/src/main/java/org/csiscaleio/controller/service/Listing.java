package org.csiscaleio.controller.service;

import static java.util.stream.Collectors.toSet;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.csiscaleio.gateway.ScaleIoSystem;
import org.csiscaleio.gateway.VolumeId;
import org.csiscaleio.operation.Deadline;
import org.csiscaleio.operation.VolumeTrouble;
import org.csiscaleio.operation.meter.Measurement;

/**
 * All volumes as they were at one time, in the array's order. Immutable, and small: a few dozen
 * bytes per volume, because there can be a hundred thousand, and several listings.
 */
final class Listing implements ListingShelf.Pages<VolumeStatus> {
  /** A volume's share of a message without its nodes: id, size and field headers. */
  private static final int ENTRY_BYTES = 64;

  /** A GUID and its header. */
  private static final int NODE_BYTES = 40;

  /** A trouble's message. */
  private static final int TROUBLE_BYTES = 400;

  private record Entry(long volumeId, long bytes, VolumePlace place) {}

  private final String systemId;
  private final List<Entry> entries;
  private final Map<List<String>, List<String>> nodes;
  private final Map<VolumePlace, List<VolumeTrouble>> troubles;

  private Listing(
      String systemId,
      List<Entry> entries,
      Map<List<String>, List<String>> nodes,
      Map<VolumePlace, List<VolumeTrouble>> troubles) {
    this.systemId = systemId;
    this.entries = entries;
    this.nodes = nodes;
    this.troubles = troubles;
  }

  /**
   * Reads all volumes of the scope. One request, and one more for SDCs not known yet.
   *
   * @param limits sees the volumes too
   * @param health asked how they are; empty when nobody wants to know
   */
  static Listing read(
      ScaleIoSystem system,
      VolumeScope scope,
      SdcDirectory sdcs,
      KnownSizes sizes,
      LimitsReader limits,
      Optional<ArrayHealth> health,
      Deadline deadline) {
    var entries = new ArrayList<Entry>();
    // Many volumes lie in the same few pools, mapped to the same few hosts, most to none: equal
    // places are kept once.
    var distinct = new HashMap<VolumePlace, VolumePlace>();
    limits.watch(records ->
        system.forEachVolume(
            volume -> {
              records.accept(volume);
              sizes.refresh(volume);
              if (scope.lists(volume)) {
                VolumePlace place = distinct.computeIfAbsent(VolumePlace.of(volume), same -> same);
                long id = Long.parseUnsignedLong(volume.id(), 16);
                entries.add(new Entry(id, scope.reportedBytes(volume), place));
              }
            },
            deadline));
    entries.trimToSize();
    system
        .meter()
        .note(
            new Measurement.Volumes(
                entries.size(),
                entries.stream().mapToLong(Entry::bytes).sum(),
                entries.stream().mapToLong(entry -> entry.place().sdcIds().size()).sum()));
    return new Listing(
        system.info(deadline).id(),
        entries,
        sdcs.nodesOf(
            distinct.keySet().stream().map(VolumePlace::sdcIds).collect(toSet()), deadline),
        health.map(asked -> asked.ill(distinct.keySet(), deadline)).orElse(Map.of()));
  }

  /**
   * The volumes that are in memory.
   *
   * @param nodes the node ids for SDC ids
   */
  static Listing of(
      String systemId, List<OwnVolumes.Entry> volumes, Function<List<String>, List<String>> nodes) {
    var entries = new ArrayList<Entry>();
    var distinct = new HashMap<List<String>, List<String>>();
    for (OwnVolumes.Entry volume : volumes) {
      if (volume.isListed()) {
        distinct.computeIfAbsent(volume.sdcIds(), nodes);
        entries.add(
            new Entry(
                Long.parseUnsignedLong(volume.id(), 16),
                volume.reportedBytes(),
                new VolumePlace("", false, volume.sdcIds())));
      }
    }
    return new Listing(systemId, entries, distinct, Map.of());
  }

  @Override
  public int size() {
    return entries.size();
  }

  @Override
  public int bytesOf(VolumeStatus entry) {
    return bytes(entry.publishedNodeIds(), entry.troubles());
  }

  private static int bytes(List<String> published, List<VolumeTrouble> ill) {
    return ENTRY_BYTES + NODE_BYTES * published.size() + TROUBLE_BYTES * ill.size();
  }

  @Override
  public List<VolumeStatus> page(int from, int maxEntries, int roomBytes) {
    var page = new ArrayList<VolumeStatus>();
    int bytes = 0;
    for (Entry entry : entries.subList(from, entries.size())) {
      List<String> published = nodes.getOrDefault(entry.place().sdcIds(), List.of());
      List<VolumeTrouble> ill = troubles.getOrDefault(entry.place(), List.of());
      bytes += bytes(published, ill);
      boolean full = maxEntries > 0 && page.size() == maxEntries;
      if (full || (bytes > roomBytes && !page.isEmpty())) {
        break;
      }
      var id = new VolumeId(systemId, HexFormat.of().toHexDigits(entry.volumeId()));
      page.add(
          new VolumeStatus(new ProvisionedVolume(id, entry.bytes(), Map.of()), published, ill));
    }
    return page;
  }
}
