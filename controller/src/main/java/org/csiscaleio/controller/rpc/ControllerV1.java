package org.csiscaleio.controller.rpc;

import static java.util.Objects.requireNonNull;

import io.grpc.stub.StreamObserver;
import org.csiscaleio.controller.service.ControllerService;
import org.csiscaleio.csi.SpecLevel;
import org.csiscaleio.csi.v1.ControllerGetCapabilitiesRequest;
import org.csiscaleio.csi.v1.ControllerGetCapabilitiesResponse;
import org.csiscaleio.csi.v1.ControllerGrpc;

/** Controller of csi.v1. */
public final class ControllerV1 extends ControllerGrpc.ControllerImplBase {
  private final ControllerService service;
  private final SpecLevel level;

  /**
   * @param level what is advertised; what is served does not depend on it
   */
  public ControllerV1(ControllerService service, SpecLevel level) {
    this.service = requireNonNull(service, "service is null");
    this.level = requireNonNull(level, "level is null");
  }

  @Override
  public void controllerGetCapabilities(
      ControllerGetCapabilitiesRequest request,
      StreamObserver<ControllerGetCapabilitiesResponse> answer) {
    answer.onNext(ControllerGetCapabilitiesResponse.getDefaultInstance());
    answer.onCompleted();
  }

  ControllerService service() {
    return service;
  }

  SpecLevel level() {
    return level;
  }
}
