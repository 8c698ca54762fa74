package org.csiscaleio.gateway.json;

import java.io.StringWriter;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/** Writes request bodies. All scalars are strings, as the gateway wants them. */
public final class JsonOutput {
  private static final JsonFactory FACTORY = JsonFactory.builder().build();

  private JsonOutput() {}

  /**
   * The fields as a JSON object, in the map's order.
   *
   * @param fields the values are strings, or lists of strings or of such maps
   */
  public static String object(Map<String, ?> fields) {
    var text = new StringWriter(256);
    try (JsonGenerator out = FACTORY.createGenerator(ObjectWriteContext.empty(), text)) {
      write(out, fields);
    }
    return text.toString();
  }

  private static void write(JsonGenerator out, Object value) {
    switch (value) {
      case String text -> out.writeString(text);
      case List<?> list -> {
        out.writeStartArray();
        list.forEach(element -> write(out, element));
        out.writeEndArray();
      }
      case Map<?, ?> fields -> {
        out.writeStartObject();
        fields.forEach((name, field) -> {
          out.writeName(String.valueOf(name));
          write(out, field);
        });
        out.writeEndObject();
      }
      default -> throw new IllegalArgumentException("not for a request's body: " + value);
    }
  }
}
