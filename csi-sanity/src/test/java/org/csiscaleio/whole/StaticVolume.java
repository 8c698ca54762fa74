package org.csiscaleio.whole;

import static org.csiscaleio.csi.v1.VolumeCapability.AccessMode.Mode.SINGLE_NODE_WRITER;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.csiscaleio.csi.v1.NodePublishVolumeRequest;
import org.csiscaleio.csi.v1.NodeUnpublishVolumeRequest;
import org.csiscaleio.csi.v1.VolumeCapability;
import org.csiscaleio.rig.CsiClient;
import org.csiscaleio.rig.SimulatedHost;

/**
 * A volume as the volume/csi isolator of Mesos 1.11 uses it: named in a task's description, one
 * target on each host, never a publish_context.
 *
 * @param handle what the task calls it
 * @param fsType of the capability; empty leaves it to the plugin
 * @param context the task's volume_context
 */
record StaticVolume(String handle, SimulatedHost host, String fsType, Map<String, String> context) {
  StaticVolume {
    context = Map.copyOf(context);
  }

  static StaticVolume of(String handle, SimulatedHost host) {
    return new StaticVolume(handle, host, "ext4", Map.of());
  }

  StaticVolume on(SimulatedHost other) {
    return new StaticVolume(handle, other, fsType, context);
  }

  StaticVolume with(String key, String value) {
    var more = new LinkedHashMap<>(context);
    more.put(key, value);
    return new StaticVolume(handle, host, fsType, more);
  }

  StaticVolume withFsType(String type) {
    return new StaticVolume(handle, host, type, context);
  }

  Path target() {
    return host.directory()
        .resolve("csi/mounts")
        .resolve(handle.replace(':', '_'))
        .resolve("target");
  }

  void publish(CsiClient client) {
    publish(client, false);
  }

  void publish(CsiClient client, boolean readOnly) {
    client.node().nodePublishVolume(request(readOnly));
  }

  NodePublishVolumeRequest request(boolean readOnly) {
    try {
      Files.createDirectories(target().resolveSibling("staging"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    var capability = VolumeCapability.newBuilder();
    capability.getAccessModeBuilder().setMode(SINGLE_NODE_WRITER);
    if (fsType.equals("block")) {
      capability.getBlockBuilder();
    } else {
      capability.getMountBuilder().setFsType(fsType);
    }
    return NodePublishVolumeRequest.newBuilder()
        .setVolumeId(handle)
        .setTargetPath(target().toString())
        .setVolumeCapability(capability)
        .setReadonly(readOnly)
        .putAllVolumeContext(context)
        .build();
  }

  void unpublish(CsiClient client) {
    client
        .node()
        .nodeUnpublishVolume(
            NodeUnpublishVolumeRequest.newBuilder()
                .setVolumeId(handle)
                .setTargetPath(target().toString())
                .build());
  }

  @Override
  public String toString() {
    return handle + " on " + host.name();
  }
}
