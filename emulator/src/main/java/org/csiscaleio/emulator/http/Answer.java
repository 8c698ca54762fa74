package org.csiscaleio.emulator.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonEncoding;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/** What is answered. */
public record Answer(
    int status, @Nullable String contentType, Map<String, String> headers, Body body) {
  private static final JsonFactory JSON = new JsonFactory();

  /** A media type. */
  public static final String APPLICATION_JSON = "application/json";

  /** A media type. */
  public static final String TEXT_HTML = "text/html;charset=utf-8";

  public Answer {
    headers = Map.copyOf(headers);
  }

  /** The bytes of an answer. */
  public sealed interface Body {
    void writeTo(OutputStream out);
  }

  /** Bytes at hand; sent with their length. */
  public static final class Fixed implements Body {
    private final byte[] bytes;

    public Fixed(byte[] bytes) {
      this.bytes = bytes.clone();
    }

    public byte[] bytes() {
      return bytes.clone();
    }

    @Override
    public void writeTo(OutputStream out) {
      try {
        out.write(bytes);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /** JSON made while it is sent, in chunks; made the same each time it is asked for. */
  public record Streamed(Consumer<JsonGenerator> content) implements Body {
    @Override
    public void writeTo(OutputStream out) {
      try (JsonGenerator json =
          JSON.createGenerator(ObjectWriteContext.empty(), out, JsonEncoding.UTF8)) {
        content.accept(json);
      }
    }
  }

  /** Small JSON. */
  public static Answer json(int status, Consumer<JsonGenerator> content) {
    var bytes = new ByteArrayOutputStream();
    new Streamed(content).writeTo(bytes);
    return new Answer(status, APPLICATION_JSON, Map.of(), new Fixed(bytes.toByteArray()));
  }

  /** A JSON text, e.g. an id. */
  public static Answer jsonText(String text) {
    return json(200, json -> json.writeString(text));
  }

  /** The answer of most actions: an empty object. */
  public static Answer emptyObject() {
    return json(
        200,
        json -> {
          json.writeStartObject();
          json.writeEndObject();
        });
  }

  /** JSON of any length, never whole in memory. */
  public static Answer stream(Consumer<JsonGenerator> content) {
    return new Answer(200, APPLICATION_JSON, Map.of(), new Streamed(content));
  }

  public static Answer html(int status, String html) {
    return text(status, TEXT_HTML, html);
  }

  public static Answer text(int status, String contentType, String text) {
    return new Answer(
        status, contentType, Map.of(), new Fixed(text.getBytes(StandardCharsets.UTF_8)));
  }

  public static Answer empty(int status) {
    return new Answer(status, null, Map.of(), new Fixed(new byte[0]));
  }

  public Answer withHeader(String name, String value) {
    Map<String, String> more = new HashMap<>(headers);
    more.put(name, value);
    return new Answer(status, contentType, more, body);
  }
}
