package org.csiscaleio.image.server;

import java.util.Map;
import java.util.Optional;
import org.csiscaleio.operation.RequestId;

/** Who records requests as spans of traces. Recording waits for nobody and never fails. */
public interface RequestSpans {
  /**
   * A request has come.
   *
   * @param method its full name, e.g. csi.v1.Node/NodeStageVolume
   * @param traceparent what the caller said of its trace, as it said it
   * @return empty when it is not recorded
   */
  Optional<Begun> begin(String method, Optional<String> traceparent);

  /** A request that is recorded. */
  interface Begun {
    /** Where what is done for it belongs. */
    RequestId.Trace trace();

    /**
     * It was answered; to be told once.
     *
     * @param code the gRPC code's name
     * @param message as the caller got it; empty when there was none
     * @param subject what it was about: volume, node and so on
     */
    void end(String code, String message, Map<String, String> subject);
  }
}
