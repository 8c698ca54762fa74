package org.csiscaleio.whole;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.time.Duration;
import java.util.Set;

/**
 * Repeats a call as an orchestrator does: after UNAVAILABLE and DEADLINE_EXCEEDED, and only then.
 */
final class Repeating {
  /** The only codes that say: the same call again may do. */
  static final Set<Status.Code> MAY_BE_REPEATED =
      Set.of(Status.Code.UNAVAILABLE, Status.Code.DEADLINE_EXCEEDED);

  private static final Duration LIMIT = Duration.ofSeconds(60);

  private Repeating() {}

  /**
   * Makes the call until it succeeds; says how often it was made.
   *
   * @throws StatusRuntimeException what the call fails with for good
   */
  static int untilDone(Runnable call) {
    long end = System.nanoTime() + LIMIT.toNanos();
    for (int attempts = 1; ; attempts++) {
      try {
        call.run();
        return attempts;
      } catch (StatusRuntimeException e) {
        boolean giveUp = System.nanoTime() - end > 0;
        if (giveUp || !MAY_BE_REPEATED.contains(e.getStatus().getCode())) {
          throw e;
        }
        pause();
      }
    }
  }

  private static void pause() {
    java.util.concurrent.locks.LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
  }
}
