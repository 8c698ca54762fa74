package org.csiscaleio.image.server;

import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCall.Listener;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.UnaryOperator;
import org.csiscaleio.operation.Failure;
import org.csiscaleio.operation.RequestId;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one place where failures become gRPC codes, innermost of the chain. A {@link Failure} has its
 * code by name and its message; anything else that a handler throws is our own fault: INTERNAL with
 * the request's id and nothing of our inside, which goes to the log. A message is never empty, and
 * details always are, as CSI demands.
 */
public final class FailureMapping implements ServerInterceptor {
  private static final Logger log = LoggerFactory.getLogger(FailureMapping.class);

  /** A message travels as a header, and callers made with gRPC's C core take 8 KiB of those. */
  private static final int LONGEST_MESSAGE = 2000;

  private final UnaryOperator<String> redaction;

  /**
   * @param redaction takes known secrets out of messages before they leave
   */
  public FailureMapping(UnaryOperator<String> redaction) {
    this.redaction = redaction;
  }

  @Override
  public <Q, A> Listener<Q> interceptCall(
      ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
    var answered = new AnsweredOnce<>(call);
    Listener<Q> listener;
    try {
      listener = next.startCall(answered, headers);
    } catch (RuntimeException e) {
      answered.fail(e);
      return new Listener<>() {};
    }
    return new WrappedListener<>(listener) {
      @Override
      void run(Runnable callback) {
        try {
          callback.run();
        } catch (RuntimeException | StackOverflowError | LinkageError | AssertionError e) {
          answered.fail(e);
        }
      }
    };
  }

  /** A call that is closed at most once, with a status fit to be seen. */
  private final class AnsweredOnce<Q, A> extends SimpleForwardingServerCall<Q, A> {
    private final AtomicBoolean closed = new AtomicBoolean();

    AnsweredOnce(ServerCall<Q, A> call) {
      super(call);
    }

    @Override
    public void close(Status status, Metadata trailers) {
      if (!closed.compareAndSet(false, true)) {
        return;
      }
      if (status.isOk()) {
        super.close(status, trailers);
      } else {
        super.close(presentable(status), new Metadata());
      }
    }

    void fail(Throwable why) {
      if (why instanceof StatusRuntimeException gone
          && gone.getStatus().getCode() == Status.Code.CANCELLED
          && isCancelled()) {
        log.debug("the caller has gone; the answer reaches nobody");
      } else if (closed.get()) {
        log.error("failed after it had answered", why);
      } else {
        close(Status.UNKNOWN.withCause(why), new Metadata());
      }
    }
  }

  private Status presentable(Status status) {
    Status.Code code = status.getCode();
    String message = status.getDescription();
    if (status.getCause() instanceof Failure failure) {
      if (failure.code() == Failure.Code.INTERNAL) {
        log.error("internal failure", failure);
      } else {
        log.debug("failed", failure);
      }
      code = code(failure.code());
      message = failure.message();
    } else if (code == Status.Code.UNKNOWN || code == Status.Code.INTERNAL) {
      log.error("unexpected failure", status.getCause());
      code = Status.Code.INTERNAL;
      message =
          "unexpected failure; the plugin's log tells more under request id "
              + RequestId.current().orElse("-");
    }
    String said = message == null || message.isBlank() ? "no reason was given" : message;
    return code.toStatus().withDescription(shortened(redaction.apply(said)));
  }

  private static String shortened(String message) {
    return message.length() <= LONGEST_MESSAGE
        ? message
        : message.substring(0, LONGEST_MESSAGE) + " … (the plugin's log has the rest)";
  }

  private static Status.Code code(Failure.Code code) {
    return switch (code) {
      case INVALID_ARGUMENT -> Status.Code.INVALID_ARGUMENT;
      case NOT_FOUND -> Status.Code.NOT_FOUND;
      case ALREADY_EXISTS -> Status.Code.ALREADY_EXISTS;
      case OUT_OF_RANGE -> Status.Code.OUT_OF_RANGE;
      case RESOURCE_EXHAUSTED -> Status.Code.RESOURCE_EXHAUSTED;
      case FAILED_PRECONDITION -> Status.Code.FAILED_PRECONDITION;
      case ABORTED -> Status.Code.ABORTED;
      case UNAVAILABLE -> Status.Code.UNAVAILABLE;
      case DEADLINE_EXCEEDED -> Status.Code.DEADLINE_EXCEEDED;
      case UNAUTHENTICATED -> Status.Code.UNAUTHENTICATED;
      case PERMISSION_DENIED -> Status.Code.PERMISSION_DENIED;
      case UNIMPLEMENTED -> Status.Code.UNIMPLEMENTED;
      case INTERNAL -> Status.Code.INTERNAL;
    };
  }
}
