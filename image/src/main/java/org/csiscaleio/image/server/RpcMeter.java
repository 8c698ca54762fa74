package org.csiscaleio.image.server;

import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.ServerCall;
import io.grpc.ServerCall.Listener;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.csiscaleio.operation.meter.Measurement;
import org.csiscaleio.operation.meter.Meter;

/**
 * Tells a meter of every request that reached a method we serve: how it ended, as its caller got
 * it, and how long it took. A caller who gave up is told as CANCELLED, when what was asked for has
 * ended.
 */
public final class RpcMeter implements ServerInterceptor {
  private final Meter meter;

  RpcMeter(Meter meter) {
    this.meter = meter;
  }

  @Override
  public <Q, A> Listener<Q> interceptCall(
      ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
    var counted = new Counted<>(call);
    return new SimpleForwardingServerCallListener<>(next.startCall(counted, headers)) {
      @Override
      public void onCancel() {
        counted.tell(Status.Code.CANCELLED);
        super.onCancel();
      }
    };
  }

  private final class Counted<Q, A> extends SimpleForwardingServerCall<Q, A> {
    private final long beginNanos = System.nanoTime();
    private final AtomicBoolean told = new AtomicBoolean();

    Counted(ServerCall<Q, A> call) {
      super(call);
    }

    @Override
    public void close(Status status, Metadata trailers) {
      tell(status.getCode());
      super.close(status, trailers);
    }

    void tell(Status.Code code) {
      if (told.compareAndSet(false, true)) {
        MethodDescriptor<Q, A> method = getMethodDescriptor();
        meter.note(
            new Measurement.Rpc(
                String.valueOf(method.getServiceName()),
                String.valueOf(method.getBareMethodName()),
                code.name(),
                Duration.ofNanos(System.nanoTime() - beginNanos)));
      }
    }
  }
}
