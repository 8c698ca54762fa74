package org.csiscaleio.controller.service;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.csiscaleio.controller.owner.Owner;
import org.csiscaleio.controller.owner.OwnerSource;
import org.csiscaleio.gateway.FakeArray;
import org.csiscaleio.gateway.FakeScaleIoSystem;
import org.csiscaleio.gateway.Volume;
import org.csiscaleio.operation.Deadline;

/** Many instances in node scope before one array, and the words their tests speak in. */
final class Agents {
  static final long MIB = 1L << 20;
  static final long GIB = 1L << 30;
  static final String GUID_A = Scene.GUID_A;
  static final String GUID_B = Scene.GUID_B;
  static final Owner OWNER_A = Owner.of(GUID_A, "default");
  static final Owner OWNER_B = Owner.of(GUID_B, "default");
  static final VolumeCapability WRITER = Scene.WRITER;

  final FakeScaleIoSystem system = new FakeScaleIoSystem();
  final FakeArray array = system.array();
  final String poolId;
  final String sdcA;
  final String sdcB;
  final Agent a;
  final Agent b;

  Agents() {
    this(quota("512"));
  }

  Agents(NodeScopeSettings settings) {
    String domainId = array.addProtectionDomain("pd1");
    poolId = array.addStoragePool(domainId, "sp1", 1 << 20);
    sdcA = array.addSdc(GUID_A, "host-a", "192.0.2.21");
    sdcB = array.addSdc(GUID_B, "host-b", "192.0.2.22");
    a = agent(OWNER_A, settings);
    b = agent(OWNER_B, settings);
  }

  /** The default settings with that quota. */
  static NodeScopeSettings quota(String text) {
    return settings(text, ImportPatterns.NONE, true, false);
  }

  static NodeScopeSettings settings(
      String quota, ImportPatterns imports, boolean importRetain, boolean strict) {
    return new NodeScopeSettings(
        PoolQuotas.of(List.of(quota)),
        imports,
        importRetain,
        strict,
        QosLimits.NONE,
        Duration.ofSeconds(60));
  }

  /** An instance that speaks for that owner; another process each time it is called. */
  Agent agent(Owner owner, NodeScopeSettings settings) {
    return agent(settings, deadline -> new OwnerSource.Identity(owner, owner.sdcGuid()));
  }

  Agent agent(NodeScopeSettings settings, OwnerSource source) {
    return agent(settings, new Ownership(source));
  }

  Agent agent(NodeScopeSettings settings, Ownership ownership) {
    return agent(settings, ownership, Preemption.OFF);
  }

  /** An instance that takes volumes over from hosts that are gone, or does not. */
  Agent agent(NodeScopeSettings settings, Ownership ownership, Preemption preemption) {
    var controller =
        ControllerSettings.defaults().withStoragePool("sp1").withPreemption(preemption);
    return new Agent(controller, ScopeParts.node(system, controller, settings, ownership));
  }

  static Deadline soon() {
    return Deadline.after(Duration.ofSeconds(20));
  }

  static SizeRange exactly(long bytes) {
    return new SizeRange(bytes, bytes);
  }

  Volume onArray(ProvisionedVolume volume) {
    return array.volume(volume.id().volumeId()).orElseThrow();
  }

  List<String> namesOnArray() {
    return array.volumes().stream().map(Volume::name).toList();
  }

  /** One instance. */
  final class Agent {
    final ControllerService controller;
    private final ScopeParts parts;

    private Agent(ControllerSettings settings, ScopeParts parts) {
      this.parts = parts;
      this.controller = new ControllerService(system, settings, parts);
    }

    ProvisionedVolume create(String name, long bytes) {
      return create(name, bytes, Map.of());
    }

    ProvisionedVolume create(String name, long bytes, Map<String, String> parameters) {
      return controller.create(Scene.request(name, exactly(bytes), parameters), soon());
    }

    void delete(ProvisionedVolume volume) {
      delete(volume.id().toString());
    }

    void delete(String handle) {
      controller.delete(handle, soon());
    }

    Map<String, String> publish(ProvisionedVolume volume, String guid) {
      return controller.publish(
          PublishRequest.of(volume.id().toString(), guid, WRITER, false, Map.of()), soon());
    }

    void unpublish(ProvisionedVolume volume, String guid) {
      controller.unpublish(volume.id().toString(), guid, soon());
    }

    List<ProvisionedVolume> list() {
      VolumePage page = controller.list(0, "", soon());
      if (!page.nextToken().isEmpty()) {
        throw new AssertionError("Mesos does not ask for a second page");
      }
      return page.volumes().stream().map(VolumeStatus::volume).toList();
    }

    List<String> nodesOf(ProvisionedVolume volume) {
      return controller.list(0, "", soon()).volumes().stream()
          .filter(status -> status.volume().id().equals(volume.id()))
          .findFirst()
          .map(VolumeStatus::publishedNodeIds)
          .orElseThrow();
    }

    long capacity() {
      return capacity(Map.of());
    }

    long capacity(Map<String, String> parameters) {
      return controller.capacity(List.of(WRITER), parameters, soon()).availableBytes();
    }

    /** What the background does every so often. */
    void refresh() {
      reader().read(soon());
    }

    OwnVolumesReader reader() {
      return Optional.of(parts).flatMap(ScopeParts::reader).orElseThrow();
    }
  }
}
