package org.csiscaleio.image.log;

import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/**
 * For people: {@code 2026-03-01T12:00:00.000Z INFO 7f3a-12 RequestLog: message key=value}. What
 * somebody else chose, a volume's name say, cannot begin a line of its own.
 */
public final class TextFormat implements LineFormat {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  @Override
  public String write(LogLine line) {
    var text = new StringBuilder(160);
    TIME.formatTo(line.time(), text);
    text.append(' ').append(line.level()).append(" ".repeat(6 - line.level().length()));
    text.append(line.requestId().isEmpty() ? "-" : line.requestId()).append(' ');
    text.append(line.logger().substring(line.logger().lastIndexOf('.') + 1)).append(": ");
    visible(line.message(), text);
    line.fields()
        .forEach((key, value) -> {
          text.append(' ').append(key).append('=');
          value(value, text);
        });
    text.append('\n');
    if (!line.stackTrace().isEmpty()) {
      text.append(line.stackTrace().stripTrailing().indent(4));
    }
    return text.toString();
  }

  private static void value(String value, StringBuilder text) {
    boolean plain =
        !value.isEmpty() && value.chars().noneMatch(c -> c == ' ' || c == '"' || c == '=');
    if (plain) {
      visible(value, text);
    } else {
      text.append('"');
      visible(value.replace("\\", "\\\\").replace("\"", "\\\""), text);
      text.append('"');
    }
  }

  /** The text with control characters made visible. */
  private static void visible(String message, StringBuilder text) {
    for (int i = 0; i < message.length(); i++) {
      char c = message.charAt(i);
      switch (c) {
        case '\n' -> text.append("\\n");
        case '\r' -> text.append("\\r");
        case '\t' -> text.append("\\t");
        default -> {
          if (Character.isISOControl(c)) {
            text.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
          } else {
            text.append(c);
          }
        }
      }
    }
  }
}
