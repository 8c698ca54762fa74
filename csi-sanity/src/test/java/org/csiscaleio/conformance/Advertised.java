package org.csiscaleio.conformance;

import static java.util.stream.Collectors.toUnmodifiableSet;

import java.util.Set;
import org.csiscaleio.csi.v1.ControllerGetCapabilitiesRequest;
import org.csiscaleio.csi.v1.ControllerServiceCapability;
import org.csiscaleio.csi.v1.NodeGetCapabilitiesRequest;
import org.csiscaleio.csi.v1.NodeServiceCapability;
import org.csiscaleio.rig.CsiClient;

/** What a running plugin says it can do. */
record Advertised(
    Set<ControllerServiceCapability.RPC.Type> controller,
    Set<NodeServiceCapability.RPC.Type> node) {

  static Advertised by(CsiClient client) {
    return new Advertised(
        client
            .controller()
            .controllerGetCapabilities(ControllerGetCapabilitiesRequest.getDefaultInstance())
            .getCapabilitiesList()
            .stream()
            .map(capability -> capability.getRpc().getType())
            .collect(toUnmodifiableSet()),
        client
            .node()
            .nodeGetCapabilities(NodeGetCapabilitiesRequest.getDefaultInstance())
            .getCapabilitiesList()
            .stream()
            .map(capability -> capability.getRpc().getType())
            .collect(toUnmodifiableSet()));
  }
}
