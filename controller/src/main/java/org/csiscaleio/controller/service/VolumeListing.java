package org.csiscaleio.controller.service;

import java.util.List;
import org.csiscaleio.operation.Deadline;
import org.csiscaleio.operation.Failure;

/**
 * Lists volumes. The pages after the first are cut from what the first was told, so that volumes
 * made or deleted meanwhile neither double nor hide others.
 */
final class VolumeListing {
  private final ListingSource source;
  private final ListingShelf<Listing> shelf;

  VolumeListing(ListingSource source, ListingShelf<Listing> shelf) {
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
    if (startingToken.isEmpty()) {
      Listing listing = source.read(withTroubles, deadline);
      List<VolumeStatus> page = listing.page(0, maxEntries);
      boolean more = page.size() < listing.size();
      return new VolumePage(page, more ? ListingShelf.token(shelf.put(listing), page.size()) : "");
    }
    ListingShelf.Bookmark<Listing> mark = shelf.require(startingToken);
    List<VolumeStatus> page = mark.listing().page(mark.offset(), maxEntries);
    int next = mark.offset() + page.size();
    return new VolumePage(
        page, next < mark.listing().size() ? ListingShelf.token(mark.name(), next) : "");
  }
}
