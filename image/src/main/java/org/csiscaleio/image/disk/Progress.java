package org.csiscaleio.image.disk;

import java.io.PrintStream;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.csiscaleio.image.log.Redaction;
import org.jspecify.annotations.Nullable;

/**
 * What happens, for who waits: lines, and on a terminal the last of them with the seconds it takes.
 * Safe for many threads.
 */
final class Progress implements AutoCloseable {
  /** Back to the line's beginning, and the rest of it empty. */
  private static final String WIPE = "\r\033[K";

  private final PrintStream err;
  private final boolean terminal;
  private final UnaryOperator<String> redaction;
  private String waitingFor = "";
  private long sinceNanos;
  private @Nullable Thread ticker;

  /**
   * @param terminal whether somebody watches
   * @param redaction takes secrets out of whatever is said
   */
  Progress(PrintStream err, boolean terminal, UnaryOperator<String> redaction) {
    this.err = err;
    this.terminal = terminal;
    this.redaction = redaction;
  }

  /** Says something that has happened. */
  synchronized void note(String text) {
    wipe();
    err.println(harmless(text));
    show();
  }

  /** Says for what is waited from now on. */
  synchronized void waitFor(String text) {
    if (text.equals(waitingFor)) {
      return;
    }
    wipe();
    waitingFor = text;
    sinceNanos = System.nanoTime();
    if (!terminal) {
      err.println("waiting for " + harmless(text));
    } else if (ticker == null) {
      ticker = Thread.ofVirtual().name("progress").start(this::tick);
    }
    show();
  }

  /** Nothing is waited for any more. */
  synchronized void done() {
    wipe();
    waitingFor = "";
  }

  private String harmless(String text) {
    return Redaction.harmless(redaction, text);
  }

  private void tick() {
    try {
      while (!Thread.currentThread().isInterrupted()) {
        TimeUnit.MILLISECONDS.sleep(500);
        show();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized void show() {
    if (terminal && !waitingFor.isEmpty()) {
      long seconds = Duration.ofNanos(System.nanoTime() - sinceNanos).toSeconds();
      err.print(
          WIPE
              + "waiting for "
              + harmless(waitingFor)
              + (seconds > 0 ? ", " + seconds + " s" : ""));
      err.flush();
    }
  }

  private void wipe() {
    if (terminal && !waitingFor.isEmpty()) {
      err.print(WIPE);
      err.flush();
    }
  }

  @Override
  public synchronized void close() {
    done();
    Thread running = ticker;
    if (running != null) {
      running.interrupt();
    }
  }
}
