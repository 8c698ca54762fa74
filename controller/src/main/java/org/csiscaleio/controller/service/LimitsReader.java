package org.csiscaleio.controller.service;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.csiscaleio.gateway.ScaleIoSystem;
import org.csiscaleio.gateway.Volume;
import org.csiscaleio.operation.Deadline;
import org.csiscaleio.operation.Failure;
import org.jspecify.annotations.Nullable;

/**
 * Keeps {@link LimitsKnowledge} young: by one listing when it is needed first, by every listing of
 * volumes that is made for other reasons, and by one of its own when it gets old.
 */
final class LimitsReader {
  /** From this age on it is read again beside the calls that need it. */
  private static final Duration REFRESH = Duration.ofMinutes(5);

  private static final Duration LONGEST_READING = Duration.ofMinutes(5);

  /** For those who need to have read at some time, whenever that was. */
  static final Duration ANY_AGE = Duration.ofDays(10_000);

  private final ScaleIoSystem system;
  private final LimitsKnowledge knowledge;
  private final LongSupplier nanoTime;
  private @Nullable Long readAt;
  private @Nullable Long doubtedAt;
  private @Nullable CompletableFuture<Boolean> running;

  /**
   * @param nanoTime a monotonic clock, in nanoseconds
   */
  LimitsReader(ScaleIoSystem system, LimitsKnowledge knowledge, LongSupplier nanoTime) {
    this.system = system;
    this.knowledge = knowledge;
    this.nanoTime = nanoTime;
  }

  /**
   * Returns when something not older than that is known.
   *
   * @throws Failure UNAVAILABLE when it could not be read in time
   */
  void require(Duration oldest, Deadline deadline) {
    CompletableFuture<Boolean> reading;
    synchronized (this) {
      long age = readAt == null ? Long.MAX_VALUE : nanoTime.getAsLong() - readAt;
      boolean young = age <= REFRESH.toNanos() || oldest.equals(ANY_AGE);
      if (readAt != null && young && age <= oldest.toNanos()) {
        return;
      }
      if (running == null) {
        running = begin();
      }
      if (age <= oldest.toNanos()) {
        return;
      }
      reading = running;
    }
    var _ =
        SideBySide.outcome(
            reading,
            deadline,
            () ->
                Failure.unavailable(
                    "the array did not tell the volumes' modified limits before this call's"
                        + " deadline; repeat the call"));
  }

  /**
   * Makes use of a listing.
   *
   * @param listing shows every volume of the array to what it is given, or throws
   */
  void watch(Consumer<Consumer<Volume>> listing) {
    long began = nanoTime.getAsLong();
    LimitsKnowledge.Reading reading = knowledge.begin();
    boolean complete = false;
    try {
      listing.accept(reading::see);
      complete = true;
    } finally {
      if (complete) {
        knowledge.end(reading);
        readSince(began);
      } else {
        knowledge.abandoned();
      }
    }
  }

  /** What is known is in doubt, because the outcome of a change is not known. */
  synchronized void doubt() {
    readAt = null;
    doubtedAt = nanoTime.getAsLong();
  }

  private synchronized void readSince(long began) {
    boolean certain = doubtedAt == null || began - doubtedAt >= 0;
    if (certain && (readAt == null || began - readAt > 0)) {
      readAt = began;
    }
  }

  /** In a thread of its own: it goes on when the call that wants it has no more time. */
  private CompletableFuture<Boolean> begin() {
    return SideBySide.start(() -> {
      try {
        watch(see -> system.forEachVolume(see, Deadline.after(LONGEST_READING)));
        return true;
      } finally {
        ended();
      }
    });
  }

  private synchronized void ended() {
    running = null;
  }
}
