package org.csiscaleio.image.server;

import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCall.Listener;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;
import org.csiscaleio.operation.RequestId;

/**
 * Gives each request an id, the outermost of the chain: all that runs for it, and all it logs,
 * bears it. A caller's own, as gocsi's {@code csi.requestid}, is taken over when it is harmless.
 */
public final class RequestIds implements ServerInterceptor {
  private static final Metadata.Key<String> CALLERS_ID =
      Metadata.Key.of("csi.requestid", Metadata.ASCII_STRING_MARSHALLER);

  private static final Pattern HARMLESS = Pattern.compile("[A-Za-z0-9._-]{1,64}");

  private final String prefix;
  private final AtomicLong count = new AtomicLong();

  /**
   * @param prefix sets the ids of one run of the program apart from another's
   */
  public RequestIds(String prefix) {
    this.prefix = prefix;
  }

  @Override
  public <Q, A> Listener<Q> interceptCall(
      ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
    String callers = headers.get(CALLERS_ID);
    String id =
        callers != null && HARMLESS.matcher(callers).matches()
            ? callers
            : prefix + "-" + count.incrementAndGet();
    Listener<Q> listener = RequestId.with(id, () -> next.startCall(call, headers));
    return new WrappedListener<>(listener) {
      @Override
      void run(Runnable callback) {
        RequestId.with(id, callback);
      }
    };
  }
}
