package org.csiscaleio.operation;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Lets one operation per key (a volume id, a requested name) run at a time. A second one waits for
 * its turn until shortly before its deadline, because Mesos takes ABORTED for a final answer; one
 * that is equal to the operation now running shares its answer instead. Different keys never wait
 * for each other. Keys without an operation take no memory.
 */
public final class Turns {
  /** Kept back from a waiter's deadline, so that it can still answer. */
  private static final Duration ANSWER_MARGIN = Duration.ofMillis(200);

  private final Map<String, Lane> lanes = new HashMap<>();

  /** One key's operations: the lock they take in turn, and the one that holds it. */
  private static final class Lane {
    final ReentrantLock turn = new ReentrantLock(true);
    int users;
    @Nullable Running running;
  }

  private record Running(Object request, CompletableFuture<Object> answer) {}

  /**
   * Runs {@code work} when no other operation on {@code key} is running, or shares the answer of an
   * equal one.
   *
   * @param key what only one operation at a time may touch
   * @param request compared by {@code equals} with the running operation's; with its kind in it, so
   *     that a create and a delete are never equal
   * @throws Failure UNAVAILABLE when the turn did not come in time; whatever {@code work} throws
   */
  @SuppressWarnings("unchecked")
  public <T> T take(String key, Object request, Deadline deadline, Supplier<T> work) {
    requireNonNull(request, "request is null");
    Lane lane;
    Running shared = null;
    synchronized (lanes) {
      lane = lanes.computeIfAbsent(key, k -> new Lane());
      lane.users++;
      if (lane.running != null && lane.running.request().equals(request)) {
        shared = lane.running;
      }
    }
    try {
      if (shared != null) {
        Object answer = await(shared, key, deadline);
        if (answer != null) {
          return (T) answer;
        }
      }
      return runInTurn(lane, key, request, deadline, work);
    } finally {
      synchronized (lanes) {
        if (--lane.users == 0) {
          lanes.remove(key);
        }
      }
    }
  }

  /** How many keys have an operation running or waiting. */
  public int busyKeys() {
    synchronized (lanes) {
      return lanes.size();
    }
  }

  private <T> T runInTurn(
      Lane lane, String key, Object request, Deadline deadline, Supplier<T> work) {
    acquire(lane, key, deadline);
    var running = new Running(request, new CompletableFuture<>());
    try {
      synchronized (lanes) {
        lane.running = running;
      }
      T answer = work.get();
      running.answer().complete(requireNonNull(answer, "an operation must have an answer"));
      return answer;
    } catch (Throwable t) {
      running.answer().completeExceptionally(t);
      throw t;
    } finally {
      synchronized (lanes) {
        lane.running = null;
      }
      lane.turn.unlock();
    }
  }

  /**
   * The shared answer, or null when the one who ran it ran out of time: the caller may have more.
   */
  private static @Nullable Object await(Running shared, String key, Deadline deadline) {
    try {
      return shared.answer().get(patience(deadline).toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      throw turnNeverCame(key);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw turnNeverCame(key);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof Failure failure
          && failure.code() != Failure.Code.UNAVAILABLE
          && failure.code() != Failure.Code.DEADLINE_EXCEEDED) {
        throw failure;
      }
      return null;
    }
  }

  private static void acquire(Lane lane, String key, Deadline deadline) {
    try {
      if (!lane.turn.tryLock(patience(deadline).toNanos(), TimeUnit.NANOSECONDS)) {
        throw turnNeverCame(key);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw turnNeverCame(key);
    }
  }

  private static Duration patience(Deadline deadline) {
    return deadline.earlierBy(ANSWER_MARGIN).remaining();
  }

  private static Failure turnNeverCame(String key) {
    return Failure.unavailable(
        "another operation on "
            + key
            + " is still running and did not end before this call's deadline; repeat the call");
  }
}
