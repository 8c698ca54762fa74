package org.csiscaleio.image.trace;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import org.csiscaleio.image.config.Configuration;
import org.csiscaleio.image.log.Redaction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** What a collector gets, and what happens when it does not want it. */
@Execution(ExecutionMode.CONCURRENT)
class SpanExporterTest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  @TempDir Path directory;

  private final MockWebServer collector = new MockWebServer();
  private final Redaction redaction = new Redaction();

  @BeforeEach
  void start() throws Exception {
    collector.start();
  }

  @AfterEach
  void stop() throws Exception {
    collector.close();
  }

  private SpanExporter exporter(URI endpoint, Optional<Path> headers) {
    var settings = new Configuration.Traces(endpoint, "csi-scaleio", 1, headers, Optional.empty());
    return new SpanExporter(
        new Collector(settings, redaction::remember),
        new OtlpJson(Map.of("service.name", "csi-scaleio"), "0.1.0", redaction));
  }

  private URI endpoint() {
    return collector.url("/v1/traces").uri();
  }

  private static Span span(String name, String message) {
    return new Span(
        "4bf92f3577b34da6a3ce929d0e0e4736",
        "00f067aa0ba902b7",
        "",
        name,
        Span.Kind.SERVER,
        1,
        2,
        Map.of("volume", "v\"1"),
        !message.isEmpty(),
        message);
  }

  private String received() throws InterruptedException {
    RecordedRequest request =
        requireNonNull(collector.takeRequest(PATIENCE.toSeconds(), TimeUnit.SECONDS), "no request");
    // As text headers hide what is secret.
    String headers =
        "Authorization: %s\nContent-Type: %s\n"
            .formatted(
                request.getHeaders().get("Authorization"),
                request.getHeaders().get("Content-Type"));
    return headers + requireNonNull(request.getBody()).utf8();
  }

  @Test
  void spansAreSentAsTheProtocolHasThem() throws Exception {
    collector.enqueue(new MockResponse.Builder().build());
    try (SpanExporter exporter = exporter(endpoint(), Optional.empty())) {
      exporter.start();
      exporter.accept(span("csi.v1.Controller/CreateVolume", ""));

      assertThat(received())
          .contains("application/json")
          .endsWith(
              "{\"resourceSpans\":[{\"resource\":{\"attributes\":[{\"key\":\"service.name\",\"value\":"
                  + "{\"stringValue\":\"csi-scaleio\"}}]},\"scopeSpans\":[{\"scope\":{\"name\":"
                  + "\"org.csiscaleio\",\"version\":\"0.1.0\"},\"spans\":[{\"traceId\":"
                  + "\"4bf92f3577b34da6a3ce929d0e0e4736\",\"spanId\":\"00f067aa0ba902b7\",\"name\":"
                  + "\"csi.v1.Controller/CreateVolume\",\"kind\":2,\"startTimeUnixNano\":\"1\","
                  + "\"endTimeUnixNano\":\"2\",\"attributes\":[{\"key\":\"volume\",\"value\":"
                  + "{\"stringValue\":\"v\\\"1\"}}],\"status\":{}}]}]}]}");
    }
  }

  @Test
  void secretsAreTakenOutAndLongTextsCut() throws Exception {
    redaction.remember("Pa55-planted");
    collector.enqueue(new MockResponse.Builder().build());
    try (SpanExporter exporter = exporter(endpoint(), Optional.empty())) {
      exporter.start();
      exporter.accept(span("x", "no login with Pa55-planted " + "y".repeat(5000)));

      String body = received();
      assertThat(body).contains("no login with *** yyy").doesNotContain("planted");
      assertThat(body.length()).isLessThan(1500);
    }
  }

  @Test
  void headersAreReadAnewForEachSending() throws Exception {
    Path file =
        Files.writeString(directory.resolve("headers"), "# ours\nAuthorization: Bearer aaaa1\n");
    collector.enqueue(new MockResponse.Builder().build());
    collector.enqueue(new MockResponse.Builder().build());
    try (SpanExporter exporter = exporter(endpoint(), Optional.of(file))) {
      exporter.start();
      exporter.accept(span("one", ""));
      assertThat(received()).contains("Authorization: Bearer aaaa1");
      Files.writeString(file, "Authorization: Bearer aaaa2\n");
      exporter.accept(span("two", ""));
      assertThat(received()).contains("Authorization: Bearer aaaa2");
    }
    assertThat(redaction.apply("it was Bearer aaaa2")).doesNotContain("aaaa2");
  }

  @Test
  void aCollectorThatIsBusyGetsTheSameAgain() throws Exception {
    collector.enqueue(new MockResponse.Builder().code(503).build());
    collector.enqueue(new MockResponse.Builder().build());
    try (SpanExporter exporter = exporter(endpoint(), Optional.empty())) {
      exporter.start();
      exporter.accept(span("kept", ""));

      assertThat(received()).contains("\"kept\"");
      assertThat(received()).contains("\"kept\"");
      assertThat(exporter.dropped()).isZero();
    }
  }

  @Test
  void whatACollectorRefusesIsDroppedAndTheNextIsSent() throws Exception {
    collector.enqueue(new MockResponse.Builder().code(400).build());
    collector.enqueue(new MockResponse.Builder().build());
    try (SpanExporter exporter = exporter(endpoint(), Optional.empty())) {
      exporter.start();
      exporter.accept(span("bad", ""));
      assertThat(received()).contains("\"bad\"");
      exporter.accept(span("good", ""));

      assertThat(received()).contains("\"good\"").doesNotContain("\"bad\"");
      assertThat(exporter.dropped()).isOne();
    }
  }

  @Test
  void withACollectorThatIsAwayWhatIsTooMuchIsDroppedAndNobodyWaits() {
    try (SpanExporter exporter =
        exporter(URI.create("http://127.0.0.1:1/v1/traces"), Optional.empty())) {
      exporter.start();
      int all = 3 * SpanExporter.MOST_WAITING;
      List<Span> spans = IntStream.range(0, all).mapToObj(i -> span("s" + i, "")).toList();
      long begin = System.nanoTime();
      spans.forEach(exporter);

      assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(2));
      assertThat(exporter.dropped()).isBetween((long) SpanExporter.MOST_WAITING, (long) all);
    }
  }

  @Test
  void whatIsLeftIsSentAtTheEnd() throws Exception {
    collector.enqueue(new MockResponse.Builder().build());
    SpanExporter exporter = exporter(endpoint(), Optional.empty());
    exporter.start();
    exporter.accept(span("last", ""));

    exporter.close();

    assertThat(received()).contains("\"last\"");
  }
}
