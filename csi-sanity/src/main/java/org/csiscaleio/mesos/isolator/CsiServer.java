package org.csiscaleio.mesos.isolator;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.csiscaleio.mesos.CsiPaths;
import org.csiscaleio.mesos.Failed;
import org.csiscaleio.mesos.Machine;
import org.csiscaleio.mesos.PluginInfo;
import org.csiscaleio.mesos.Release;
import org.csiscaleio.mesos.Timing;
import org.csiscaleio.mesos.container.ManagedServices;
import org.csiscaleio.mesos.container.ServiceManager;
import org.csiscaleio.mesos.container.UnmanagedServices;
import org.csiscaleio.mesos.volume.TrackedVolumes;
import org.csiscaleio.mesos.volume.VolumeState;
import org.csiscaleio.mesos.wire.CallLog;

/**
 * 1.11.x:src/slave/csi_server.cpp: plugins by their type, each with its volumes. Volumes are
 * tracked as NODE_READY and pre-provisioned, so that ControllerPublishVolume is never called and
 * the publish context is always empty.
 */
public final class CsiServer implements AutoCloseable {
  /**
   * One file of {@code --csi_plugin_config_dir}.
   *
   * @param endpoint the socket of a plugin that somebody else runs; else the agent runs it
   * @param targetPathRoot where the mounts are, instead of W/csi/T/N/mounts
   */
  public record Configuration(
      PluginInfo plugin, Optional<Path> endpoint, Optional<Path> targetPathRoot) {}

  private record Running(ServiceManager services, TrackedVolumes volumes) {}

  private final Machine machine;
  private final Timing timing;
  private final List<Configuration> configurations;
  private final CallLog calls = new CallLog();
  private final Map<String, Running> running = new ConcurrentHashMap<>();

  public CsiServer(Machine machine, Timing timing, List<Configuration> configurations) {
    this.machine = machine;
    this.timing = timing;
    this.configurations = List.copyOf(configurations);
  }

  /** Initialises each plugin; one that fails is tried again at its next use. */
  public void start() {
    for (Configuration configuration : configurations) {
      try {
        plugin(configuration.plugin().type());
      } catch (Failed e) {
        System.getLogger("mesos").log(System.Logger.Level.ERROR, e.getMessage());
      }
    }
  }

  /** Publishes a volume for one more container; the target path. */
  public Path publishVolume(TaskVolume volume) {
    Running plugin = plugin(volume.pluginName());
    // The record is overwritten even if the volume is in use: contract 8, sharing.
    plugin
        .volumes()
        .publishVolume(
            volume.volumeId(),
            Optional.of(
                VolumeState.preProvisioned(
                    volume.capability(), volume.context(), volume.readOnly())));
    return paths(configuration(volume.pluginName())).target(Release.V1_11, volume.volumeId());
  }

  /** Unpublishes a volume that no container uses any more. */
  public void unpublishVolume(String pluginName, String volumeId) {
    plugin(pluginName).volumes().unpublishVolume(volumeId);
  }

  /** Every call to every plugin. */
  public CallLog calls() {
    return calls;
  }

  /** Where a plugin's volumes are. */
  public CsiPaths paths(String pluginName) {
    return paths(configuration(pluginName));
  }

  /** The agent's process ends. */
  @Override
  public void close() {
    running
        .values()
        .forEach(plugin -> {
          plugin.volumes().close();
          plugin.services().close();
        });
  }

  private Running plugin(String type) {
    return running.computeIfAbsent(type, name -> initialised(configuration(name)));
  }

  private Running initialised(Configuration configuration) {
    ServiceManager services = services(configuration);
    try {
      services.recover();
      services.apiVersion();
      var volumes =
          TrackedVolumes.of(
              new TrackedVolumes.Surroundings(
                  Release.V1_11,
                  configuration.plugin(),
                  paths(configuration),
                  services,
                  machine.delete(),
                  timing,
                  machine.bootId()));
      volumes.recover();
      return new Running(services, volumes);
    } catch (RuntimeException e) {
      services.close();
      throw e;
    }
  }

  private ServiceManager services(Configuration configuration) {
    if (configuration.endpoint().isPresent()) {
      return new UnmanagedServices(Release.V1_11, configuration.endpoint().get(), calls);
    }
    return new ManagedServices(
        new ManagedServices.Surroundings(
            Release.V1_11,
            machine.containerizer(),
            machine.temporary(),
            machine.delete(),
            timing,
            "mesos-internal-csi-",
            machine.agentId()),
        configuration.plugin(),
        paths(configuration),
        calls);
  }

  private CsiPaths paths(Configuration configuration) {
    CsiPaths usual = CsiPaths.of(machine.workDir(), configuration.plugin());
    return new CsiPaths(
        usual.workDir(),
        usual.type(),
        usual.name(),
        configuration.targetPathRoot().orElse(usual.mountRoot()));
  }

  private Configuration configuration(String type) {
    return configurations.stream()
        .filter(each -> each.plugin().type().equals(type))
        .findFirst()
        .orElseThrow(() -> new Failed("Failed to initialize CSI plugin '" + type + "'"));
  }
}
