package org.csiscaleio.image.server;

import com.google.protobuf.Message;
import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCall.Listener;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.csiscaleio.operation.RequestId;

/**
 * Has every request recorded as a span, as its caller got it, and all that is done for it as parts
 * of that. A trace that the caller names in W3C's {@code traceparent} is gone on with.
 */
public final class RequestTraces implements ServerInterceptor {
  private static final Metadata.Key<String> TRACEPARENT =
      Metadata.Key.of("traceparent", Metadata.ASCII_STRING_MARSHALLER);

  private final RequestSpans spans;

  RequestTraces(RequestSpans spans) {
    this.spans = spans;
  }

  @Override
  public <Q, A> Listener<Q> interceptCall(
      ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
    Optional<RequestSpans.Begun> begun =
        spans.begin(
            call.getMethodDescriptor().getFullMethodName(),
            Optional.ofNullable(headers.get(TRACEPARENT)));
    if (begun.isEmpty()) {
      return next.startCall(call, headers);
    }
    RequestId.Trace trace = begun.get().trace();
    var traced = new Traced<>(call, begun.get());
    Listener<Q> listener = RequestId.traced(trace, () -> next.startCall(traced, headers));
    return new WrappedListener<>(listener) {
      @Override
      void run(Runnable callback) {
        RequestId.traced(trace, callback);
      }

      @Override
      public void onMessage(Q message) {
        traced.about(message);
        super.onMessage(message);
      }

      @Override
      public void onCancel() {
        traced.end(Status.CANCELLED.withDescription("the caller gave up"));
        super.onCancel();
      }
    };
  }

  private static final class Traced<Q, A> extends SimpleForwardingServerCall<Q, A> {
    private final RequestSpans.Begun span;
    private final Map<String, String> subject = new ConcurrentHashMap<>();
    private final AtomicBoolean ended = new AtomicBoolean();

    Traced(ServerCall<Q, A> call, RequestSpans.Begun span) {
      super(call);
      this.span = span;
    }

    void about(Object message) {
      if (message instanceof Message known) {
        MessageText.subject(known).forEach(subject::putIfAbsent);
      }
    }

    @Override
    public void sendMessage(A answer) {
      about(answer);
      super.sendMessage(answer);
    }

    @Override
    public void close(Status status, Metadata trailers) {
      end(status);
      super.close(status, trailers);
    }

    void end(Status status) {
      if (ended.compareAndSet(false, true)) {
        String message = status.getDescription();
        span.end(status.getCode().name(), message == null ? "" : message, subject);
      }
    }
  }
}
