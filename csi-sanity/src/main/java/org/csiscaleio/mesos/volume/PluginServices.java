package org.csiscaleio.mesos.volume;

import java.util.Optional;
import java.util.Set;
import org.csiscaleio.mesos.AgentAborts;
import org.csiscaleio.mesos.Failed;
import org.csiscaleio.mesos.PluginInfo;
import org.csiscaleio.mesos.PluginInfo.Service;
import org.csiscaleio.mesos.Release;
import org.csiscaleio.mesos.wire.PluginClient;

/**
 * What a plugin has said about itself at the agent's start; contract 2.1. The node id is asked for
 * only with PUBLISH_UNPUBLISH_VOLUME, and sent back as it is.
 */
record PluginServices(
    boolean controllerService, Set<String> controller, Set<String> node, Optional<String> nodeId) {

  /** Asks in the order of the release. */
  static PluginServices prepare(Release release, PluginInfo plugin, Calls calls) {
    if (release.atLeast(Release.V1_8_0)) {
      return prepare18(plugin, calls);
    }
    return release.atLeast(Release.V1_6) ? prepare16(calls) : prepare15(calls);
  }

  /** 1.5.x:P:1907-2019. */
  private static PluginServices prepare15(Calls calls) {
    calls.tellController(PluginClient::pluginInfo);
    calls.tellController(PluginClient::controllerProbe);
    Set<String> controller = calls.controller(PluginClient::controllerCapabilities);
    calls.tellNode(PluginClient::pluginInfo);
    calls.tellNode(PluginClient::nodeProbe);
    return new PluginServices(true, controller, Set.of(), nodeId(controller, calls));
  }

  /** 1.6.x:P:1982-2095, 1.7.x:P:2170-2260. */
  private static PluginServices prepare16(Calls calls) {
    calls.tellNode(PluginClient::pluginInfo);
    boolean service = calls.node(PluginClient::hasControllerService);
    Set<String> controller = Set.of();
    if (service) {
      calls.tellController(PluginClient::pluginInfo);
      controller = calls.controller(PluginClient::controllerCapabilities);
    }
    Set<String> node = calls.node(PluginClient::nodeCapabilities);
    return new PluginServices(service, controller, node, nodeId(controller, calls));
  }

  /** V1:646-740. GetPluginInfo once for each service; until 1.11 both to the controller. */
  private static PluginServices prepare18(PluginInfo plugin, Calls calls) {
    boolean service = calls.node(PluginClient::hasControllerService);
    if (plugin.serves(Service.CONTROLLER_SERVICE) && !service) {
      throw new Failed("CONTROLLER_SERVICE plugin capability is not supported");
    }
    plugin.services().forEach(each -> calls.tellNode(PluginClient::pluginInfo));
    Set<String> controller =
        plugin.serves(Service.CONTROLLER_SERVICE)
            ? calls.controller(PluginClient::controllerCapabilities)
            : Set.of();
    if (!plugin.serves(Service.NODE_SERVICE)) {
      return new PluginServices(service, controller, Set.of(), Optional.empty());
    }
    Set<String> node = calls.node(PluginClient::nodeCapabilities);
    return new PluginServices(service, controller, node, nodeId(controller, calls));
  }

  private static Optional<String> nodeId(Set<String> controller, Calls calls) {
    return controller.contains("PUBLISH_UNPUBLISH_VOLUME")
        ? Optional.of(calls.node(PluginClient::nodeId))
        : Optional.empty();
  }

  boolean publishes() {
    return controller.contains("PUBLISH_UNPUBLISH_VOLUME");
  }

  boolean createsAndDeletes() {
    return controller.contains("CREATE_DELETE_VOLUME");
  }

  boolean stages() {
    return node.contains("STAGE_UNSTAGE_VOLUME");
  }

  String requiredNodeId() {
    return nodeId.orElseThrow(() -> new AgentAborts("the node id was never asked", "V1:850"));
  }
}
