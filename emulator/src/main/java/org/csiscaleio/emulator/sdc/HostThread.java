package org.csiscaleio.emulator.sdc;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The one thread of a host: does its work in order, and logs what goes wrong. */
final class HostThread {
  private static final Logger LOG = LoggerFactory.getLogger(HostThread.class);

  private final String name;
  private final ScheduledThreadPoolExecutor thread;

  HostThread(String name) {
    this.name = name;
    this.thread =
        new ScheduledThreadPoolExecutor(1, Thread.ofPlatform().daemon().name(name).factory());
  }

  /** Something done to the kernel or to files. */
  interface Work {
    void run() throws IOException;
  }

  /** Does the work after all that was submitted before. */
  Future<?> submit(String what, Work work) {
    return submitLater(what, 0, work);
  }

  /** Does the work when the delay has passed; never, when the host is stopped before. */
  Future<?> submitLater(String what, long delayNanos, Work work) {
    try {
      return thread.schedule(() -> attempt(what, work), delayNanos, TimeUnit.NANOSECONDS);
    } catch (RejectedExecutionException e) {
      LOG.debug("{} is stopped; not done: {}", name, what);
      return CompletableFuture.completedFuture(null);
    }
  }

  /** Does the work and waits for its end, but not for ever: a stuck kernel must not spread. */
  void submitAndWait(String what, int seconds, Work work) {
    try {
      var _ = submit(what, work).get(seconds, TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      LOG.warn("{} is still busy after {} s: {}", name, seconds, what);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException e) {
      throw new AssertionError("attempt() lets nothing through", e);
    }
  }

  void stop() {
    thread.shutdownNow();
  }

  private void attempt(String what, Work work) {
    try {
      work.run();
    } catch (IOException | RuntimeException e) {
      LOG.error("{} could not {}: {}", name, what, e.toString(), e);
    }
  }
}
