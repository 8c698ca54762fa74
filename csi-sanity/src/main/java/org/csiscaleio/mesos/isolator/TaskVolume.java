package org.csiscaleio.mesos.isolator;

import java.util.Map;
import org.csiscaleio.mesos.Capability;

/**
 * A volume of type CSI_VOLUME in a task's ContainerInfo, statically provisioned. Secrets are left
 * out: the server does not pass them on (1.11.x:csi_server.cpp:439-452).
 *
 * @param containerPath relative to the sandbox
 * @param readOnly the volume's mode is RO
 * @param pluginName the plugin's type, in spite of its name
 */
public record TaskVolume(
    String containerPath,
    boolean readOnly,
    String pluginName,
    String volumeId,
    Capability capability,
    Map<String, String> context) {
  public TaskVolume {
    context = Map.copyOf(context);
  }

  /** Read-write at {@code data}. */
  public static TaskVolume of(String pluginName, String volumeId, Capability capability) {
    return new TaskVolume("data", false, pluginName, volumeId, capability, Map.of());
  }

  /** The same, with mode RO. */
  public TaskVolume asReadOnly() {
    return new TaskVolume(containerPath, true, pluginName, volumeId, capability, context);
  }

  /** The same, with a volume_context. */
  public TaskVolume with(Map<String, String> volumeContext) {
    return new TaskVolume(containerPath, readOnly, pluginName, volumeId, capability, volumeContext);
  }
}
