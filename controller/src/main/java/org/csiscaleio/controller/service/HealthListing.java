package org.csiscaleio.controller.service;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.csiscaleio.gateway.ScaleIoSystem;
import org.csiscaleio.gateway.VolumeId;
import org.csiscaleio.operation.Deadline;
import org.csiscaleio.operation.Failure;
import org.csiscaleio.operation.VolumeTrouble;

/**
 * Lists the volumes that are not well: all volumes in one request, and what {@link ArrayHealth}
 * asks. Pages after the first are cut from what the first was told.
 */
final class HealthListing {
  /** A volume's share of a message: some 400 bytes a trouble. */
  private static final int ENTRY_BYTES = 1_536;

  private record Entry(long volumeId, VolumePlace place) {}

  /** Volumes that are not well, as they were at one time. */
  private record Ill(
      String systemId, List<Entry> entries, Map<VolumePlace, List<VolumeTrouble>> troubles)
      implements ListingShelf.Pages<VolumeHealth> {
    @Override
    public int size() {
      return entries.size();
    }

    @Override
    public int bytesOf(VolumeHealth entry) {
      return ENTRY_BYTES;
    }

    @Override
    public List<VolumeHealth> page(int from, int maxEntries, int roomBytes) {
      int fitting = Math.max(1, roomBytes / ENTRY_BYTES);
      int size = maxEntries == 0 ? fitting : Math.min(maxEntries, fitting);
      return entries.subList(from, Math.min(size(), from + size)).stream()
          .map(entry ->
              new VolumeHealth(
                  new VolumeId(systemId, HexFormat.of().toHexDigits(entry.volumeId())),
                  troubles.getOrDefault(entry.place(), List.of())))
          .toList();
    }
  }

  private final ScaleIoSystem system;
  private final VolumeScope scope;
  private final ArrayHealth health;
  private final ListingShelf<VolumeHealth> shelf;

  HealthListing(
      ScaleIoSystem system, VolumeScope scope, ArrayHealth health, ControllerSettings settings) {
    this.system = system;
    this.scope = scope;
    this.health = health;
    this.shelf =
        new ListingShelf<>(settings.listingAge(), settings.listingCount(), System::nanoTime);
  }

  /**
   * @param maxEntries 0 = as many as fit a message
   * @param startingToken empty begins anew
   * @throws Failure ABORTED when the token is unknown or too old: begin anew
   */
  VolumeHealthPage list(int maxEntries, String startingToken, Deadline deadline) {
    ListingShelf.Page<VolumeHealth> page =
        startingToken.isEmpty()
            ? shelf.first(read(deadline), maxEntries)
            : shelf.further(startingToken, maxEntries);
    return new VolumeHealthPage(page.entries(), page.nextToken());
  }

  /** All that are not well, as they are now. */
  ListingShelf.Pages<VolumeHealth> read(Deadline deadline) {
    var all = new ArrayList<Entry>();
    var places = new HashMap<VolumePlace, VolumePlace>();
    system.forEachVolume(
        volume -> {
          if (scope.lists(volume)) {
            VolumePlace place =
                places.computeIfAbsent(VolumePlace.of(volume), distinct -> distinct);
            all.add(new Entry(Long.parseUnsignedLong(volume.id(), 16), place));
          }
        },
        deadline);
    // Only now: nothing else is asked of the array while it is telling its volumes.
    Map<VolumePlace, List<VolumeTrouble>> troubles = health.ill(places.keySet(), deadline);
    all.removeIf(entry -> !troubles.containsKey(entry.place()));
    all.trimToSize();
    return new Ill(system.info(deadline).id(), all, troubles);
  }
}
