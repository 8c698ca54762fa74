package org.csiscaleio.image.log;

import java.io.PrintStream;
import java.util.function.UnaryOperator;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.Logger;

/** Directs all logging of this process to one handler. */
public final class LogSetup {
  /** Held strongly: loggers are forgotten otherwise, and their level with them. */
  private static final Logger OURS = Logger.getLogger("org.csiscaleio");

  private static final Logger ROOT = Logger.getLogger("");

  private LogSetup() {}

  /**
   * Sends everything of that level or above to {@code out}. Libraries are held to INFO: what they
   * say below is about frames and threads, and not made to be free of secrets.
   *
   * @param level one of the JDK's
   * @param redaction takes secrets out of every piece of text before it is written
   */
  public static void install(
      Level level, LineFormat format, UnaryOperator<String> redaction, PrintStream out) {
    LogManager.getLogManager().reset();
    for (Handler handler : ROOT.getHandlers()) {
      ROOT.removeHandler(handler);
    }
    ROOT.addHandler(new LineHandler(format, redaction, out));
    ROOT.setLevel(level.intValue() < Level.INFO.intValue() ? Level.INFO : level);
    OURS.setLevel(level);
  }
}
