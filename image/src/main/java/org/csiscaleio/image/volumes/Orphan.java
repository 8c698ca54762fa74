package org.csiscaleio.image.volumes;

import static java.util.Objects.requireNonNull;

import java.util.Locale;
import java.util.Optional;

/**
 * Something on the array, or on this host, that nobody owns.
 *
 * @param id what it is named by on the command line: a volume's id; volume id, {@code @}, SDC for a
 *     mapping; a path for a mount
 * @param name as the array has it, or empty
 * @param why nobody owns it, a clause
 * @param keptBecause why it is never removed by this command; empty when it can be
 */
record Orphan(Kind kind, String id, String name, String why, Optional<String> keptBecause) {
  /** What it is. */
  enum Kind {
    /** A record of a volume's limits. */
    RECORD,
    VOLUME,
    SNAPSHOT,
    MAPPING,
    /** On this host. */
    MOUNT;

    String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  Orphan {
    requireNonNull(kind, "kind is null");
    requireNonNull(keptBecause, "keptBecause is null");
  }

  boolean removable() {
    return keptBecause.isEmpty();
  }
}
