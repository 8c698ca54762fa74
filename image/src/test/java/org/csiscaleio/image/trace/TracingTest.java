package org.csiscaleio.image.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.csiscaleio.operation.RequestId;
import org.csiscaleio.operation.meter.Measurement;
import org.csiscaleio.operation.meter.Step;
import org.junit.jupiter.api.Test;

/** What becomes of what requests say and layers tell. */
class TracingTest {
  private static final Instant NOW = Instant.parse("2026-11-28T12:00:00.000000500Z");
  private static final RequestId.Trace TRACE =
      new RequestId.Trace("4bf92f3577b34da6a3ce929d0e0e4736", "00f067aa0ba902b7");

  private final List<Span> spans = new CopyOnWriteArrayList<>();
  private final SpanMeter array =
      new SpanMeter(new SpanIds(), Clock.fixed(NOW, ZoneOffset.UTC), "scaleio-1", spans::add);

  private static Measurement request(String result) {
    return new Measurement.GatewayRequest(
        "POST", "Volume.addMappedSdc", result, Duration.ofMillis(3));
  }

  @Test
  void whatIsAskedOfAnArrayIsAPartOfTheRequest() {
    RequestId.traced(TRACE, () -> array.note(request("OK")));

    Span span = spans.getFirst();
    assertThat(span.traceId()).isEqualTo(TRACE.traceId());
    assertThat(span.parentId()).isEqualTo(TRACE.spanId());
    assertThat(span.spanId()).matches("[0-9a-f]{16}").isNotEqualTo(TRACE.spanId());
    assertThat(span.name()).isEqualTo("Volume.addMappedSdc");
    assertThat(span.kind()).isEqualTo(Span.Kind.CLIENT);
    assertThat(span.attributes())
        .isEqualTo(
            Map.of(
                "scaleio.system", "scaleio-1",
                "scaleio.request", "Volume.addMappedSdc",
                "http.request.method", "POST",
                "result", "OK"));
    assertThat(span.failed()).isFalse();
    assertThat(span.endNanos()).isEqualTo(1_795_867_200_000_000_500L);
    assertThat(span.endNanos() - span.beginNanos()).isEqualTo(3_000_000);
  }

  @Test
  void whatWentWrongIsAFailure() {
    RequestId.traced(
        TRACE,
        () -> {
          array.note(request("TIMED_OUT"));
          array.note(new Measurement.HostStep(Step.FORMAT, "FAILED", Duration.ofSeconds(1)));
        });

    assertThat(spans)
        .allMatch(Span::failed)
        .extracting(Span::name, Span::message)
        .containsExactly(tuple("Volume.addMappedSdc", "TIMED_OUT"), tuple("format", "FAILED"));
  }

  @Test
  void whatIsDoneForNoRequestIsLeftOut() {
    array.note(request("OK"));
    RequestId.with("a-1", () -> array.note(request("OK")));

    assertThat(spans).isEmpty();
  }

  @Test
  void statesAreNoSpans() {
    RequestId.traced(TRACE, () -> array.note(new Measurement.Volumes(1, 2, 3)));

    assertThat(spans).isEmpty();
  }

  @Test
  void aThreadThatIsStartedOnTheWayIsHandedTheTrace() throws Exception {
    Thread other =
        RequestId.with(
            "a-1",
            () ->
                RequestId.traced(
                    TRACE,
                    () -> {
                      var work =
                          RequestId.handedOver(() -> {
                            assertThat(RequestId.current()).contains("a-1");
                            array.note(request("OK"));
                            return "done";
                          });
                      return Thread.ofVirtual()
                          .start(() -> assertThat(work.get()).isEqualTo("done"));
                    }));
    other.join();

    assertThat(spans).extracting(Span::parentId).containsExactly(TRACE.spanId());
  }
}
