package org.csiscaleio.csi;

import io.grpc.Context;
import io.grpc.Deadline;
import io.grpc.stub.StreamObserver;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** What every binding does with a call of one request and one answer. */
public final class Unary {
  private Unary() {}

  /** Answers the call. */
  public static <T> void answer(StreamObserver<T> call, T message) {
    call.onNext(message);
    call.onCompleted();
  }

  /**
   * How long the caller of the current call still waits; zero once it has given up.
   *
   * @param unsaid for a caller that did not say
   */
  public static Duration timeLeft(Duration unsaid) {
    Deadline callers = Context.current().getDeadline();
    return callers == null
        ? unsaid
        : Duration.ofNanos(Math.max(0, callers.timeRemaining(TimeUnit.NANOSECONDS)));
  }

  /** Whether the current call's caller said how long it waits. */
  public static boolean isBounded() {
    return Context.current().getDeadline() != null;
  }
}
