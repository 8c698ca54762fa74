package org.csiscaleio.mesos.volume;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.csiscaleio.mesos.Capability;
import org.csiscaleio.mesos.Machine;
import org.csiscaleio.mesos.PluginInfo.Service;
import org.csiscaleio.mesos.container.ServiceManager;
import org.csiscaleio.mesos.wire.CsiVersion;
import org.csiscaleio.mesos.wire.ListedVolume;
import org.csiscaleio.mesos.wire.NodeUse;
import org.csiscaleio.mesos.wire.PluginClient;
import org.csiscaleio.mesos.wire.Validation;

/** A plugin in this process, whose volumes are tmpfs, with bad manners on demand. */
final class FakePlugin implements PluginClient, ServiceManager {
  private final CsiVersion version;
  private final Machine machine;
  private final List<String> calls = new ArrayList<>();
  private boolean leavesMounted;
  private boolean removesTarget;

  FakePlugin(CsiVersion version, Machine machine) {
    this.version = version;
    this.machine = machine;
    this.removesTarget = version == CsiVersion.V1;
  }

  /** Says OK to NodeUnpublishVolume and leaves the mount. */
  void lies() {
    leavesMounted = true;
    removesTarget = false;
  }

  /** Removes the target path, whosever it is. */
  void removesTargets() {
    removesTarget = true;
  }

  List<String> calls() {
    return calls;
  }

  @Override
  public CsiVersion version() {
    return version;
  }

  @Override
  public CsiVersion apiVersion() {
    return version;
  }

  @Override
  public void recover() {}

  @Override
  public PluginClient client(Service service) {
    return this;
  }

  @Override
  public void close() {}

  @Override
  public void probe() {}

  @Override
  public void pluginInfo() {}

  @Override
  public boolean hasControllerService() {
    return true;
  }

  @Override
  public Set<String> controllerCapabilities() {
    return Set.of("CREATE_DELETE_VOLUME");
  }

  @Override
  public Set<String> nodeCapabilities() {
    return Set.of();
  }

  @Override
  public String nodeId() {
    return "node";
  }

  @Override
  public ListedVolume createVolume(
      String name, long bytes, Capability capability, Map<String, String> parameters) {
    calls.add("CreateVolume");
    return new ListedVolume(name, bytes, Map.of());
  }

  @Override
  public void deleteVolume(String volumeId) {
    calls.add("DeleteVolume");
  }

  @Override
  public Map<String, String> controllerPublish(
      String volumeId,
      String nodeId,
      Capability capability,
      boolean readonly,
      Map<String, String> context) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void controllerUnpublish(String volumeId, String nodeId) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Validation validate(
      String volumeId,
      Map<String, String> context,
      Capability capability,
      Map<String, String> parameters) {
    return new Validation.Answer(true, "");
  }

  @Override
  public List<ListedVolume> listVolumes() {
    return List.of();
  }

  @Override
  public long getCapacity(Capability capability, Map<String, String> parameters) {
    return 0;
  }

  @Override
  public void nodeStage(NodeUse use) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void nodeUnstage(String volumeId, Path staging) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void nodePublish(NodeUse use) {
    calls.add("NodePublishVolume");
    TrackedVolumes.makeDirectories(use.target());
    machine.mount("mount", "-t", "tmpfs", "tmpfs", use.target().toString());
  }

  @Override
  public void nodeUnpublish(String volumeId, Path target) {
    calls.add("NodeUnpublishVolume");
    if (!leavesMounted) {
      machine.mount("umount", target.toString());
    }
    if (removesTarget) {
      try {
        Files.delete(target);
      } catch (java.io.IOException e) {
        throw new java.io.UncheckedIOException(e);
      }
    }
  }
}
