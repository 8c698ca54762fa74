package org.csiscaleio.mesos.wire;

import io.grpc.Status;
import org.csiscaleio.mesos.Failed;

/** A plugin's answer that was not OK, or none within the time. */
public final class CallFailed extends Failed {
  private static final long serialVersionUID = 1L;

  private final Status.Code code;

  CallFailed(String method, Status status) {
    super(method + ": " + status.getCode() + ": " + status.getDescription());
    this.code = status.getCode();
  }

  /** The gRPC status code's name. */
  public String code() {
    return code.name();
  }

  /** The method or its service is not served; the only code that leads to another CSI version. */
  public boolean isUnimplemented() {
    return code == Status.Code.UNIMPLEMENTED;
  }

  /** The two codes after which CreateVolume and DeleteVolume are repeated: V1:570. */
  public boolean isRetryable() {
    return code == Status.Code.UNAVAILABLE || code == Status.Code.DEADLINE_EXCEEDED;
  }
}
