package org.csiscaleio.whole;

import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;

/**
 * A few of something that one test uses at a time, a cluster say, so that tests which mostly wait
 * need not wait for one another as well. Each is opened when it is first wanted.
 */
final class Lanes<T extends AutoCloseable> implements AutoCloseable {
  /** As many tests as run at a time where they may: pom.xml, parallelism. None waits for a lane. */
  private static final int COUNT = 4;

  private final IntFunction<T> opening;
  private final Semaphore permits = new Semaphore(COUNT, true);
  private final AtomicInteger number = new AtomicInteger();
  private final Queue<T> free = new ConcurrentLinkedQueue<>();
  private final List<T> opened = new CopyOnWriteArrayList<>();

  private Lanes(IntFunction<T> opening) {
    this.opening = opening;
  }

  /**
   * Prepares them.
   *
   * @param opening opens one, given its number from 1
   */
  static <T extends AutoCloseable> Lanes<T> of(IntFunction<T> opening) {
    return new Lanes<>(opening);
  }

  /** One for the caller alone, until it is given back. */
  T take() throws InterruptedException {
    permits.acquire();
    T lane = free.poll();
    return lane != null ? lane : open();
  }

  /** One at a time: each is a handful of processes that start. */
  private synchronized T open() {
    boolean done = false;
    try {
      T lane = opening.apply(number.incrementAndGet());
      opened.add(lane);
      done = true;
      return lane;
    } finally {
      if (!done) {
        permits.release();
      }
    }
  }

  /** The next test may have it. */
  void giveBack(T lane) {
    free.add(lane);
    permits.release();
  }

  /** Closes all of them, and complains when all are closed of those that did not like it. */
  @Override
  public void close() {
    var complaint = new IllegalStateException("lanes did not close");
    for (T lane : opened) {
      try {
        lane.close();
      } catch (Exception e) {
        complaint.addSuppressed(e);
      }
    }
    if (complaint.getSuppressed().length > 0) {
      throw complaint;
    }
  }
}
