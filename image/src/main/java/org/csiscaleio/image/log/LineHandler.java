package org.csiscaleio.image.log;

import java.io.PrintStream;
import java.util.function.UnaryOperator;
import java.util.logging.Handler;
import java.util.logging.LogRecord;

/** Writes each record as one line, in one piece, at once. */
final class LineHandler extends Handler {
  private final LineFormat format;
  private final UnaryOperator<String> redaction;
  private final PrintStream out;

  LineHandler(LineFormat format, UnaryOperator<String> redaction, PrintStream out) {
    this.format = format;
    this.redaction = redaction;
    this.out = out;
  }

  @Override
  public void publish(LogRecord record) {
    if (isLoggable(record)) {
      out.print(format.write(LogLine.of(record, redaction)));
      out.flush();
    }
  }

  @Override
  public void flush() {
    out.flush();
  }

  /** Standard error is not ours to close. */
  @Override
  public void close() {
    flush();
  }
}
