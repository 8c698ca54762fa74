package org.csiscaleio.image.trace;

import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.csiscaleio.operation.RequestId;
import org.csiscaleio.operation.meter.Measurement;
import org.csiscaleio.operation.meter.Meter;

/**
 * Makes spans of what layers tell of: what was asked of an array and done on this host, as parts of
 * the request that it was done for. What is done for no request, or for one that is not traced, is
 * left out.
 */
final class SpanMeter implements Meter {
  private static final String OK = "OK";

  private final SpanIds ids;
  private final Clock clock;
  private final String system;
  private final Consumer<Span> spans;

  /**
   * @param clock for the wall's time, to which what took a while ended just now
   * @param system of which is told; empty for the host
   */
  SpanMeter(SpanIds ids, Clock clock, String system, Consumer<Span> spans) {
    this.ids = ids;
    this.clock = clock;
    this.system = system;
    this.spans = spans;
  }

  @Override
  public void note(Measurement measurement) {
    Optional<RequestId.Trace> trace = RequestId.trace();
    if (trace.isEmpty()) {
      return;
    }
    switch (measurement) {
      case Measurement.GatewayRequest request -> {
        Map<String, String> attributes = new LinkedHashMap<>();
        attributes.put("scaleio.system", system);
        attributes.put("scaleio.request", request.kind());
        attributes.put("http.request.method", request.method());
        attributes.put("result", request.result());
        span(
            trace.get(),
            request.kind(),
            Span.Kind.CLIENT,
            request.took(),
            attributes,
            request.result());
      }
      case Measurement.HostStep step -> {
        String name = step.step().name().toLowerCase(Locale.ROOT);
        span(
            trace.get(),
            name,
            Span.Kind.INTERNAL,
            step.took(),
            Map.of("result", step.result()),
            step.result());
      }
      default -> {
        // Of a state, or told by another span.
      }
    }
  }

  private void span(
      RequestId.Trace parent,
      String name,
      Span.Kind kind,
      Duration took,
      Map<String, String> attributes,
      String result) {
    long end = EpochNanos.of(clock.instant());
    spans.accept(
        new Span(
            parent.traceId(),
            ids.span(),
            parent.spanId(),
            name,
            kind,
            end - took.toNanos(),
            end,
            attributes,
            !result.equals(OK),
            result.equals(OK) ? "" : result));
  }
}
