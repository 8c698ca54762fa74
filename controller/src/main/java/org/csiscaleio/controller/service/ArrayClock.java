package org.csiscaleio.controller.service;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * The array's clock, as far as it can be told from what was just made there: when something was
 * made is said by the array's clock, and not asking the array each time saves a request.
 */
final class ArrayClock {
  /** The array tells whole seconds, and its answer takes time: less than this is no difference. */
  private static final Duration BLUR = Duration.ofSeconds(3);

  private volatile Duration ahead = Duration.ZERO;

  /**
   * Learns from something that was made just now.
   *
   * @param creationTime as the array tells it
   */
  void learn(Instant creationTime) {
    Duration difference = Duration.between(Instant.now(), creationTime);
    ahead = difference.abs().compareTo(BLUR) < 0 ? Duration.ZERO : difference;
  }

  /** What the array's clock shows now, to the second. */
  Instant now() {
    return Instant.now().plus(ahead).truncatedTo(ChronoUnit.SECONDS);
  }
}
