package org.csiscaleio.mesos.wire;

import com.google.protobuf.Message;
import java.time.Duration;

/**
 * One call that was made.
 *
 * @param method full name, e.g. csi.v1.Node/NodePublishVolume
 * @param code the gRPC status code's name
 * @param took until the answer was there
 */
public record RecordedCall(String method, Message request, String code, Duration took) {
  /** The method's name without package and service. */
  public String name() {
    return method.substring(method.lastIndexOf('/') + 1);
  }

  /** The request, when it is of that kind. */
  public <T extends Message> T as(Class<T> kind) {
    return kind.cast(request);
  }

  @Override
  public String toString() {
    return name() + (code.equals("OK") ? "" : "=" + code);
  }
}
