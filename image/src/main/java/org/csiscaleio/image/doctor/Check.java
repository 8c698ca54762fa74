package org.csiscaleio.image.doctor;

import java.util.List;
import org.csiscaleio.operation.Deadline;
import org.csiscaleio.operation.Finding;

/**
 * Something to look at, apart from all else.
 *
 * @param heading under which it is shown, with others
 * @param about what it looks at, a few words
 */
record Check(String heading, String about, Look look) {
  /** How it is looked at. */
  @FunctionalInterface
  interface Look {
    /**
     * Looks.
     *
     * @param deadline by which it should have answered
     * @throws org.csiscaleio.operation.Failure counts as one finding
     */
    List<Finding> by(Deadline deadline);
  }

  /** One that is not looked at. */
  static Check skipped(String heading, String about, String why) {
    return new Check(heading, about, deadline -> List.of(Finding.skip(about, why)));
  }
}
