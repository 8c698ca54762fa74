package org.csiscaleio.image.server;

import io.grpc.ServerInterceptor;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.csiscaleio.image.log.Redaction;
import org.csiscaleio.operation.meter.Meter;

/**
 * What every request passes on its way to a handler, and every answer on its way back. The order
 * matters: all else needs the id; all that is logged says the trace; whoever counts counts the
 * refused ones too; who is refused costs nothing further; the log tells the failure as the caller
 * gets it.
 *
 * @param traces empty when nothing is traced
 * @param meter empty when nobody counts
 */
public record Chain(
    RequestIds ids,
    Optional<RequestTraces> traces,
    Optional<RpcMeter> meter,
    InFlightLimit limit,
    RequestLog log,
    FailureMapping failures) {

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
        Optional.empty(),
        Optional.empty(),
        new InFlightLimit(maxRequests),
        new RequestLog(redaction::rememberPassing),
        new FailureMapping(redaction));
  }

  /** The same, in which every request is counted. */
  public Chain countedBy(Meter by) {
    return new Chain(ids, traces, Optional.of(new RpcMeter(by)), limit, log, failures);
  }

  /** The same, in which every request is recorded as a span, or those that are chosen. */
  public Chain tracedBy(RequestSpans spans) {
    return new Chain(ids, Optional.of(new RequestTraces(spans)), meter, limit, log, failures);
  }

  /** The outermost first. */
  List<ServerInterceptor> outermostFirst() {
    var chain = new ArrayList<ServerInterceptor>();
    chain.add(ids);
    traces.ifPresent(chain::add);
    meter.ifPresent(chain::add);
    chain.addAll(List.of(limit, log, failures));
    return chain;
  }
}
