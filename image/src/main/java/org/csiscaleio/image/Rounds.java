package org.csiscaleio.image;

import java.time.Duration;
import java.util.function.Supplier;

/** Something that is done again and again in the background, until it is closed. */
final class Rounds implements AutoCloseable {
  private final Supplier<Duration> round;
  private final Thread thread;

  /**
   * @param round says how long to pause before the next one; throws nothing
   */
  Rounds(String name, Supplier<Duration> round) {
    this.round = round;
    this.thread = Thread.ofVirtual().name(name).unstarted(this::run);
  }

  /** Begins; once. */
  void start() {
    thread.start();
  }

  private void run() {
    try {
      while (!Thread.currentThread().isInterrupted()) {
        Thread.sleep(round.get());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    thread.interrupt();
  }
}
