package org.csiscaleio.mesos;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/** libprocess' Sequence: what is added runs when all that was added before has ended. */
public final class Sequence {
  private final ReentrantLock lock = new ReentrantLock();
  private CompletableFuture<?> last = CompletableFuture.completedFuture(null);

  /** Waits for its turn, then runs on the caller's thread. */
  public <T> T run(Supplier<T> work) {
    var mine = new CompletableFuture<Void>();
    CompletableFuture<?> before = append(mine);
    before.join();
    try {
      return work.get();
    } finally {
      mine.complete(null);
    }
  }

  /** Like {@link #run(Supplier)}, for what gives nothing back. */
  public void run(Runnable work) {
    run(() -> {
      work.run();
      return null;
    });
  }

  /** Adds something that is already under way; what is added later waits for it. */
  public void hold(CompletableFuture<?> running) {
    var mine = new CompletableFuture<Void>();
    CompletableFuture<?> before = append(mine);
    var _ =
        before.thenRun(() -> {
          var _ = running.whenComplete((result, failure) -> mine.complete(null));
        });
  }

  private CompletableFuture<?> append(CompletableFuture<?> mine) {
    lock.lock();
    try {
      CompletableFuture<?> before = last;
      last = mine;
      return before;
    } finally {
      lock.unlock();
    }
  }
}
