package org.csiscaleio.image.trace;

import java.time.Instant;

/** Instants as OpenTelemetry counts them. */
final class EpochNanos {
  private static final long PER_SECOND = 1_000_000_000L;

  private EpochNanos() {}

  /** Nanoseconds since 1970, until 2262. */
  static long of(Instant instant) {
    return instant.getEpochSecond() * PER_SECOND + instant.getNano();
  }
}
