package org.csiscaleio.image.trace;

import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.csiscaleio.image.config.Configuration;
import org.csiscaleio.image.log.Redaction;
import org.csiscaleio.image.server.RequestSpans;
import org.csiscaleio.operation.RequestId;
import org.csiscaleio.operation.meter.Meter;

/**
 * The program's traces: a span for each request, and in it one for each thing that was asked of an
 * array and each step on this host, as the layers tell their meters. Made when a collector is
 * configured only.
 */
public final class Tracing implements RequestSpans, AutoCloseable {
  private static final String OK = "OK";
  private static final String PROBE = ".Identity/Probe";

  private final SpanIds ids = new SpanIds();
  private final Clock clock;
  private final Sampling sampling;
  private final SpanExporter exporter;

  private Tracing(Clock clock, Sampling sampling, SpanExporter exporter) {
    this.clock = clock;
    this.sampling = sampling;
    this.exporter = exporter;
  }

  /**
   * Prepares it; sends nothing yet.
   *
   * @param service what the plugin is called in traces, and whose it is
   * @param version of this program
   * @param redaction takes secrets out of what is sent, and learns those of the collector
   */
  public static Tracing of(
      Configuration.Traces settings,
      Map<String, String> service,
      String version,
      Redaction redaction) {
    Map<String, String> resource = new LinkedHashMap<>();
    resource.put("service.name", settings.serviceName());
    resource.put("service.version", version);
    resource.putAll(service);
    return new Tracing(
        Clock.systemUTC(),
        new Sampling(settings.ratio()),
        new SpanExporter(
            new Collector(settings, redaction::remember),
            new OtlpJson(resource, version, redaction)));
  }

  /** For steps on this host. */
  public Meter ofHost() {
    return ofSystem("");
  }

  /**
   * For what is asked of an array.
   *
   * @param system what it is called, always the same
   */
  public Meter ofSystem(String system) {
    return new SpanMeter(ids, clock, system, exporter);
  }

  /** Begins to send, in the background. */
  public void start() {
    exporter.start();
  }

  /** Sends what is left, if that takes no time. */
  @Override
  public void close() {
    exporter.close();
  }

  @Override
  public Optional<Begun> begin(String method, Optional<String> traceparent) {
    Optional<TraceParent> parent = traceparent.flatMap(TraceParent::parse);
    String traceId = parent.map(TraceParent::traceId).orElseGet(ids::trace);
    boolean taken = parent.map(TraceParent::sampled).orElseGet(() -> sampling.takes(traceId));
    if (!taken) {
      return Optional.empty();
    }
    return Optional.of(
        new Request(
            method,
            new RequestId.Trace(traceId, ids.span()),
            parent.map(TraceParent::spanId).orElse("")));
  }

  private final class Request implements Begun {
    private final String method;
    private final RequestId.Trace trace;
    private final String parentId;
    private final long beginNanos = EpochNanos.of(clock.instant());
    private final long startNanos = System.nanoTime();
    private final String requestId = RequestId.current().orElse("");

    Request(String method, RequestId.Trace trace, String parentId) {
      this.method = method;
      this.trace = trace;
      this.parentId = parentId;
    }

    @Override
    public RequestId.Trace trace() {
      return trace;
    }

    @Override
    public void end(String code, String message, Map<String, String> subject) {
      boolean well = code.equals(OK);
      if (well && method.endsWith(PROBE)) {
        // As in the log: there is one every few seconds, for ever.
        return;
      }
      Map<String, String> attributes = new LinkedHashMap<>();
      attributes.put("rpc.system", "grpc");
      attributes.put("rpc.service", method.replaceFirst("/.*", ""));
      attributes.put("rpc.method", method.replaceFirst(".*/", ""));
      attributes.put("code", code);
      attributes.put("request", requestId);
      attributes.putAll(subject);
      exporter.accept(
          new Span(
              trace.traceId(),
              trace.spanId(),
              parentId,
              method,
              Span.Kind.SERVER,
              beginNanos,
              beginNanos + (System.nanoTime() - startNanos),
              attributes,
              !well,
              message));
    }
  }
}
