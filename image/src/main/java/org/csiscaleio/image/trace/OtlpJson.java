package org.csiscaleio.image.trace;

import java.io.StringWriter;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/**
 * Spans as OpenTelemetry's protocol has them in JSON: ids in hexadecimal, 64-bit numbers as text.
 */
final class OtlpJson {
  private static final JsonFactory FACTORY = JsonFactory.builder().build();
  private static final int LONGEST_TEXT = 500;
  private static final int FAILED = 2;

  private final Map<String, String> resource;
  private final String version;
  private final UnaryOperator<String> redaction;

  /**
   * @param resource who makes the spans: service.name and the like
   * @param version of this program
   * @param redaction takes secrets out of every text
   */
  OtlpJson(Map<String, String> resource, String version, UnaryOperator<String> redaction) {
    this.resource = resource;
    this.version = version;
    this.redaction = redaction;
  }

  /** The body of one export. */
  String of(List<Span> spans) {
    var text = new StringWriter();
    try (JsonGenerator json = FACTORY.createGenerator(ObjectWriteContext.empty(), text)) {
      json.writeStartObject();
      json.writeArrayPropertyStart("resourceSpans");
      json.writeStartObject();
      json.writeObjectPropertyStart("resource");
      attributes(json, resource);
      json.writeEndObject();
      json.writeArrayPropertyStart("scopeSpans");
      json.writeStartObject();
      json.writeObjectPropertyStart("scope");
      json.writeStringProperty("name", "org.csiscaleio");
      json.writeStringProperty("version", version);
      json.writeEndObject();
      json.writeArrayPropertyStart("spans");
      spans.forEach(span -> span(json, span));
      json.writeEndArray();
      json.writeEndObject();
      json.writeEndArray();
      json.writeEndObject();
      json.writeEndArray();
      json.writeEndObject();
    }
    return text.toString();
  }

  private void span(JsonGenerator json, Span span) {
    json.writeStartObject();
    json.writeStringProperty("traceId", span.traceId());
    json.writeStringProperty("spanId", span.spanId());
    if (!span.parentId().isEmpty()) {
      json.writeStringProperty("parentSpanId", span.parentId());
    }
    json.writeStringProperty("name", span.name());
    json.writeNumberProperty("kind", span.kind().number());
    json.writeStringProperty("startTimeUnixNano", Long.toString(span.beginNanos()));
    json.writeStringProperty("endTimeUnixNano", Long.toString(span.endNanos()));
    attributes(json, span.attributes());
    json.writeObjectPropertyStart("status");
    if (span.failed()) {
      json.writeNumberProperty("code", FAILED);
      json.writeStringProperty("message", presentable(span.message()));
    }
    json.writeEndObject();
    json.writeEndObject();
  }

  private void attributes(JsonGenerator json, Map<String, String> attributes) {
    json.writeArrayPropertyStart("attributes");
    attributes.forEach((key, value) -> {
      json.writeStartObject();
      json.writeStringProperty("key", key);
      json.writeObjectPropertyStart("value");
      json.writeStringProperty("stringValue", presentable(value));
      json.writeEndObject();
      json.writeEndObject();
    });
    json.writeEndArray();
  }

  /** Redacted before it is cut, or half a secret would be left. */
  private String presentable(String text) {
    String safe = redaction.apply(text);
    return safe.length() <= LONGEST_TEXT ? safe : safe.substring(0, LONGEST_TEXT) + "…";
  }
}
