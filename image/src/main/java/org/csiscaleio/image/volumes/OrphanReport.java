package org.csiscaleio.image.volumes;

import java.util.List;
import java.util.Optional;

/** Says what was found and what became of it. */
interface OrphanReport {
  /**
   * All that were found at a system.
   *
   * @param system its id; empty where there is only one
   */
  void list(Optional<String> system, List<Orphan> orphans);

  /** What is at that system is not known. */
  void notLookedAt(String system, String why);

  void wouldRemove(Orphan orphan);

  /** It is not removed. */
  void stays(String id, String why);

  /**
   * Nothing was changed.
   *
   * @param refused because something was refused, and not because it was only asked
   */
  void nothingDone(boolean refused);

  void removed(Orphan orphan);

  /** Nothing more follows. */
  void end();
}
