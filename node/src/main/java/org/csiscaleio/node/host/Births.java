package org.csiscaleio.node.host;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * The moments in which children of this process are born. A child has whatever its parent has open
 * until it becomes another program, which closes that: who has just closed a device may find it
 * held by such a child still.
 */
final class Births {
  /** A birth takes some milliseconds; one that takes so long will end in somebody's EBUSY. */
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  private static final ReentrantReadWriteLock UNDER_WAY = new ReentrantReadWriteLock();

  private Births() {}

  /** Starts a child; returns when it is the program that it is to be. */
  static Process of(ProcessBuilder child) throws IOException {
    UNDER_WAY.readLock().lock();
    try {
      return child.start();
    } finally {
      UNDER_WAY.readLock().unlock();
    }
  }

  /** Returns when every child whose birth had begun is another program, or after a bounded wait. */
  static void await() {
    try {
      if (UNDER_WAY.writeLock().tryLock(PATIENCE.toNanos(), TimeUnit.NANOSECONDS)) {
        UNDER_WAY.writeLock().unlock();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
