package org.csiscaleio.mesos.volume;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.csiscaleio.mesos.AgentAborts;
import org.csiscaleio.mesos.Capability;
import org.csiscaleio.mesos.CsiPaths;
import org.csiscaleio.mesos.Failed;
import org.csiscaleio.mesos.PluginInfo;
import org.csiscaleio.mesos.RecursiveDelete;
import org.csiscaleio.mesos.Release;
import org.csiscaleio.mesos.Timing;
import org.csiscaleio.mesos.container.ServiceManager;
import org.csiscaleio.mesos.volume.VolumeState.State;
import org.csiscaleio.mesos.wire.ListedVolume;
import org.csiscaleio.mesos.wire.NodeUse;
import org.csiscaleio.mesos.wire.Validation;
import org.jspecify.annotations.Nullable;

/** What all releases have in common. */
public abstract class TrackedVolumes implements VolumeManager, AutoCloseable {
  /**
   * What an agent's process gives its volumes.
   *
   * @param bootId /proc/sys/kernel/random/boot_id of the host
   * @param release which Mesos
   */
  public record Surroundings(
      Release release,
      PluginInfo plugin,
      CsiPaths paths,
      ServiceManager services,
      RecursiveDelete delete,
      Timing timing,
      String bootId) {}

  final Release release;
  final CsiPaths paths;
  final RecursiveDelete delete;
  final String bootId;
  final VolumeStore volumes;
  final Calls calls;
  private final PluginInfo plugin;
  private @Nullable PluginServices prepared;

  TrackedVolumes(Surroundings agent) {
    this.release = agent.release();
    this.plugin = agent.plugin();
    this.paths = agent.paths();
    this.delete = agent.delete();
    this.bootId = agent.bootId();
    this.volumes = new VolumeStore(paths, delete);
    this.calls = new Calls(agent.services(), release, agent.timing());
  }

  /** The way of the release. */
  public static TrackedVolumes of(Surroundings agent) {
    if (agent.release().atLeast(Release.V1_8_0)) {
      return new VolumesOf18(agent);
    }
    return agent.release().atLeast(Release.V1_6) ? new VolumesOf16(agent) : new VolumesOf15(agent);
  }

  @Override
  public final void recover() {
    prepared = PluginServices.prepare(release, plugin, calls);
    recoverVolumes();
  }

  abstract void recoverVolumes();

  PluginServices services() {
    if (prepared == null) {
      throw new Failed("the plugin has not been asked yet");
    }
    return prepared;
  }

  @Override
  public List<ListedVolume> listVolumes() {
    return services().controller().contains("LIST_VOLUMES")
        ? calls.controller(client -> client.listVolumes())
        : List.of();
  }

  @Override
  public long getCapacity(Capability capability, Map<String, String> parameters) {
    return services().controller().contains("GET_CAPACITY")
        ? calls.controller(client -> client.getCapacity(capability, parameters))
        : 0;
  }

  @Override
  public ListedVolume createVolume(
      String name, long bytes, Capability capability, Map<String, String> parameters) {
    if (!services().createsAndDeletes()) {
      throw new Failed("CREATE_DELETE_VOLUME controller capability is not supported");
    }
    ListedVolume made =
        calls.repeated(client -> client.createVolume(name, bytes, capability, parameters));
    if (!volumes.contains(made.id())) {
      volumes.track(made.id(), VolumeState.created(capability, parameters, made.context()));
    } else if (release.atLeast(Release.V1_8_0)) {
      throw new Failed("Volume with name '" + name + "' already exists"); // 1.8.x:V1:312
    } else {
      // 1.5.x:P:2305, 1.6.x:P:2497: the agent failed over before the operation's end was noted.
      AgentAborts.unless(
          volumes.get(made.id()).state() == State.CREATED,
          "volume " + made.id() + " was created again while in use",
          "1.7.x:P:2620");
    }
    return new ListedVolume(made.id(), bytes, made.context());
  }

