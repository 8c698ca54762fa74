package org.csiscaleio.controller.service;

import java.time.Duration;
import java.util.function.Supplier;
import org.csiscaleio.operation.Deadline;
import org.csiscaleio.operation.Failure;

/** Tries again what fails for a reason that passes by itself, for as long as a call has time. */
final class Patience {
  private Patience() {}

  /**
   * The answer of {@code work}.
   *
   * @param pause between two attempts
   * @throws Failure what the last attempt threw
   */
  static <T> T retry(Deadline deadline, Duration pause, Supplier<T> work) {
    while (true) {
      try {
        return work.get();
      } catch (Failure e) {
        boolean passes =
            e.code() == Failure.Code.UNAVAILABLE || e.code() == Failure.Code.DEADLINE_EXCEEDED;
        if (!passes || deadline.remaining().compareTo(pause) <= 0 || !sleep(pause)) {
          throw e;
        }
      }
    }
  }

  private static boolean sleep(Duration pause) {
    try {
      Thread.sleep(pause);
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
