package org.csiscaleio.emulator.api;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.csiscaleio.emulator.http.Answer;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/** Named figures of one object: numbers, lists of ids, and rates. */
final class Statistics {
  /** What is moved per second; nothing ever is, here. */
  private record Rate() {}

  private static final Rate NO_TRAFFIC = new Rate();

  private final Map<String, Object> values = new LinkedHashMap<>();

  Statistics put(String name, long value) {
    values.put(name, value);
    return this;
  }

  /** A ratio; infinite when nothing is divided by, which the API shows as a text. */
  Statistics ratio(String name, double value) {
    values.put(name, Double.isInfinite(value) || Double.isNaN(value) ? "Infinity" : value);
    return this;
  }

  Statistics ids(String name, List<String> ids) {
    values.put(name, ids);
    return this;
  }

  Statistics zeros(String... names) {
    for (String name : names) {
      put(name, 0);
    }
    return this;
  }

  /** Properties that end in Bwc. */
  Statistics rates(String... names) {
    for (String name : names) {
      values.put(name, NO_TRAFFIC);
    }
    return this;
  }

  boolean has(String name) {
    return values.containsKey(name);
  }

  Answer answer() {
    return Answer.json(200, json -> write(json, null));
  }

  /** Writes the wanted ones, or all. */
  void write(JsonGenerator json, @Nullable List<String> wanted) {
    json.writeStartObject();
    for (Map.Entry<String, Object> entry : values.entrySet()) {
      if (wanted == null || wanted.contains(entry.getKey())) {
        json.writeName(entry.getKey());
        value(json, entry.getValue());
      }
    }
    json.writeEndObject();
  }

  private static void value(JsonGenerator json, Object value) {
    switch (value) {
      case Long number -> json.writeNumber(number);
      case Double number -> json.writeNumber(number);
      case String text -> json.writeString(text);
      case List<?> ids -> {
        json.writeStartArray();
        ids.forEach(id -> json.writeString(id.toString()));
        json.writeEndArray();
      }
      case Rate rate -> {
        json.writeStartObject();
        json.writeNumberProperty("totalWeightInKb", 0);
        // Spelt so by the API.
        json.writeNumberProperty("numOccured", 0);
        json.writeNumberProperty("numSeconds", 0);
        json.writeEndObject();
      }
      default -> throw new IllegalStateException("no figure: " + value);
    }
  }
}
