package org.csiscaleio.image;

import io.grpc.BindableService;
import java.util.ArrayList;
import java.util.List;
import org.csiscaleio.controller.rpc.ControllerV1;
import org.csiscaleio.csi.SpecLevel;
import org.csiscaleio.identity.rpc.IdentityV1;

/** The services as orchestrators call them. Which there are depends on the configured mode. */
final class Bindings {
  private Bindings() {}

  static List<BindableService> of(Wiring wiring, SpecLevel level) {
    List<BindableService> services = new ArrayList<>();
    services.add(new IdentityV1(wiring.identity()));
    wiring.controller().ifPresent(service -> services.add(new ControllerV1(service, level)));
    return services;
  }
}
