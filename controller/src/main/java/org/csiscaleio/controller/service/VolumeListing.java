package org.csiscaleio.controller.service;

import org.csiscaleio.operation.Deadline;
import org.csiscaleio.operation.Failure;

/**
 * Lists volumes. The pages after the first are cut from what the first was told, so that volumes
 * made or deleted meanwhile neither double nor hide others.
 */
final class VolumeListing {
  private final ListingSource source;
  private final ListingShelf<VolumeStatus> shelf;

  VolumeListing(ListingSource source, ListingShelf<VolumeStatus> shelf) {
    this.source = source;
    this.shelf = shelf;
  }

  /**
   * @param maxEntries 0 = as many as fit a message
   * @param startingToken empty begins anew
   * @param withTroubles counts for the first page; the others are cut from the same
   * @throws Failure ABORTED when the token is unknown or too old: begin anew
   */
  VolumePage list(int maxEntries, String startingToken, boolean withTroubles, Deadline deadline) {
    ListingShelf.Page<VolumeStatus> page =
        startingToken.isEmpty()
            ? shelf.first(source.read(withTroubles, deadline), maxEntries)
            : shelf.further(startingToken, maxEntries);
    return new VolumePage(page.entries(), page.nextToken());
  }
}
