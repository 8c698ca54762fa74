package org.csiscaleio.image.server;

import com.google.protobuf.Message;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCall.Listener;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import org.csiscaleio.csi.Version01;
import org.csiscaleio.operation.Failure;

/**
 * Refuses requests of CSI 0.1 for a version that is not served, before anything else is looked at,
 * in front of all three of its services: each of their requests says its version.
 */
public final class VersionCheck implements ServerInterceptor {
  @Override
  public <Q, A> Listener<Q> interceptCall(
      ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
    return new SimpleForwardingServerCallListener<>(next.startCall(call, headers)) {
      @Override
      public void onMessage(Q request) {
        if (request instanceof Message message) {
          Version01.objectionTo(message)
              .ifPresent(objection -> {
                throw Failure.invalid(objection);
              });
        }
        super.onMessage(request);
      }
    };
  }
}
