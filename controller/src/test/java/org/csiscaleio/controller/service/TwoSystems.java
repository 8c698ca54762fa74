package org.csiscaleio.controller.service;

import static org.csiscaleio.controller.service.Scene.GUID_A;
import static org.csiscaleio.controller.service.Scene.WRITER;
import static org.csiscaleio.controller.service.Scene.soon;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.csiscaleio.gateway.FakeScaleIoSystem;
import org.csiscaleio.gateway.GatewayVersion;
import org.csiscaleio.operation.Place;
import org.csiscaleio.operation.PlaceNames;

/** Two systems behind one Controller: the first in zone a, the second in zone b. */
final class TwoSystems {
  static final String FIRST = "1f3c6a2b7d8e9a0f";
  static final String SECOND = "2e706b2740ec200f";
  static final PlaceNames NAMES = new PlaceNames("org.csiscaleio");

  final FakeScaleIoSystem first = system(FIRST);
  final FakeScaleIoSystem second = system(SECOND);
  final SystemsController controller;

  TwoSystems() {
    this(false);
  }

  TwoSystems(boolean wholeLists) {
    controller =
        new SystemsController(
            List.of(served(first, FIRST, "a"), served(second, SECOND, "b")),
            NAMES,
            true,
            wholeLists);
  }

  private static FakeScaleIoSystem system(String id) {
    var system = new FakeScaleIoSystem(new GatewayVersion(3, 6), id);
    String domain = system.array().addProtectionDomain("pd1");
    system.array().addStoragePool(domain, "sp1", 8192);
    system.array().addStoragePool(system.array().addProtectionDomain("pd2"), "sp1", 8192);
    system.array().addSdc(GUID_A, "host-a", "192.0.2.21");
    return system;
  }

  private static ServedSystem served(FakeScaleIoSystem system, String id, String zone) {
    return new ServedSystem(
        new ControllerService(
            system,
            ControllerSettings.defaults().withStoragePool("sp1").withProtectionDomain("pd1")),
        system,
        Optional.of(id),
        Map.of("zone", zone));
  }

  /** The place of hosts that serve those systems. */
  static Place hosts(String... systemIds) {
    return NAMES.place(List.of(systemIds), Map.of());
  }

  static Place zone(String zone) {
    return NAMES.place(List.of(), Map.of("zone", zone));
  }

  static CreateRequest request(String name, Requirement requirement, String... parameters) {
    var all = new java.util.HashMap<String, String>();
    for (int i = 0; i < parameters.length; i += 2) {
      all.put(parameters[i], parameters[i + 1]);
    }
    return new CreateRequest(
        name,
        SizeRange.ANY,
        List.of(WRITER),
        VolumeParameters.parse(all),
        Optional.empty(),
        requirement);
  }

  /** Makes a volume; returns its id. */
  String create(String name, Requirement requirement, String... parameters) {
    return controller.create(request(name, requirement, parameters), soon()).id().toString();
  }

  /** Makes a volume in a system; returns its id. */
  String createIn(String systemId, String name) {
    return create(name, Requirement.NONE, "systemID", systemId);
  }

  /** The ids on all pages. */
  List<String> listAll(int maxEntries) {
    var ids = new ArrayList<String>();
    String token = "";
    do {
      VolumePage page = controller.list(maxEntries, token, soon());
      page.volumes().forEach(volume -> ids.add(volume.volume().id().toString()));
      token = page.nextToken();
    } while (!token.isEmpty());
    return ids;
  }
}
