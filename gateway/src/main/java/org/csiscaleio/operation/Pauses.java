package org.csiscaleio.operation;

import java.time.Duration;

/** How long whoever tries again waits before the next time. */
public final class Pauses {
  private Pauses() {}

  /** Twice as long, but no longer than {@code longest}. */
  public static Duration longer(Duration pause, Duration longest) {
    Duration twice = pause.multipliedBy(2);
    return twice.compareTo(longest) < 0 ? twice : longest;
  }
}
