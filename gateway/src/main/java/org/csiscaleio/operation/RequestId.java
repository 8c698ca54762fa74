package org.csiscaleio.operation;

import static java.util.Objects.requireNonNull;

import java.util.Optional;
import java.util.function.Supplier;

/**
 * The id of the request this thread works for, and where in a trace its work belongs when requests
 * are traced. It ties together what one request does in all layers and all logs. A thread started
 * on the way does not inherit it; hand it over with {@link #handedOver}.
 */
public final class RequestId {
  /**
   * Where work belongs in a trace.
   *
   * @param traceId 32 hexadecimal digits
   * @param spanId of the span whose part the work is, 16 hexadecimal digits
   */
  public record Trace(String traceId, String spanId) {}

  private static final ScopedValue<RequestId> CURRENT = ScopedValue.newInstance();

  private final String id;
  private final Optional<Trace> trace;

  private RequestId(String id, Optional<Trace> trace) {
    this.id = id;
    this.trace = trace;
  }

  /** The id, or empty when this thread does not work for a request. */
  public static Optional<String> current() {
    return CURRENT.isBound() ? Optional.of(CURRENT.get().id) : Optional.empty();
  }

  /** Where this thread's work belongs; empty when it does not work for a request that is traced. */
  public static Optional<Trace> trace() {
    return CURRENT.isBound() ? CURRENT.get().trace : Optional.empty();
  }

  /** Runs {@code work} under that id. */
  public static void with(String id, Runnable work) {
    bind(new RequestId(requireNonNull(id, "id is null"), Optional.empty())).run(work);
  }

  /** Runs {@code work} under that id. */
  public static <T> T with(String id, Supplier<T> work) {
    return bind(new RequestId(requireNonNull(id, "id is null"), Optional.empty())).call(work::get);
  }

  /** Runs {@code work} under the id that is current, or none, as a part of that trace. */
  public static void traced(Trace trace, Runnable work) {
    bind(new RequestId(current().orElse(""), Optional.of(trace))).run(work);
  }

  /** Runs {@code work} under the id that is current, or none, as a part of that trace. */
  public static <T> T traced(Trace trace, Supplier<T> work) {
    return bind(new RequestId(current().orElse(""), Optional.of(trace))).call(work::get);
  }

  /** The same work, which on whatever thread runs under the id, and in the trace, of this one. */
  public static <T> Supplier<T> handedOver(Supplier<T> work) {
    if (!CURRENT.isBound()) {
      return work;
    }
    RequestId request = CURRENT.get();
    return () -> bind(request).call(work::get);
  }

  private static ScopedValue.Carrier bind(RequestId request) {
    return ScopedValue.where(CURRENT, request);
  }
}
