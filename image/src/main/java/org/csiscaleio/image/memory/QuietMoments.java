package org.csiscaleio.image.memory;

import java.time.Duration;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives memory back when the program is at rest. A small heap's collector keeps what it once took,
 * malloc what the compiler once needed, and the kernel every page of the class-data archive that
 * lies near a used one; after a listing of many volumes that is more than all the rest. A
 * collection then takes some ten milliseconds in which nobody waits, and is only made where there
 * is something to gain: an orchestrator that asks every few seconds causes none.
 */
public final class QuietMoments {
  private static final Logger log = LoggerFactory.getLogger(QuietMoments.class);

  private static final long WORTH_IT_BYTES = 4L << 20;

  /** Between two collections, for whoever asks much with pauses in between. */
  private static final Duration APART = Duration.ofMinutes(1);

  /** What goes on in the background touches pages again. */
  private static final Duration PAGES_APART = Duration.ofSeconds(15);

  /**
   * What was done lately may still be being compiled, and giving back for the first time is too.
   */
  private static final int ATTEMPTS = 2;

  private final Duration rest;
  private final LongSupplier activity;
  private long keptBytes;
  private long collectedNanos = System.nanoTime() - APART.toNanos();
  private long lookedNanos = System.nanoTime();

  /**
   * Prepares it.
   *
   * @param rest how long nothing may happen before memory is given back
   * @param activity a count that changes whenever something happens; negative while it does
   */
  public QuietMoments(Duration rest, LongSupplier activity) {
    this.rest = rest;
    this.activity = activity;
  }

  /** Watches from now on, in the background, for as long as the program runs. */
  public void watch() {
    Thread.ofPlatform().daemon().name("quiet-moments").start(this::run);
  }

  private void run() {
    try {
      keptBytes = Runtime.getRuntime().totalMemory();
      long before = -1;
      int left = ATTEMPTS;
      while (true) {
        Thread.sleep(rest);
        long now = activity.getAsLong();
        left = now == before ? left : ATTEMPTS;
        boolean atRest = now >= 0 && now == before;
        if (atRest && left > 0) {
          left--;
          giveBack();
        } else if (atRest && System.nanoTime() - lookedNanos > PAGES_APART.toNanos()) {
          letGoOfPages();
        }
        before = now;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void giveBack() {
    long hadBytes = Runtime.getRuntime().totalMemory();
    long begin = System.nanoTime();
    if (hadBytes - keptBytes > WORTH_IT_BYTES && begin - collectedNanos > APART.toNanos()) {
      collectedNanos = begin;
      System.gc();
      keptBytes = Runtime.getRuntime().totalMemory();
      log.debug(
          "at rest: the heap went from {} to {} KiB in {} ms",
          hadBytes >> 10,
          keptBytes >> 10,
          (System.nanoTime() - begin) / 1_000_000);
    }
    MallocTrim.run();
    letGoOfPages();
  }

  private void letGoOfPages() {
    lookedNanos = System.nanoTime();
    FilePages.letGo();
  }
}
