package org.csiscaleio.gateway.json;

import java.io.StringWriter;
import java.util.Map;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/** Writes request bodies: flat objects whose values are strings, as the gateway wants scalars. */
public final class JsonOutput {
  private static final JsonFactory FACTORY = JsonFactory.builder().build();

  private JsonOutput() {}

  /** The fields as a JSON object, in the map's order. */
  public static String object(Map<String, String> fields) {
    var text = new StringWriter(256);
    try (JsonGenerator out = FACTORY.createGenerator(ObjectWriteContext.empty(), text)) {
      out.writeStartObject();
      fields.forEach(out::writeStringProperty);
      out.writeEndObject();
    }
    return text.toString();
  }
}
