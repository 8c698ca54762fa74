package org.csiscaleio.rig;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.csiscaleio.csi.v1.CapacityRange;
import org.csiscaleio.csi.v1.ControllerExpandVolumeRequest;
import org.csiscaleio.csi.v1.ControllerExpandVolumeResponse;
import org.csiscaleio.csi.v1.ControllerModifyVolumeRequest;
import org.csiscaleio.csi.v1.ControllerPublishVolumeRequest;
import org.csiscaleio.csi.v1.ControllerUnpublishVolumeRequest;
import org.csiscaleio.csi.v1.CreateSnapshotRequest;
import org.csiscaleio.csi.v1.CreateVolumeRequest;
import org.csiscaleio.csi.v1.DeleteVolumeRequest;
import org.csiscaleio.csi.v1.NodeExpandVolumeRequest;
import org.csiscaleio.csi.v1.NodePublishVolumeRequest;
import org.csiscaleio.csi.v1.NodeStageVolumeRequest;
import org.csiscaleio.csi.v1.NodeUnpublishVolumeRequest;
import org.csiscaleio.csi.v1.NodeUnstageVolumeRequest;
import org.csiscaleio.csi.v1.Snapshot;
import org.csiscaleio.csi.v1.Volume;
import org.csiscaleio.csi.v1.VolumeContentSource;

/**
 * One volume's use on one host: makes the calls an orchestrator makes, in whatever order, and
 * remembers what earlier answers said and later calls must carry. Each call may be repeated, also
 * by several threads at once.
 */
public final class VolumeUse {
  private final VolumeWish wish;
  private final SimulatedHost host;
  private final boolean readOnly;
  private final Map<String, String> secrets;
  private volatile Volume volume = Volume.getDefaultInstance();
  private volatile Map<String, String> publishContext = Map.of();

  public VolumeUse(VolumeWish wish, SimulatedHost host) {
    this(wish, host, false, Map.of());
  }

  private VolumeUse(
      VolumeWish wish, SimulatedHost host, boolean readOnly, Map<String, String> secrets) {
    this.wish = wish;
    this.host = host;
    this.readOnly = readOnly;
    this.secrets = Map.copyOf(secrets);
  }

  /** The same volume, to be used on another host. */
  public VolumeUse on(SimulatedHost other) {
    return copy(wish, other, readOnly, secrets);
  }

  /** The same volume, published read-only. */
  public VolumeUse asReadOnly() {
    return copy(wish, host, true, secrets);
  }

  /** The same volume, asked for with another capability. */
  public VolumeUse as(VolumeWish other) {
    return copy(other, host, readOnly, secrets);
  }

  /** The same volume; every call carries secrets. */
  public VolumeUse withSecrets(Map<String, String> secrets) {
    return copy(wish, host, readOnly, secrets);
  }

  /** The same volume; every call that carries its context says that as well. */
  public VolumeUse withContext(String key, String value) {
    var copy = copy(wish, host, readOnly, secrets);
    copy.volume = volume.toBuilder().putVolumeContext(key, value).build();
    return copy;
  }

  private VolumeUse copy(
      VolumeWish wish, SimulatedHost host, boolean readOnly, Map<String, String> secrets) {
    var copy = new VolumeUse(wish, host, readOnly, secrets);
    copy.volume = volume;
    return copy;
  }

  public Volume create(CsiClient client) {
    volume = client.controller().createVolume(createRequest()).getVolume();
    return volume;
  }

  /** Makes the volume with the content of a snapshot or of another volume. */
  public Volume createFrom(VolumeContentSource source, CsiClient client) {
    volume =
        client
            .controller()
            .createVolume(createRequest().toBuilder().setVolumeContentSource(source).build())
            .getVolume();
    return volume;
  }

  /** Takes a snapshot of the volume. */
  public Snapshot snapshot(String name, CsiClient client) {
    return client
        .controller()
        .createSnapshot(
            CreateSnapshotRequest.newBuilder()
                .setSourceVolumeId(id())
                .setName(name)
                .putAllSecrets(secrets)
                .build())
        .getSnapshot();
  }

  /** Makes the volume larger on the array; says how large it is then. */
  public ControllerExpandVolumeResponse expand(long gib, CsiClient client) {
    return client
        .controller()
        .controllerExpandVolume(
            ControllerExpandVolumeRequest.newBuilder()
                .setVolumeId(id())
                .setCapacityRange(CapacityRange.newBuilder().setRequiredBytes(gib << 30))
                .setVolumeCapability(wish.capability())
                .putAllSecrets(secrets)
                .build());
  }

  /** Changes the volume's limits. */
  public void modify(Map<String, String> mutableParameters, CsiClient client) {
    client
        .controller()
        .controllerModifyVolume(
            ControllerModifyVolumeRequest.newBuilder()
                .setVolumeId(id())
                .putAllMutableParameters(mutableParameters)
                .putAllSecrets(secrets)
                .build());
  }

  /** Has the node use all of the device where a task finds the volume; says how much that is. */
  public long nodeExpand(long gib, CsiClient client) {
    return client
        .node()
        .nodeExpandVolume(
            NodeExpandVolumeRequest.newBuilder()
                .setVolumeId(id())
                .setVolumePath(target().toString())
                .setStagingTargetPath(staging().toString())
                .setCapacityRange(CapacityRange.newBuilder().setRequiredBytes(gib << 30))
                .setVolumeCapability(wish.capability())
                .build())
        .getCapacityBytes();
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
                .putAllSecrets(secrets)
                .build());
  }

  public void delete(CsiClient client) {
    client
        .controller()
        .deleteVolume(
            DeleteVolumeRequest.newBuilder().setVolumeId(id()).putAllSecrets(secrets).build());
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

  public CreateVolumeRequest createRequest() {
    return wish.createRequest().toBuilder().putAllSecrets(secrets).build();
  }

  public ControllerPublishVolumeRequest publishRequest() {
    return ControllerPublishVolumeRequest.newBuilder()
        .setVolumeId(id())
        .setNodeId(host.guid())
        .setVolumeCapability(wish.capability())
        .setReadonly(false)
        .putAllVolumeContext(volume.getVolumeContextMap())
        .putAllSecrets(secrets)
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
        .putAllSecrets(secrets)
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
        .putAllSecrets(secrets)
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
