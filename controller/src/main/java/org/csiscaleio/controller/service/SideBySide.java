package org.csiscaleio.controller.service;

import static java.util.Objects.requireNonNull;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.csiscaleio.operation.Deadline;
import org.csiscaleio.operation.Failure;
import org.csiscaleio.operation.RequestId;

/**
 * Asks an array beside the call that wants it, or several at once, so that a slow one delays nobody
 * but those who need it.
 */
final class SideBySide {
  private SideBySide() {}

  /**
   * Begins something on a thread of its own.
   *
   * @param work bounded by a deadline of its own
   */
  static <T> CompletableFuture<T> start(Supplier<T> work) {
    Supplier<T> ours = RequestId.handedOver(work);
    var outcome = new CompletableFuture<T>();
    Thread.ofVirtual()
        .name("side-by-side")
        .start(() -> {
          try {
            outcome.complete(ours.get());
          } catch (Throwable e) {
            outcome.completeExceptionally(e);
          }
        });
    return outcome;
  }

  /**
   * What came of it.
   *
   * @param late thrown when nothing came by then
   */
  static <T> T outcome(Future<T> running, Deadline deadline, Supplier<Failure> late) {
    try {
      return running.get(deadline.remaining().toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      throw late.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw Failure.unavailable("the call was interrupted");
    } catch (ExecutionException e) {
      throw failure(requireNonNull(e.getCause(), "no cause"));
    }
  }

  private static Failure failure(Throwable cause) {
    return cause instanceof Failure failure
        ? failure
        : Failure.internal("something unexpected happened: " + cause, cause);
  }
}
