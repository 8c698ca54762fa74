package org.csiscaleio.node.host;

import static org.csiscaleio.operation.Failure.Code.UNAVAILABLE;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.csiscaleio.operation.Deadline;
import org.csiscaleio.operation.Failure;

/**
 * Runs calls into the kernel where they can be given up: a call on a dead device may never return,
 * and nothing can end it. Each runs on a daemon thread of its own; when the deadline comes first,
 * the thread is left behind and remembered as stuck. A volume with a stuck call that changes
 * something takes no further call (its effect may still come); one with several stuck questions
 * takes no further questions. The SDC itself counts as one more volume. Other volumes do not
 * notice.
 */
public final class BoundedCalls {
  /** Kept back from the caller's deadline, so that it can still answer. */
  private static final Duration ANSWER_MARGIN = Duration.ofMillis(200);

  private static final int MOST_STUCK_QUESTIONS = 2;

  private final Map<Object, List<Stuck>> stuck = new HashMap<>();

  private record Stuck(String what, boolean effect, long sinceNanos) {}

  /** A call that may hang. */
  @FunctionalInterface
  public interface Call<T> {
    T run() throws IOException;
  }

  /** A call that may hang and answers nothing. */
  @FunctionalInterface
  public interface Effect {
    void run() throws IOException;
  }

  /**
   * Asks the kernel something.
   *
   * @param whose the volume, or whatever else may get stuck by itself
   * @param what the call, for a message: {@code reading /dev/scinia}
   * @throws IOException what the call threw
   * @throws Failure DEADLINE_EXCEEDED when it did not return in time; UNAVAILABLE when earlier ones
   *     still have not
   */
  public <T> T ask(Object whose, String what, Deadline deadline, Call<T> call) throws IOException {
    return run(whose, what, false, deadline, call);
  }

  /** Has the kernel change something; otherwise as {@link #ask}. */
  public void change(Object whose, String what, Deadline deadline, Effect call) throws IOException {
    run(
        whose,
        what,
        true,
        deadline,
        () -> {
          call.run();
          return Boolean.TRUE;
        });
  }

  /** As {@link #change}, with an answer. */
  public <T> T changeAndAsk(Object whose, String what, Deadline deadline, Call<T> call)
      throws IOException {
    return run(whose, what, true, deadline, call);
  }

  /** How many calls have been given up and not returned yet. */
  public int stuckCalls() {
    synchronized (stuck) {
      return stuck.values().stream().mapToInt(List::size).sum();
    }
  }

  private <T> T run(Object whose, String what, boolean effect, Deadline deadline, Call<T> call)
      throws IOException {
    refuseWhileStuck(whose, effect);
    Duration patience = deadline.earlierBy(ANSWER_MARGIN).remaining();
    if (patience.isZero()) {
      throw Failure.deadlineExceeded("no time was left for " + what + "; repeat the call");
    }
    var mark = new Stuck(what, effect, System.nanoTime());
    var answer = new CompletableFuture<T>();
    Thread.ofPlatform()
        .daemon()
        .name("kernel call for " + whose)
        .start(() -> {
          try {
            answer.complete(call.run());
          } catch (Throwable t) {
            answer.completeExceptionally(t);
          } finally {
            forget(whose, mark);
          }
        });
    try {
      return answer.get(patience.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      return lateAnswer(whose, mark, patience, answer);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return lateAnswer(whose, mark, patience, answer);
    } catch (ExecutionException e) {
      throw rethrown(e);
    }
  }

  /** The answer after all if it has just come; else the call is marked as stuck. */
  private <T> T lateAnswer(Object whose, Stuck mark, Duration patience, CompletableFuture<T> answer)
      throws IOException {
    synchronized (stuck) {
      if (!answer.isDone()) {
        stuck.computeIfAbsent(whose, w -> new ArrayList<>()).add(mark);
        throw Failure.deadlineExceeded(
            mark.what()
                + " has not returned within "
                + patience.toMillis()
                + " ms and was given up; is the volume still mapped to this node, and the SDC"
                + " connected? Repeat the call");
      }
    }
    try {
      return answer.get();
    } catch (InterruptedException e) {
      throw new AssertionError("waited for an answer that was there", e);
    } catch (ExecutionException e) {
      throw rethrown(e);
    }
  }

  private static IOException rethrown(ExecutionException e) {
    return switch (e.getCause()) {
      case IOException io -> io;
      case RuntimeException unchecked -> throw unchecked;
      case Error error -> throw error;
      case null, default -> throw new AssertionError(e);
    };
  }

  private void refuseWhileStuck(Object whose, boolean effect) {
    synchronized (stuck) {
      List<Stuck> calls = stuck.getOrDefault(whose, List.of());
      for (Stuck call : calls) {
        if (call.effect() || (!effect && calls.size() >= MOST_STUCK_QUESTIONS)) {
          throw new Failure(
              UNAVAILABLE,
              call.what()
                  + " has been stuck in the kernel for "
                  + TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - call.sinceNanos())
                  + " s; until it returns, nothing more can be done there. Is the volume still"
                  + " mapped to this node, and the SDC connected?");
        }
      }
    }
  }

  private void forget(Object whose, Stuck mark) {
    synchronized (stuck) {
      List<Stuck> calls = stuck.get(whose);
      if (calls != null && calls.remove(mark) && calls.isEmpty()) {
        stuck.remove(whose);
      }
    }
  }
}
