package org.csiscaleio.controller.service;

import java.util.List;
import java.util.regex.Pattern;

/**
 * Names of volumes, made by others, that an operator assigns to one instance in node scope. A
 * {@code *} stands for any characters, a {@code ?} for one.
 */
public final class ImportPatterns {
  public static final ImportPatterns NONE = new ImportPatterns(List.of());

  private final List<Pattern> patterns;

  private ImportPatterns(List<Pattern> patterns) {
    this.patterns = patterns;
  }

  /**
   * Reads patterns.
   *
   * @throws IllegalArgumentException naming the pattern that cannot be
   */
  public static ImportPatterns of(List<String> texts) {
    return new ImportPatterns(texts.stream().map(ImportPatterns::compile).toList());
  }

  /** Whether a volume of that name is assigned. A volume without a name never is. */
  boolean match(String name) {
    return !name.isEmpty() && patterns.stream().anyMatch(p -> p.matcher(name).matches());
  }

  public boolean isEmpty() {
    return patterns.isEmpty();
  }

  private static Pattern compile(String text) {
    if (text.isEmpty() || text.length() > 64 || text.chars().anyMatch(c -> c <= ' ' || c > '~')) {
      throw new IllegalArgumentException(
          "'" + text + "' is no pattern of a name: 1 to 64 ASCII characters without spaces");
    }
    if (text.chars().allMatch(c -> c == '*' || c == '?')) {
      throw new IllegalArgumentException(
          "'" + text + "' would take the whole array's volumes; say some letters of the names");
    }
    var regex = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      switch (text.charAt(i)) {
        case '*' -> regex.append(".*");
        case '?' -> regex.append('.');
        default -> regex.append(Pattern.quote(text.substring(i, i + 1)));
      }
    }
    return Pattern.compile(regex.toString());
  }
}
