package org.csiscaleio.emulator;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.logging.ConsoleHandler;
import java.util.logging.Formatter;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** One line a record, on standard error: time, level, who, what. */
final class LogLines extends Formatter {
  /** Logging as the program has it. */
  static void install() {
    Logger root = Logger.getLogger("");
    for (Handler handler : root.getHandlers()) {
      root.removeHandler(handler);
    }
    Handler console = new ConsoleHandler();
    console.setFormatter(new LogLines());
    root.addHandler(console);
    root.setLevel(Level.INFO);
  }

  @Override
  public String format(LogRecord line) {
    Instant time = line.getInstant().truncatedTo(ChronoUnit.MILLIS);
    String level = line.getLevel().equals(Level.WARNING) ? "WARN" : line.getLevel().getName();
    String text = time + " " + level + " " + line.getLoggerName() + ": " + formatMessage(line);
    return text + System.lineSeparator() + trace(line);
  }

  private static String trace(LogRecord line) {
    if (line.getThrown() == null) {
      return "";
    }
    var trace = new StringWriter();
    line.getThrown().printStackTrace(new PrintWriter(trace, true));
    return trace.toString();
  }
}
