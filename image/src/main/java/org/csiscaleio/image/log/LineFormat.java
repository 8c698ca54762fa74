package org.csiscaleio.image.log;

/** How a log line is written out. */
public interface LineFormat {
  /** The whole line, with its line end; of several physical lines only if it has a stack trace. */
  String write(LogLine line);
}
