package org.csiscaleio.gateway;

import java.util.List;

/**
 * Snapshots that were taken together.
 *
 * @param groupId what the array calls their consistency group; a lone snapshot has one, too
 * @param volumeIds the snapshots, in no order that could be relied upon: whose snapshot one is
 *     tells its ancestor only
 */
public record TakenSnapshots(String groupId, List<String> volumeIds) {
  public TakenSnapshots {
    volumeIds = List.copyOf(volumeIds);
  }
}
