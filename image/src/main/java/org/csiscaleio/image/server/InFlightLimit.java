package org.csiscaleio.image.server;

import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCall.Listener;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Bounds the requests that run at a time. One too many is answered UNAVAILABLE, the one code that
 * every orchestrator, Mesos included, repeats after. What counts is the running handler, not the
 * call: a caller who gives up does not stop the operation, and so does not make room either.
 *
 * <p>Identity's requests are not counted: they cost nothing, and a health check that fails under
 * load makes it worse.
 */
public final class InFlightLimit implements ServerInterceptor {
  private static final Logger log = LoggerFactory.getLogger(InFlightLimit.class);

  private final int most;
  private final Semaphore free;
  private final AtomicLong begun = new AtomicLong();
  private volatile boolean stopping;

  public InFlightLimit(int most) {
    this.most = most;
    this.free = new Semaphore(most);
  }

  @Override
  public <Q, A> Listener<Q> interceptCall(
      ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
    Listener<Q> listener = next.startCall(call, headers);
    String service = call.getMethodDescriptor().getServiceName();
    if (service != null && service.endsWith(".Identity")) {
      return listener;
    }
    return new SimpleForwardingServerCallListener<>(listener) {
      @Override
      public void onHalfClose() {
        if (stopping) {
          refuse(call, "the plugin is stopping; repeat the call when it is back");
          return;
        }
        if (!free.tryAcquire()) {
          refuse(call, most + " requests are running, the most at a time; repeat the call later");
          return;
        }
        begun.incrementAndGet();
        try {
          super.onHalfClose();
        } finally {
          free.release();
        }
      }
    };
  }

  /**
   * Refuses all further requests and waits for the running ones to end.
   *
   * @return whether they all did in time
   */
  boolean drain(Duration limit) throws InterruptedException {
    stopping = true;
    boolean ended = free.tryAcquire(most, limit.toNanos(), TimeUnit.NANOSECONDS);
    if (ended) {
      free.release(most);
    }
    return ended;
  }

  /** How many requests run now, Identity's aside. */
  public int running() {
    return most - free.availablePermits();
  }

  /** How many may run at a time. */
  public int most() {
    return most;
  }

  /** How many requests have begun; negative while any of them runs. */
  long activity() {
    return free.availablePermits() < most ? -1 : begun.get();
  }

  private static void refuse(ServerCall<?, ?> call, String why) {
    log.warn("{} refused: {}", call.getMethodDescriptor().getFullMethodName(), why);
    call.close(Status.UNAVAILABLE.withDescription(why), new Metadata());
  }
}
