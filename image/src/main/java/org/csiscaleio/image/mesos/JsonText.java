package org.csiscaleio.image.mesos;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** JSON for people: what fits on a line is on one, the rest is indented by two spaces. */
public final class JsonText {
  private static final int WIDTH = 100;

  private JsonText() {}

  /** The text, with a line feed at its end. */
  public static String of(Json value) {
    return lines(value, 0, 0) + "\n";
  }

  /** The text on a single line, without a line feed. */
  public static String line(Json value) {
    return switch (value) {
      case Json.Members members -> {
        var parts = new ArrayList<String>();
        members.byName().forEach((name, member) -> parts.add(quoted(name) + ": " + line(member)));
        yield "{" + String.join(", ", parts) + "}";
      }
      case Json.Entries list ->
          "[" + String.join(", ", list.entries().stream().map(JsonText::line).toList()) + "]";
      case Json.Text text -> quoted(text.value());
      case Json.Figure figure -> figure.value().toPlainString();
      case Json.Truth truth -> Boolean.toString(truth.value());
      case Json.Nothing nothing -> "null";
    };
  }

  /**
   * @param depth of the indentation
   * @param taken characters of the line that stand before the value
   */
  private static String lines(Json value, int depth, int taken) {
    String line = line(value);
    if (2 * depth + taken + line.length() <= WIDTH) {
      return line;
    }
    return switch (value) {
      case Json.Members members -> {
        var parts = new ArrayList<String>();
        for (Map.Entry<String, Json> member : members.byName().entrySet()) {
          String name = quoted(member.getKey()) + ": ";
          parts.add(name + lines(member.getValue(), depth + 1, name.length() + 1));
        }
        yield block("{", parts, "}", depth);
      }
      case Json.Entries list ->
          block(
              "[",
              list.entries().stream().map(entry -> lines(entry, depth + 1, 1)).toList(),
              "]",
              depth);
      default -> line;
    };
  }

  private static String block(String begin, List<String> parts, String end, int depth) {
    String indent = "  ".repeat(depth + 1);
    return begin
        + "\n"
        + indent
        + String.join(",\n" + indent, parts)
        + "\n"
        + "  ".repeat(depth)
        + end;
  }

  static String quoted(String text) {
    var quoted = new StringBuilder("\"");
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '"', '\\' -> quoted.append('\\').append(c);
        case '\n' -> quoted.append("\\n");
        case '\t' -> quoted.append("\\t");
        default -> {
          if (c < ' ') {
            quoted.append(String.format("\\u%04x", (int) c));
          } else {
            quoted.append(c);
          }
        }
      }
    }
    return quoted.append('"').toString();
  }
}
