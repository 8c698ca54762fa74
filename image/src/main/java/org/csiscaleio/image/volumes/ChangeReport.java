package org.csiscaleio.image.volumes;

import org.csiscaleio.gateway.Sdc;
import org.csiscaleio.gateway.Volume;

/** Tells an operator, or a program, what a change does. */
interface ChangeReport {
  void begin(Change change, ArrayView array, boolean carriesOut);

  /** Something stands against all of it. */
  void refused(String why);

  /** What is to become of a volume, before anything is done. */
  void judged(Volume volume, Verdict verdict);

  void unmapped(Volume volume, Sdc sdc);

  void done(Volume volume, String newName);

  void failed(Volume volume, String why);

  /**
   * Nothing follows.
   *
   * @param good whether nothing was refused and nothing failed
   */
  void end(boolean good);
}
