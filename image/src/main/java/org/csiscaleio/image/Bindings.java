package org.csiscaleio.image;

import io.grpc.BindableService;
import io.grpc.ServerInterceptors;
import java.util.ArrayList;
import java.util.List;
import org.csiscaleio.controller.rpc.ControllerV0;
import org.csiscaleio.controller.rpc.ControllerV01;
import org.csiscaleio.controller.rpc.ControllerV1;
import org.csiscaleio.controller.rpc.GroupControllerV1;
import org.csiscaleio.csi.Generation;
import org.csiscaleio.identity.rpc.IdentityV0;
import org.csiscaleio.identity.rpc.IdentityV01;
import org.csiscaleio.identity.rpc.IdentityV1;
import org.csiscaleio.image.config.Configuration.Serving;
import org.csiscaleio.image.server.VersionCheck;
import org.csiscaleio.node.rpc.NodeV0;
import org.csiscaleio.node.rpc.NodeV01;
import org.csiscaleio.node.rpc.NodeV1;

/**
 * The services as orchestrators call them: one set for each generation of CSI, side by side, onto
 * the same use cases. Which services there are depends on the configured mode.
 */
final class Bindings {
  private final Wiring wiring;
  private final Serving serving;

  private Bindings(Wiring wiring, Serving serving) {
    this.wiring = wiring;
    this.serving = serving;
  }

  static List<BindableService> of(Wiring wiring, Serving serving) {
    var bindings = new Bindings(wiring, serving);
    List<BindableService> services = new ArrayList<>();
    for (Generation generation : serving.generations()) {
      services.addAll(
          switch (generation) {
            case CSI_V1 -> bindings.v1();
            case CSI_V0 -> bindings.v0();
            case CSI -> bindings.v01();
          });
    }
    return services;
  }

  private List<BindableService> v1() {
    List<BindableService> services = new ArrayList<>();
    services.add(new IdentityV1(wiring.identity(), serving.specLevel()));
    wiring
        .controller()
        .ifPresent(service -> {
          services.add(new ControllerV1(service, serving.specLevel()));
          services.add(new GroupControllerV1(service));
        });
    wiring
        .node()
        .ifPresent(
            service -> services.add(new NodeV1(service, serving.specLevel(), serving.deadline())));
    return services;
  }

  private List<BindableService> v0() {
    List<BindableService> services = new ArrayList<>();
    services.add(new IdentityV0(wiring.identity(), serving.v0Level()));
    wiring
        .controller()
        .ifPresent(service -> services.add(new ControllerV0(service, serving.v0Level())));
    wiring.node().ifPresent(service -> services.add(new NodeV0(service, serving.deadline())));
    return services;
  }

  private List<BindableService> v01() {
    List<BindableService> services = new ArrayList<>();
    services.add(versioned(new IdentityV01(wiring.identity())));
    wiring.controller().ifPresent(service -> services.add(versioned(new ControllerV01(service))));
    wiring
        .node()
        .ifPresent(service -> services.add(versioned(new NodeV01(service, serving.deadline()))));
    return services;
  }

  private static BindableService versioned(BindableService service) {
    return () -> ServerInterceptors.intercept(service, new VersionCheck());
  }
}
