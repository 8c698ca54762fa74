package org.csiscaleio.rig;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** Bounded waiting for something that another process brings about. */
public final class Await {
  private static final long PAUSE_NANOS = Duration.ofMillis(10).toNanos();

  /** Something to look at again and again; what it throws counts as "not yet". */
  @FunctionalInterface
  public interface Condition {
    boolean holds() throws Exception;
  }

  private Await() {}

  /**
   * Returns as soon as {@code condition} holds.
   *
   * @param what completes the sentence "in vain waited for ..."
   * @throws IllegalStateException when it did not hold within {@code limit}, with the last
   *     exception as its cause
   */
  public static void until(String what, Duration limit, Condition condition) {
    long end = System.nanoTime() + limit.toNanos();
    Exception last = null;
    while (true) {
      try {
        if (condition.holds()) {
          return;
        }
        last = null;
      } catch (Exception e) {
        last = e;
      }
      if (Thread.interrupted()) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException("interrupted while waiting for " + what, last);
      }
      if (System.nanoTime() - end > 0) {
        throw new IllegalStateException(
            "in vain waited " + limit.toMillis() + " ms for " + what, last);
      }
      LockSupport.parkNanos(PAUSE_NANOS);
    }
  }
}
