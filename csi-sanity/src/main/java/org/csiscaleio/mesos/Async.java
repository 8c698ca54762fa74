package org.csiscaleio.mesos;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;

/** Work on virtual threads, where Mesos has futures. */
public final class Async {
  private Async() {}

  public static <T> CompletableFuture<T> supply(Supplier<T> work) {
    var future = new CompletableFuture<T>();
    Thread.ofVirtual()
        .start(() -> {
          try {
            future.complete(work.get());
          } catch (RuntimeException | Error e) {
            future.completeExceptionally(e);
          }
        });
    return future;
  }

  public static CompletableFuture<Void> run(Runnable work) {
    return supply(() -> {
      work.run();
      return null;
    });
  }

  /** The result, or what the work threw. */
  public static <T> T join(CompletableFuture<T> future) {
    try {
      return future.join();
    } catch (CompletionException e) {
      switch (e.getCause()) {
        case AgentAborts abort -> throw abort;
        case Failed failed -> throw failed;
        case null, default -> throw e;
      }
    }
  }
}
