package org.csiscaleio.node.host;

import java.util.HexFormat;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.csiscaleio.operation.Failure;

/** GUIDs of SDCs, in the one form we use: upper-case, 8-4-4-4-12. */
final class Guid {
  private static final Pattern FORM =
      Pattern.compile(
          "(?<![0-9A-Fa-f])[0-9A-Fa-f]{8}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{12}"
              + "(?![0-9A-Fa-f])");

  private Guid() {}

  /**
   * The GUID within some text.
   *
   * @throws Failure UNAVAILABLE when there is none
   */
  static String in(String text, String whose) {
    Matcher matcher = FORM.matcher(text);
    if (!matcher.find()) {
      throw Failure.unavailable(whose + " gave no GUID but '" + text.strip() + "'");
    }
    return matcher.group().toUpperCase(Locale.ROOT);
  }

  /** From its 16 bytes, in printing order. */
  static String of(byte[] bytes, int offset) {
    String hex = HexFormat.of().withUpperCase().formatHex(bytes, offset, offset + 16);
    return String.join(
        "-",
        hex.substring(0, 8),
        hex.substring(8, 12),
        hex.substring(12, 16),
        hex.substring(16, 20),
        hex.substring(20));
  }
}
