package org.csiscaleio.image.volumes;

import java.util.List;

/** Says what was found and what became of it. */
interface OrphanReport {
  /** All that were found. */
  void list(List<Orphan> orphans);

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
