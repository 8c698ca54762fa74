package org.csiscaleio.operation;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * The instant at which an operation must have answered. Monotonic: a changed wall clock does not
 * move it. Immutable and safe to share.
 */
public final class Deadline {
  private final LongSupplier nanoTime;
  private final long atNanos;

  private Deadline(LongSupplier nanoTime, long atNanos) {
    this.nanoTime = nanoTime;
    this.atNanos = atNanos;
  }

  /** A deadline {@code limit} from now. */
  public static Deadline after(Duration limit) {
    return after(limit, System::nanoTime);
  }

  /**
   * A deadline {@code limit} from now on a clock of the caller's, for tests.
   *
   * @param nanoTime a monotonic clock, in nanoseconds
   */
  public static Deadline after(Duration limit, LongSupplier nanoTime) {
    requireNonNull(limit, "limit is null");
    requireNonNull(nanoTime, "nanoTime is null");
    return new Deadline(nanoTime, nanoTime.getAsLong() + limit.toNanos());
  }

  /** The time left; zero, never negative, once it has passed. */
  public Duration remaining() {
    return Duration.ofNanos(Math.max(0, atNanos - nanoTime.getAsLong()));
  }

  public boolean expired() {
    return atNanos - nanoTime.getAsLong() <= 0;
  }

  /** The earlier of this and {@code limit} from now. */
  public Deadline orAfter(Duration limit) {
    long other = nanoTime.getAsLong() + limit.toNanos();
    return other - atNanos < 0 ? new Deadline(nanoTime, other) : this;
  }

  /** This deadline brought forward by {@code margin}, to keep time for a read-back or an answer. */
  public Deadline earlierBy(Duration margin) {
    return new Deadline(nanoTime, atNanos - margin.toNanos());
  }

  @Override
  public String toString() {
    return "in " + remaining().toMillis() + " ms";
  }
}
