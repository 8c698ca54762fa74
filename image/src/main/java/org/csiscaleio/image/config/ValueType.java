package org.csiscaleio.image.config;

import static java.util.Objects.requireNonNull;

import java.util.function.Function;

/**
 * How a setting's words become a value.
 *
 * @param allowed completes "must be …", for help and complaints, e.g. {@code a number from 1 to 64}
 * @param placeholder stands for the value in help, e.g. {@code URL}
 * @param reader throws IllegalArgumentException when the words are not allowed; its message, if it
 *     has one, is shown beside {@code allowed}
 */
public record ValueType<T>(String allowed, String placeholder, Function<String, T> reader) {
  public ValueType {
    requireNonNull(allowed, "allowed is null");
    requireNonNull(placeholder, "placeholder is null");
    requireNonNull(reader, "reader is null");
  }

  /** Whether the words are allowed. */
  boolean accepts(String text) {
    try {
      requireNonNull(reader.apply(text));
      return true;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  /** Whether a flag may stand alone, meaning true. */
  boolean isSwitch() {
    return placeholder.isEmpty();
  }
}
