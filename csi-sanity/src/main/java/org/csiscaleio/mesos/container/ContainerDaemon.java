package org.csiscaleio.mesos.container;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * src/slave/container_daemon.cpp: launches a container, waits for its end, launches it again, at
 * once and without limit. When a launch or one of the hooks fails once, it gives up for ever.
 */
final class ContainerDaemon {
  private static final Duration STOP_LIMIT = Duration.ofSeconds(10);

  private final Runnable launch;
  private final Runnable postStart;
  private final Waiting untilEnd;
  private final Runnable postStop;
  private final CompletableFuture<@Nullable Void> terminated = new CompletableFuture<>();
  private final Thread thread;

  /** Waits for a container's end. */
  @FunctionalInterface
  interface Waiting {
    void waitForEnd() throws InterruptedException;
  }

  ContainerDaemon(Runnable launch, Runnable postStart, Waiting untilEnd, Runnable postStop) {
    this.launch = launch;
    this.postStart = postStart;
    this.untilEnd = untilEnd;
    this.postStop = postStop;
    this.thread = Thread.ofVirtual().unstarted(this::run);
  }

  void start() {
    thread.start();
  }

  /** Tells the listener why, when the daemon gives up or already has. */
  void whenGivingUp(Consumer<Throwable> listener) {
    var _ =
        terminated.exceptionally(failure -> {
          listener.accept(failure);
          return null;
        });
  }

  /** The agent's process ends; the container stays. Nothing is launched after this. */
  void stop() {
    thread.interrupt();
    try {
      thread.join(STOP_LIMIT);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    try {
      while (!Thread.currentThread().isInterrupted()) {
        launch.run();
        postStart.run();
        untilEnd.waitForEnd();
        postStop.run();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      if (!Thread.currentThread().isInterrupted()) {
        terminated.completeExceptionally(e);
      }
    }
  }
}
