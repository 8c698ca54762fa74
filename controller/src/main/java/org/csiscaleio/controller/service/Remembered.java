package org.csiscaleio.controller.service;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.csiscaleio.operation.Deadline;
import org.csiscaleio.operation.Failure;
import org.jspecify.annotations.Nullable;

/**
 * One thing the array was asked for, kept until it is too old or somebody needs it newer. However
 * many ask at once, at most one asks the array; the others wait for it within their own deadlines.
 */
final class Remembered<T> {
  /** Asks the array. */
  interface Source<T> {
    T ask(Deadline deadline);
  }

  private record Answer<T>(T value, long askedAt) {}

  private final String what;
  private final Duration age;
  private final Source<T> source;
  private final ReentrantLock asking = new ReentrantLock();
  private volatile @Nullable Answer<T> last;

  /**
   * @param what in an operator's words, for the failure when it does not come
   * @param age after which it is asked again
   */
  Remembered(String what, Duration age, Source<T> source) {
    this.what = what;
    this.age = age;
    this.source = source;
  }

  /** This instant, for {@link #since}. */
  static long now() {
    return System.nanoTime();
  }

  /** The answer, asked for again only when it is too old. */
  T get(Deadline deadline) {
    return since(now() - age.toNanos(), deadline);
  }

  /**
   * The answer to a question put at that instant or later.
   *
   * @param instant of {@link #now}
   */
  T since(long instant, Deadline deadline) {
    Answer<T> answer = last;
    if (answer != null && answer.askedAt() - instant >= 0) {
      return answer.value();
    }
    acquire(deadline);
    try {
      answer = last;
      if (answer == null || answer.askedAt() - instant < 0) {
        long askedAt = now();
        answer = new Answer<>(source.ask(deadline), askedAt);
        last = answer;
      }
      return answer.value();
    } finally {
      asking.unlock();
    }
  }

  /** What was answered last, however old; never asks. */
  Optional<T> last() {
    Answer<T> answer = last;
    return answer == null ? Optional.empty() : Optional.of(answer.value());
  }

  private void acquire(Deadline deadline) {
    try {
      if (asking.tryLock(deadline.remaining().toNanos(), TimeUnit.NANOSECONDS)) {
        return;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    throw Failure.unavailable(
        "the array did not tell "
            + what
            + " before this call's deadline; repeat the call when the gateway answers again");
  }
}
