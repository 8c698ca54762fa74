package org.csiscaleio.image.log;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * What a log line says in keys and values, given to the JDK's logging as a record's one parameter.
 *
 * @param values in the order they are to be read
 */
public record LogFields(Map<String, String> values) {
  static final LogFields NONE = new LogFields(Map.of());

  public LogFields {
    values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
  }

  /** These, and one more. */
  LogFields with(String key, String value) {
    Map<String, String> more = new LinkedHashMap<>(values);
    more.put(key, value);
    return new LogFields(more);
  }

  Map<String, String> redacted(UnaryOperator<String> redaction) {
    Map<String, String> safe = new LinkedHashMap<>();
    values.forEach((key, value) -> safe.put(key, redaction.apply(value)));
    return safe;
  }
}
