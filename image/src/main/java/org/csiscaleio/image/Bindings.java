package org.csiscaleio.image;

import io.grpc.BindableService;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.csiscaleio.controller.rpc.ControllerV1;
import org.csiscaleio.csi.SpecLevel;
import org.csiscaleio.identity.rpc.IdentityV1;
import org.csiscaleio.node.rpc.NodeV1;

/** The services as orchestrators call them. Which there are depends on the configured mode. */
final class Bindings {
  private Bindings() {}

  /**
   * @param deadline for calls that come without one
   */
  static List<BindableService> of(Wiring wiring, SpecLevel level, Duration deadline) {
    List<BindableService> services = new ArrayList<>();
    services.add(new IdentityV1(wiring.identity()));
    wiring.controller().ifPresent(service -> services.add(new ControllerV1(service, level)));
    wiring.node().ifPresent(service -> services.add(new NodeV1(service, level, deadline)));
    return services;
  }
}
