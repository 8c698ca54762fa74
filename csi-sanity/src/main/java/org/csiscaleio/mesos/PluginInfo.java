package org.csiscaleio.mesos;

import java.util.List;
import java.util.Map;

/**
 * CSIPluginInfo of a configuration file, as far as a plugin notices it.
 *
 * @param type dot-separated tokens; the plugin's own name
 * @param name one token; distinct on each agent
 * @param services in the order of the file
 * @param command argv of the plugin; its first element is the executable
 * @param environment {@code command.environment}
 * @param targetPathExists {@code target_path_exists}, 1.11 with csi.v1: the agent makes the target
 */
public record PluginInfo(
    String type,
    String name,
    List<Service> services,
    List<String> command,
    Map<String, String> environment,
    boolean targetPathExists) {
  /** What a plugin's container serves. */
  public enum Service {
    CONTROLLER_SERVICE,
    NODE_SERVICE
  }

  public PluginInfo {
    services = List.copyOf(services);
    command = List.copyOf(command);
    environment = Map.copyOf(environment);
  }

  /** One container that serves both. */
  public static PluginInfo of(
      String type, String name, List<String> command, Map<String, String> environment) {
    return new PluginInfo(
        type,
        name,
        List.of(Service.CONTROLLER_SERVICE, Service.NODE_SERVICE),
        command,
        environment,
        false);
  }

  /** A node service that somebody else runs; 1.11 only. */
  public static PluginInfo unmanagedNode(String type, String name) {
    return new PluginInfo(type, name, List.of(Service.NODE_SERVICE), List.of(), Map.of(), false);
  }

  /** With {@code target_path_exists: true}. */
  public PluginInfo withExistingTargetPath() {
    return new PluginInfo(type, name, services, command, environment, true);
  }

  public boolean serves(Service service) {
    return services.contains(service);
  }

  /** The container's id, see contract 6.2: prefix, type with dashes, name, services. */
  public String containerId(String prefix) {
    var id = new StringBuilder(prefix).append(type.replace('.', '-')).append('-').append(name);
    id.append("--");
    for (int i = 0; i < services.size(); i++) {
      id.append(i > 0 ? "-" : "").append(services.get(i));
    }
    return id.toString();
  }
}
