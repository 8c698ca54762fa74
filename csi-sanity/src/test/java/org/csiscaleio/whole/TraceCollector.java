package org.csiscaleio.whole;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import org.csiscaleio.rig.Await;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A collector of traces that keeps all it gets, as it got it. */
final class TraceCollector implements AutoCloseable {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  /** A span, as OpenTelemetry's protocol tells it. */
  record Span(
      String traceId,
      String spanId,
      String parentId,
      String name,
      int kind,
      long beginNanos,
      long endNanos,
      Map<String, String> attributes,
      int status,
      String message) {

    private static Span read(JsonNode json) {
      return new Span(
          json.required("traceId").asString(),
          json.required("spanId").asString(),
          json.path("parentSpanId").asString(""),
          json.required("name").asString(),
          json.required("kind").asInt(),
          Long.parseLong(json.required("startTimeUnixNano").asString()),
          Long.parseLong(json.required("endTimeUnixNano").asString()),
          TraceCollector.attributes(json),
          json.path("status").path("code").asInt(0),
          json.path("status").path("message").asString(""));
    }

    /** Whether it lies within another one, give or take what two clocks differ by. */
    boolean within(Span other) {
      long slack = Duration.ofMillis(5).toNanos();
      return beginNanos >= other.beginNanos - slack && endNanos <= other.endNanos + slack;
    }
  }

  private final HttpServer server;
  private final List<String> bodies = new CopyOnWriteArrayList<>();
  private final List<String> authorizations = new CopyOnWriteArrayList<>();

  TraceCollector() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.createContext(
        "/v1/traces",
        sent -> {
          authorizations.add(String.valueOf(sent.getRequestHeaders().getFirst("Authorization")));
          bodies.add(new String(sent.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
          sent.getResponseHeaders().add("Content-Type", "application/json");
          sent.sendResponseHeaders(200, 2);
          sent.getResponseBody().write("{}".getBytes(StandardCharsets.UTF_8));
          sent.close();
        });
    server.start();
  }

  URI url() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  /** All that came, one export after the other. */
  String everything() {
    return String.join("\n", bodies);
  }

  /** What came as header Authorization, with each export. */
  List<String> authorizations() {
    return List.copyOf(authorizations);
  }

  List<Span> spans() {
    var spans = new ArrayList<Span>();
    for (String body : bodies) {
      JSON.readTree(body)
          .required("resourceSpans")
          .forEach(resource ->
              resource
                  .required("scopeSpans")
                  .forEach(scope ->
                      scope.required("spans").forEach(span -> spans.add(Span.read(span)))));
    }
    return spans;
  }

  /** What is told of who sent the first export. */
  Map<String, String> resource() {
    return attributes(JSON.readTree(bodies.getFirst()).at("/resourceSpans/0/resource"));
  }

  /** Waits for a span, and returns the first such. */
  Span await(String what, Predicate<Span> wanted) {
    Await.until(what, PATIENCE, () -> spans().stream().anyMatch(wanted));
    return spans().stream().filter(wanted).findFirst().orElseThrow();
  }

  /** Its parts, in the order they began. */
  List<Span> partsOf(Span span) {
    return spans().stream()
        .filter(part -> part.parentId().equals(span.spanId()))
        .sorted((one, other) -> Long.compare(one.beginNanos(), other.beginNanos()))
        .toList();
  }

  private static Map<String, String> attributes(JsonNode json) {
    var attributes = new HashMap<String, String>();
    json.required("attributes")
        .forEach(attribute ->
            attributes.put(
                attribute.required("key").asString(),
                attribute.required("value").required("stringValue").asString()));
    return attributes;
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
