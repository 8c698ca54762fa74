package org.csiscaleio.image;

import io.grpc.BindableService;
import io.grpc.ServerInterceptors;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
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
  private static final String IDENTITY = "Identity";
  private static final String CONTROLLER = "Controller";
  private static final String GROUP_CONTROLLER = "GroupController";
  private static final String NODE = "Node";

  private final Wiring wiring;
  private final Serving serving;
  private final Map<String, Supplier<BindableService>> makers = new HashMap<>();

  private Bindings(Wiring wiring, Serving serving) {
    this.wiring = wiring;
    this.serving = serving;
  }

  /** How to make each service, by its full name; nothing of a generation is loaded by saying so. */
  static Map<String, Supplier<BindableService>> of(Wiring wiring, Serving serving) {
    var bindings = new Bindings(wiring, serving);
    for (Generation generation : serving.generations()) {
      switch (generation) {
        case CSI_V1 -> bindings.addV1();
        case CSI_V0 -> bindings.addV0();
        case CSI -> bindings.addV01();
      }
    }
    return bindings.makers;
  }

  /** The service that is called before all others: Identity, of the newest generation served. */
  static String firstCalled(Serving serving) {
    return name(Collections.min(serving.generations()), IDENTITY);
  }

  private void addV1() {
    add(Generation.CSI_V1, IDENTITY, () -> new IdentityV1(wiring.identity(), serving.specLevel()));
    wiring
        .controller()
        .ifPresent(service -> {
          add(Generation.CSI_V1, CONTROLLER, () -> new ControllerV1(service, serving.specLevel()));
          add(Generation.CSI_V1, GROUP_CONTROLLER, () -> new GroupControllerV1(service));
        });
    wiring
        .node()
        .ifPresent(service ->
            add(
                Generation.CSI_V1,
                NODE,
                () -> new NodeV1(service, serving.specLevel(), serving.deadline())));
  }

  private void addV0() {
    add(Generation.CSI_V0, IDENTITY, () -> new IdentityV0(wiring.identity(), serving.v0Level()));
    wiring
        .controller()
        .ifPresent(service ->
            add(Generation.CSI_V0, CONTROLLER, () -> new ControllerV0(service, serving.v0Level())));
    wiring
        .node()
        .ifPresent(service ->
            add(
                Generation.CSI_V0,
                NODE,
                () -> new NodeV0(service, serving.v0Level(), serving.deadline())));
  }

  private void addV01() {
    add(Generation.CSI, IDENTITY, () -> versioned(new IdentityV01(wiring.identity())));
    wiring
        .controller()
        .ifPresent(service ->
            add(Generation.CSI, CONTROLLER, () -> versioned(new ControllerV01(service))));
    wiring
        .node()
        .ifPresent(service ->
            add(Generation.CSI, NODE, () -> versioned(new NodeV01(service, serving.deadline()))));
  }

  private void add(Generation generation, String service, Supplier<BindableService> maker) {
    makers.put(name(generation, service), maker);
  }

  private static String name(Generation generation, String service) {
    return generation.protoPackage() + "." + service;
  }

  private static BindableService versioned(BindableService service) {
    return () -> ServerInterceptors.intercept(service, new VersionCheck());
  }
}
