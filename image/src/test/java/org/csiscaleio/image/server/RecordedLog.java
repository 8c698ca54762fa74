package org.csiscaleio.image.server;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;
import java.util.logging.Level;
import org.csiscaleio.image.log.LogSetup;
import org.csiscaleio.image.log.TextFormat;

/** Everything that is logged at debug level while a test runs, to be looked at. */
final class RecordedLog implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final ByteArrayOutputStream written = new ByteArrayOutputStream();
  private final UnaryOperator<String> redaction;

  RecordedLog(UnaryOperator<String> redaction) {
    this.redaction = redaction;
  }

  void begin() {
    LogSetup.install(
        Level.FINE,
        new TextFormat(),
        redaction,
        new PrintStream(written, true, StandardCharsets.UTF_8));
  }

  String text() {
    return written.toString(StandardCharsets.UTF_8);
  }

  List<String> linesAt(String level) {
    return text().lines().filter(line -> line.contains("Z " + level)).toList();
  }

  void awaitText(String wanted) throws InterruptedException {
    await("no '" + wanted + "' in the log", () -> text().contains(wanted));
  }

  private void await(String otherwise, BooleanSupplier condition) throws InterruptedException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - end > 0) {
        throw new AssertionError(otherwise + " after " + PATIENCE + "; the log:\n" + text());
      }
      Thread.sleep(10);
    }
  }

  @Override
  public void close() {
    LogSetup.install(Level.INFO, new TextFormat(), UnaryOperator.identity(), System.err);
  }
}
