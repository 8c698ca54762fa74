package org.csiscaleio.image.server;

import com.google.protobuf.Message;
import io.grpc.Context;
import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCall.Listener;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.csiscaleio.image.log.LogFields;
import org.jspecify.annotations.Nullable;

/**
 * One line per request: what was called, on what, how it ended and how long it took; at debug level
 * where an orchestrator asks by the clock, as long as it is answered well. Contents are shown at
 * debug level only, without secrets. Secrets that a request brings are remembered, so that they are
 * kept out of everything that is said while it is served.
 *
 * <p>Speaks to the JDK's logging itself, because that keeps keys and values apart from the message.
 */
public final class RequestLog implements ServerInterceptor {
  private static final Logger log = Logger.getLogger(RequestLog.class.getName());

  /**
   * What is asked again and again while nothing happens: a kubelet wants the statistics of every
   * mounted volume each minute, and the node's capabilities before that and before each mount.
   */
  private static final Set<String> ROUTINE =
      Set.of("Probe", "NodeGetCapabilities", "NodeGetVolumeStats");

  private final Consumer<String> secrets;

  /**
   * @param secrets is told every secret value a request holds
   */
  public RequestLog(Consumer<String> secrets) {
    this.secrets = secrets;
  }

  @Override
  public <Q, A> Listener<Q> interceptCall(
      ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
    var observed = new Observed<>(call);
    Listener<Q> listener = next.startCall(observed, headers);
    return new SimpleForwardingServerCallListener<>(listener) {
      @Override
      public void onMessage(Q message) {
        observed.asked(message);
        super.onMessage(message);
      }

      @Override
      public void onCancel() {
        observed.abandoned();
        super.onCancel();
      }
    };
  }

  private static boolean isRoutine(String method) {
    return ROUTINE.contains(method.substring(method.lastIndexOf('/') + 1));
  }

  private final class Observed<Q, A> extends SimpleForwardingServerCall<Q, A> {
    private final String method;
    private final long startNanos = System.nanoTime();
    private final Map<String, String> subject = new ConcurrentHashMap<>();
    private final AtomicBoolean told = new AtomicBoolean();
    private volatile boolean whole;

    Observed(ServerCall<Q, A> call) {
      super(call);
      method = call.getMethodDescriptor().getFullMethodName();
    }

    void asked(Object request) {
      whole = true;
      if (request instanceof Message message) {
        MessageText.secrets(message).forEach(secrets);
        subject.putAll(MessageText.subject(message));
        debug("request", message);
      }
    }

    @Override
    public void sendMessage(A answer) {
      if (answer instanceof Message message) {
        MessageText.subject(message).forEach(subject::putIfAbsent);
        debug("answer", message);
      }
      super.sendMessage(answer);
    }

    @Override
    public void close(Status status, Metadata trailers) {
      if (told.compareAndSet(false, true)) {
        tell(status.getCode().name(), status.getDescription());
      }
      super.close(status, trailers);
    }

    /** The caller has gone. Told when what it had asked for has ended: callbacks take turns. */
    void abandoned() {
      if (told.compareAndSet(false, true)) {
        tell(
            "CANCELLED",
            whole
                ? "the caller gave up before it was answered"
                : "no whole request came: the caller gave up, or it was too large");
      }
    }

    private void tell(String outcome, @Nullable String reason) {
      boolean well = outcome.equals("OK");
      Level level = !well ? Level.WARNING : isRoutine(method) ? Level.FINE : Level.INFO;
      if (!log.isLoggable(level)) {
        return;
      }
      Map<String, String> fields = new LinkedHashMap<>();
      fields.put("method", method);
      MessageText.SUBJECTS.forEach((name, key) -> {
        String value = subject.get(key);
        if (value != null) {
          fields.put(key, value);
        }
      });
      fields.put("outcome", outcome);
      fields.put("ms", Long.toString((System.nanoTime() - startNanos) / 1_000_000));
      if (Context.current().isCancelled()) {
        fields.put("caller", "gone");
      }
      if (reason != null) {
        fields.put("reason", reason);
      }
      log(level, "rpc", fields);
    }

    private void debug(String what, Message message) {
      if (log.isLoggable(Level.FINE)) {
        log(Level.FINE, what, Map.of("method", method, "content", MessageText.of(message)));
      }
    }

    private void log(Level level, String message, Map<String, String> fields) {
      var record = new LogRecord(level, message);
      record.setLoggerName(log.getName());
      record.setParameters(new Object[] {new LogFields(fields)});
      log.log(record);
    }
  }
}
