package org.csiscaleio.image.volumes;

import java.util.List;
import org.csiscaleio.gateway.Volume;

/**
 * What an operator wants with some volumes. Judged twice: for all of them before anything is
 * changed, and again for each one, from what the array says then.
 */
interface Change {
  /** In a few words, for the first line. */
  String headline();

  /** What it did, for the last line: {@code handed over}. */
  String done();

  /**
   * The volumes that are meant.
   *
   * @throws Refusal when one of them is not there
   */
  List<Volume> meant(ArrayView array);

  /** Why it must not be done to any of them; empty when it may. */
  List<String> objections(ArrayView array);

  Verdict judge(Volume volume, ArrayView array);
}
