package org.csiscaleio.image.server;

import io.grpc.ServerInterceptor;
import java.util.List;
import org.csiscaleio.image.log.Redaction;

/**
 * What every request passes on its way to a handler, and every answer on its way back. The order
 * matters: all else needs the id; who is refused costs nothing further; the log tells the failure
 * as the caller gets it.
 */
public record Chain(RequestIds ids, InFlightLimit limit, RequestLog log, FailureMapping failures) {

  /**
   * The chain as the program uses it.
   *
   * @param run sets the request ids of this run of the program apart from another's
   * @param maxRequests that run at a time
   * @param redaction takes secrets out of what is said, and learns those that requests bring
   */
  public static Chain of(String run, int maxRequests, Redaction redaction) {
    return new Chain(
        new RequestIds(run),
        new InFlightLimit(maxRequests),
        new RequestLog(redaction::rememberPassing),
        new FailureMapping(redaction));
  }

  /** The outermost first. */
  List<ServerInterceptor> outermostFirst() {
    return List.of(ids, limit, log, failures);
  }
}
