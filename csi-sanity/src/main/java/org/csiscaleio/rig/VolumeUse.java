package org.csiscaleio.rig;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.csiscaleio.csi.v1.ControllerPublishVolumeRequest;
import org.csiscaleio.csi.v1.ControllerUnpublishVolumeRequest;
import org.csiscaleio.csi.v1.DeleteVolumeRequest;
import org.csiscaleio.csi.v1.NodePublishVolumeRequest;
import org.csiscaleio.csi.v1.NodeStageVolumeRequest;
import org.csiscaleio.csi.v1.NodeUnpublishVolumeRequest;
import org.csiscaleio.csi.v1.NodeUnstageVolumeRequest;
import org.csiscaleio.csi.v1.Volume;

/**
 * One volume's use on one host: makes the calls an orchestrator makes, in whatever order, and
 * remembers what earlier answers said and later calls must carry. Each call may be repeated. Not
 * safe for many threads.
 */
public final class VolumeUse {
  private final VolumeWish wish;
  private final SimulatedHost host;
  private final boolean readOnly;
  private Volume volume = Volume.getDefaultInstance();
  private Map<String, String> publishContext = Map.of();

  public VolumeUse(VolumeWish wish, SimulatedHost host) {
    this(wish, host, false);
  }

  private VolumeUse(VolumeWish wish, SimulatedHost host, boolean readOnly) {
    this.wish = wish;
    this.host = host;
    this.readOnly = readOnly;
  }

  /** The same volume, to be used on another host. */
  public VolumeUse on(SimulatedHost other) {
    return copy(wish, other, readOnly);
  }

  /** The same volume, published read-only. */
  public VolumeUse asReadOnly() {
    return copy(wish, host, true);
  }

  /** The same volume, asked for with another capability. */
  public VolumeUse as(VolumeWish other) {
    return copy(other, host, readOnly);
  }

  private VolumeUse copy(VolumeWish wish, SimulatedHost host, boolean readOnly) {
    var copy = new VolumeUse(wish, host, readOnly);
    copy.volume = volume;
    return copy;
  }

  public Volume create(CsiClient client) {
    volume = client.controller().createVolume(wish.createRequest()).getVolume();
    return volume;
  }

  /** Maps the volume to the host; the answer is the publish context. */
  public Map<String, String> publish(CsiClient client) {
    publishContext =
        client.controller().controllerPublishVolume(publishRequest()).getPublishContextMap();
    return publishContext;
  }

  public void stage(CsiClient client) {
    client.node().nodeStageVolume(stageRequest());
  }

  public void nodePublish(CsiClient client) {
    client.node().nodePublishVolume(nodePublishRequest());
  }

  public void nodeUnpublish(CsiClient client) {
    client
        .node()
        .nodeUnpublishVolume(
            NodeUnpublishVolumeRequest.newBuilder()
                .setVolumeId(id())
                .setTargetPath(target().toString())
                .build());
  }

  public void unstage(CsiClient client) {
    client
        .node()
        .nodeUnstageVolume(
            NodeUnstageVolumeRequest.newBuilder()
                .setVolumeId(id())
                .setStagingTargetPath(staging().toString())
                .build());
  }

  public void unpublish(CsiClient client) {
    client
        .controller()
        .controllerUnpublishVolume(
            ControllerUnpublishVolumeRequest.newBuilder()
                .setVolumeId(id())
                .setNodeId(host.guid())
                .build());
  }

  public void delete(CsiClient client) {
    client.controller().deleteVolume(DeleteVolumeRequest.newBuilder().setVolumeId(id()).build());
  }

  /** From nothing to something a task can use. */
  public void bringUp(CsiClient client) {
    create(client);
    attach(client);
  }

  /** From a volume to something a task can use. */
  public void attach(CsiClient client) {
    publish(client);
    stage(client);
    nodePublish(client);
  }

  /** From something a task uses to a volume. */
  public void detach(CsiClient client) {
    nodeUnpublish(client);
    unstage(client);
    unpublish(client);
  }

  /** From something a task uses to nothing. */
  public void tearDown(CsiClient client) {
    detach(client);
    delete(client);
  }

  /** The CSI volume id; empty before create. */
  public String id() {
    return volume.getVolumeId();
  }

  public Volume volume() {
    return volume;
  }

  public VolumeWish wish() {
    return wish;
  }

  public SimulatedHost host() {
    return host;
  }

  /** The link under which the device shows on the host. */
  public Path link() {
    return host.byIdDirectory().resolve("emc-vol-" + id());
  }

  /** Where the volume is staged on the host. */
  public Path staging() {
    return host.directory().resolve("staging").resolve(wish.name());
  }

  /** Where a task finds the volume on the host: a directory or, for block, a device node. */
  public Path target() {
    return targetParent().resolve(readOnly ? "read-only" : "mount");
  }

  public ControllerPublishVolumeRequest publishRequest() {
    return ControllerPublishVolumeRequest.newBuilder()
        .setVolumeId(id())
        .setNodeId(host.guid())
        .setVolumeCapability(wish.capability())
        .setReadonly(false)
        .putAllVolumeContext(volume.getVolumeContextMap())
        .build();
  }

  /** The request; the staging directory is made first, as an orchestrator must. */
  public NodeStageVolumeRequest stageRequest() {
    makeDirectories(staging());
    return NodeStageVolumeRequest.newBuilder()
        .setVolumeId(id())
        .putAllPublishContext(publishContext)
        .setStagingTargetPath(staging().toString())
        .setVolumeCapability(wish.capability())
        .putAllVolumeContext(volume.getVolumeContextMap())
        .build();
  }

  /** The request; the target's parent directory is made first, as an orchestrator must. */
  public NodePublishVolumeRequest nodePublishRequest() {
    makeDirectories(targetParent());
    return NodePublishVolumeRequest.newBuilder()
        .setVolumeId(id())
        .putAllPublishContext(publishContext)
        .setStagingTargetPath(staging().toString())
        .setTargetPath(target().toString())
        .setVolumeCapability(wish.capability())
        .setReadonly(readOnly)
        .putAllVolumeContext(volume.getVolumeContextMap())
        .build();
  }

  private Path targetParent() {
    return host.directory().resolve("target").resolve(wish.name());
  }

  private static void makeDirectories(Path directory) {
    try {
      Files.createDirectories(directory);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
