package org.csiscaleio.image.log;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Instant;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.SimpleFormatter;
import org.csiscaleio.operation.RequestId;

/**
 * One thing that was logged, secrets taken out.
 *
 * @param level ERROR, WARN, INFO, DEBUG or TRACE
 * @param requestId empty outside of a request
 * @param logger its full name
 * @param fields in the order they were given
 * @param stackTrace empty without an exception
 */
public record LogLine(
    Instant time,
    String level,
    String requestId,
    String logger,
    String message,
    Map<String, String> fields,
    String stackTrace) {

  /** What a record says. To be called on the thread that logged it: the request id is there. */
  static LogLine of(LogRecord record, UnaryOperator<String> redaction) {
    LogFields fields = LogFields.NONE;
    if (record.getParameters() != null
        && record.getParameters().length == 1
        && record.getParameters()[0] instanceof LogFields given) {
      fields = given;
    }
    if (RequestId.trace().isPresent()) {
      fields = fields.with("trace", RequestId.trace().get().traceId());
    }
    String logger = record.getLoggerName() == null ? "" : record.getLoggerName();
    String message = new SimpleFormatter().formatMessage(record);
    String stackTrace = "";
    if (record.getThrown() != null) {
      boolean ours = logger.startsWith("org.csiscaleio");
      boolean grave = record.getLevel().intValue() >= Level.SEVERE.intValue();
      // A library warns with its whole stack of a request that is merely too large.
      message = ours || grave ? message : message + ": " + record.getThrown();
      stackTrace = ours || grave ? stackTrace(record.getThrown()) : "";
    }
    return new LogLine(
        record.getInstant(),
        level(record.getLevel()),
        RequestId.current().orElse(""),
        logger,
        redaction.apply(message),
        fields.redacted(redaction),
        redaction.apply(stackTrace));
  }

  private static String level(Level level) {
    int value = level.intValue();
    if (value >= Level.SEVERE.intValue()) {
      return "ERROR";
    }
    if (value >= Level.WARNING.intValue()) {
      return "WARN";
    }
    if (value >= Level.INFO.intValue()) {
      return "INFO";
    }
    return value >= Level.FINE.intValue() ? "DEBUG" : "TRACE";
  }

  private static String stackTrace(Throwable thrown) {
    var text = new StringWriter();
    thrown.printStackTrace(new PrintWriter(text));
    return text.toString();
  }
}
