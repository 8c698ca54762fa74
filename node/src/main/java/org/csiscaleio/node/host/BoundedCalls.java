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
import org.csiscaleio.gateway.VolumeId;
import org.csiscaleio.operation.Deadline;
import org.csiscaleio.operation.Failure;

/**
 * Runs calls into the kernel where they can be given up: a call on a dead device may never return,
 * and nothing can end it. Each runs on a daemon thread of its own; when the deadline comes first,
 * the thread is left behind and remembered as stuck. A volume with a stuck call that changes
 * something takes no further call (its effect may still come); one with several stuck questions
 * takes no further questions. Other volumes do not notice.
 */
public final class BoundedCalls {
  /** Kept back from the caller's deadline, so that it can still answer. */
  private static final Duration ANSWER_MARGIN = Duration.ofMillis(200);

  private static final int MOST_STUCK_QUESTIONS = 2;

  private final Map<VolumeId, List<Stuck>> stuck = new HashMap<>();

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
   * @param what the call, for a message: {@code reading /dev/scinia}
   * @throws IOException what the call threw
   * @throws Failure DEADLINE_EXCEEDED when it did not return in time; UNAVAILABLE when earlier ones
   *     still have not
   */
  public <T> T ask(VolumeId volume, String what, Deadline deadline, Call<T> call)
      throws IOException {
    return run(volume, what, false, deadline, call);
  }

  /** Has the kernel change something; otherwise as {@link #ask}. */
  public void change(VolumeId volume, String what, Deadline deadline, Effect call)
      throws IOException {
    run(
        volume,
        what,
        true,
        deadline,
        () -> {
          call.run();
          return Boolean.TRUE;
        });
  }

  /** As {@link #change}, with an answer. */
  public <T> T changeAndAsk(VolumeId volume, String what, Deadline deadline, Call<T> call)
      throws IOException {
    return run(volume, what, true, deadline, call);
  }

  /** How many calls have been given up and not returned yet. */
  public int stuckCalls() {
    synchronized (stuck) {
      return stuck.values().stream().mapToInt(List::size).sum();
    }
  }

  private <T> T run(VolumeId volume, String what, boolean effect, Deadline deadline, Call<T> call)
      throws IOException {
    refuseWhileStuck(volume, effect);
    Duration patience = deadline.earlierBy(ANSWER_MARGIN).remaining();
    if (patience.isZero()) {
      throw Failure.deadlineExceeded("no time was left for " + what + "; repeat the call");
    }
    var mark = new Stuck(what, effect, System.nanoTime());
    var answer = new CompletableFuture<T>();
    Thread.ofPlatform()
        .daemon()
        .name("kernel call for " + volume)
        .start(() -> {
          try {
            answer.complete(call.run());
          } catch (Throwable t) {
            answer.completeExceptionally(t);
          } finally {
            forget(volume, mark);
          }
        });
    try {
      return answer.get(patience.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      return lateAnswer(volume, mark, patience, answer);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return lateAnswer(volume, mark, patience, answer);
    } catch (ExecutionException e) {
      throw rethrown(e);
    }
  }

  /** The answer after all if it has just come; else the call is marked as stuck. */
  private <T> T lateAnswer(
      VolumeId volume, Stuck mark, Duration patience, CompletableFuture<T> answer)
      throws IOException {
    synchronized (stuck) {
      if (!answer.isDone()) {
        stuck.computeIfAbsent(volume, v -> new ArrayList<>()).add(mark);
        throw Failure.deadlineExceeded(
            mark.what()
                + " has not returned within "
                + patience.toMillis()
                + " ms and was given up; is the device of volume "
                + volume
                + " still mapped to this node, and the SDC connected? Repeat the call");
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

  private void refuseWhileStuck(VolumeId volume, boolean effect) {
    synchronized (stuck) {
      List<Stuck> calls = stuck.getOrDefault(volume, List.of());
      for (Stuck call : calls) {
        if (call.effect() || (!effect && calls.size() >= MOST_STUCK_QUESTIONS)) {
          throw new Failure(
              UNAVAILABLE,
              call.what()
                  + " has been stuck in the kernel for "
                  + TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - call.sinceNanos())
                  + " s; nothing can be done with volume "
                  + volume
                  + " until it returns. Is its device still mapped to this node, and the SDC"
                  + " connected?");
        }
      }
    }
  }

  private void forget(VolumeId volume, Stuck mark) {
    synchronized (stuck) {
      List<Stuck> calls = stuck.get(volume);
      if (calls != null && calls.remove(mark) && calls.isEmpty()) {
        stuck.remove(volume);
      }
    }
  }
}
