package org.csiscaleio.image.log;

import java.util.Locale;
import java.util.Set;

/** For programs: one JSON object per line, the fields beside the fixed members. */
public final class JsonFormat implements LineFormat {
  private static final Set<String> FIXED =
      Set.of("time", "level", "request", "logger", "message", "stackTrace");

  @Override
  public String write(LogLine line) {
    var json = new StringBuilder(240).append('{');
    member("time", line.time().toString(), json);
    member("level", line.level(), json);
    if (!line.requestId().isEmpty()) {
      member("request", line.requestId(), json);
    }
    member("logger", line.logger(), json);
    member("message", line.message(), json);
    line.fields()
        .forEach((key, value) -> member(FIXED.contains(key) ? key + "_" : key, value, json));
    if (!line.stackTrace().isEmpty()) {
      member("stackTrace", line.stackTrace(), json);
    }
    return json.append("}\n").toString();
  }

  private static void member(String name, String value, StringBuilder json) {
    if (json.length() > 1) {
      json.append(',');
    }
    string(name, json);
    json.append(':');
    string(value, json);
  }

  private static void string(String value, StringBuilder json) {
    json.append('"');
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      switch (c) {
        case '"' -> json.append("\\\"");
        case '\\' -> json.append("\\\\");
        case '\n' -> json.append("\\n");
        case '\r' -> json.append("\\r");
        case '\t' -> json.append("\\t");
        default -> {
          if (Character.isISOControl(c) || Character.isSurrogate(c)) {
            json.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
          } else {
            json.append(c);
          }
        }
      }
    }
    json.append('"');
  }
}
