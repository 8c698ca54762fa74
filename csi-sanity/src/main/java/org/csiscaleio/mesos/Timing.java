package org.csiscaleio.mesos;

import java.time.Duration;

/**
 * Mesos' clocks. Deadlines of calls are not here: they are never scaled.
 *
 * @param endpointCreation how long a plugin may take to make its socket: 60 s
 * @param backoffFactor first wait before Create or Delete is repeated is random below this: 10 s
 * @param backoffLimit the wait doubles up to this: 10 min
 * @param reconciliationInterval between two periodic reconciliations: 10 s; zero for none
 */
public record Timing(
    Duration endpointCreation,
    Duration backoffFactor,
    Duration backoffLimit,
    Duration reconciliationInterval) {
  /** As Mesos has them. */
  public static final Timing REAL =
      new Timing(
          Duration.ofSeconds(60),
          Duration.ofSeconds(10),
          Duration.ofMinutes(10),
          Duration.ofSeconds(10));

  /** Waits a hundredth as long before repeating, and never reconciles by itself. */
  public static final Timing FOR_TESTS =
      new Timing(
          Duration.ofSeconds(60), Duration.ofMillis(100), Duration.ofSeconds(6), Duration.ZERO);

  /** With periodic reconciliation. */
  public Timing reconcilingEvery(Duration interval) {
    return new Timing(endpointCreation, backoffFactor, backoffLimit, interval);
  }

  /** With another patience for the plugin's socket. */
  public Timing waitingForSockets(Duration patience) {
    return new Timing(patience, backoffFactor, backoffLimit, reconciliationInterval);
  }
}
