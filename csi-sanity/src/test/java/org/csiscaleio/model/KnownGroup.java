package org.csiscaleio.model;

import java.util.Set;
import java.util.TreeSet;

/**
 * A group snapshot as it was taken; members may have been deleted since.
 *
 * @param sources ids of the volumes it was taken of
 * @param members ids of its snapshots
 */
record KnownGroup(String name, String id, Set<String> sources, Set<String> members) {
  KnownGroup {
    sources = new TreeSet<>(sources);
    members = new TreeSet<>(members);
  }
}
