package org.csiscaleio.model;

import java.util.Optional;

/**
 * A snapshot as the model knows it.
 *
 * @param name it was asked for by; of a group's member the group's and a number
 * @param of what it was taken of
 * @param ancestor what it shares its blocks with; passes on when that is deleted
 * @param ask of the volume it was taken of
 * @param group the id of its group; empty for none
 */
record KnownSnapshot(
    String name,
    String id,
    String of,
    Optional<String> ancestor,
    Ask ask,
    long gib,
    Content content,
    String group) {
  KnownSnapshot below(Optional<String> newAncestor) {
    return new KnownSnapshot(name, id, of, newAncestor, ask, gib, content, group);
  }
}