  @Override
  public void validateVolume(
      ListedVolume volume, Capability capability, Map<String, String> parameters) {
    Optional<VolumeState> known = volumes.find(volume.id());
    if (known.isPresent()) {
      if (!known.get().capability().equals(capability)) {
        throw new Failed("Unsupported volume capability for volume '" + volume.id() + "'");
      }
      if (release.importsWithTargetProfile() && !known.get().parameters().equals(parameters)) {
        throw new Failed("Mismatched parameters for volume '" + volume.id() + "'");
      }
      return;
    }
    Validation answer =
        calls.controller(
            client -> client.validate(volume.id(), volume.context(), capability, parameters));
    refusal(answer, volume, capability, parameters)
        .ifPresent(why -> {
          throw new Failed("Validation failed for volume '" + volume.id() + "': " + why);
        });
    volumes.track(volume.id(), VolumeState.created(capability, parameters, volume.context()));
  }

  /** V1:374-402: what is confirmed must be what was asked, parameters and context too. */
  private static Optional<String> refusal(
      Validation answer,
      ListedVolume volume,
      Capability capability,
      Map<String, String> parameters) {
    return switch (answer) {
      case Validation.Answer(var supported, var message) ->
          supported ? Optional.empty() : Optional.of(message);
      case Validation.Confirmed confirmed -> {
        if (!confirmed.context().equals(volume.context())) {
          yield Optional.of("Mismatched volume context");
        }
        if (!confirmed.capabilities().contains(capability)) {
          yield Optional.of("Unsupported volume capability");
        }
        yield confirmed.parameters().equals(parameters)
            ? Optional.empty()
            : Optional.of("Mismatched parameters");
      }
    };
  }

  @Override
  public Optional<VolumeState> state(String volumeId) {
    return volumes.find(volumeId);
  }

  @Override
  public List<String> tracked() {
    return volumes.ids();
  }

  @Override
  public void close() {
    calls.stop();
  }

  /** ControllerPublishVolume; what it answers goes into the checkpoint. */
  Map<String, String> controllerPublish(String id, VolumeState state) {
    String nodeId = services().requiredNodeId();
    return calls.controller(client ->
        client.controllerPublish(
            id, nodeId, state.capability(), state.readonly(), state.context()));
  }

  void controllerUnpublish(String id) {
    String nodeId = services().requiredNodeId();
    calls.tellController(client -> client.controllerUnpublish(id, nodeId));
  }

  NodeUse nodeUse(String id, VolumeState state) {
    return new NodeUse(
        id,
        state.publishContext(),
        services().stages() ? Optional.of(paths.staging(id)) : Optional.empty(),
        paths.target(release, id),
        state.capability(),
        state.readonly(),
        state.context());
  }

  /** Deletes what is below a volume's mount path, across mounts; what fails is only logged. */
  void garbageCollectMountPath(String id) {
    if (exists(paths.mount(id))) {
      try {
        delete.tree(paths.mount(id));
      } catch (Failed e) {
        System.getLogger("mesos").log(System.Logger.Level.ERROR, e.getMessage());
      }
    }
  }

  /** Deletes mount paths of volumes that are not tracked: contract 2.5, last rule. */
  void garbageCollectUnknownMountPaths() {
    for (Path path : CsiPaths.entries(paths.mountRoot())) {
      String id = CsiPaths.decode(path).orElseThrow(() -> new Failed("Failed to parse " + path));
      if (!volumes.contains(id)) {
        garbageCollectMountPath(id);
      }
    }
  }

  static boolean exists(Path path) {
    return Files.exists(path, LinkOption.NOFOLLOW_LINKS);
  }

  static void makeDirectories(Path path) {
    try {
      Files.createDirectories(path);
    } catch (IOException e) {
      throw new Failed("Failed to create " + path + ": " + e, e);
    }
  }
}
