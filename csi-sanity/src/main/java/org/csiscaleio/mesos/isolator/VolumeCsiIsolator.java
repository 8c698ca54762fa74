package org.csiscaleio.mesos.isolator;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.csiscaleio.mesos.Async;
import org.csiscaleio.mesos.CsiPaths;
import org.csiscaleio.mesos.Failed;
import org.csiscaleio.mesos.Machine;
import org.csiscaleio.mesos.StateFile;
import org.csiscaleio.rig.MountTable;

/**
 * 1.11.x:src/slave/containerizer/mesos/isolators/volume/csi/isolator.cpp: publishes a container's
 * volumes before it starts, and unpublishes those that no other container uses after it has ended.
 * Not for many threads, except in what it asks of the server.
 */
public final class VolumeCsiIsolator {
  /** Which volume of which plugin; that is what is counted. */
  record CsiVolume(String pluginName, String id) {}

  private record Checkpoint(Set<CsiVolume> volumes) {}

  private final Machine machine;
  private final CsiServer server;
  private final Map<String, Set<CsiVolume>> infos = new LinkedHashMap<>();

  public VolumeCsiIsolator(Machine machine, CsiServer server) {
    this.machine = machine;
    this.server = server;
  }

  /**
   * After a start of the agent: those containers that ended meanwhile are cleaned up after.
   *
   * @param alive the ids of containers that still run
   */
  public void recover(Set<String> alive) {
    for (Path directory : CsiPaths.entries(root())) {
      StateFile.read(directory.resolve("volumes"), Checkpoint.class)
          .ifPresent(state -> infos.put(directory.getFileName().toString(), state.volumes()));
    }
    Set.copyOf(infos.keySet()).stream().filter(id -> !alive.contains(id)).forEach(this::cleanup);
  }

  /**
   * Publishes the volumes of a container and binds them into its sandbox.
   *
   * @param uid the task's user; 0 is root, for whom nothing is chowned
   * @return where the container sees each volume
   */
  public List<Path> prepare(String containerId, int uid, TaskVolume... volumes) {
    var all = new HashSet<CsiVolume>();
    for (TaskVolume volume : volumes) {
      if (volume.capability().readerOnly() && !volume.readOnly()) {
        throw new Failed("Cannot use the read-only volume '" + volume + "' in read-write mode");
      }
      if (!all.add(new CsiVolume(volume.pluginName(), volume.volumeId()))) {
        throw new Failed("Found duplicate CSI volume " + volume.volumeId());
      }
    }
    StateFile.write(directory(containerId).resolve("volumes"), new Checkpoint(all));
    infos.put(containerId, all);
    List<CompletableFuture<Path>> published = new ArrayList<>();
    for (TaskVolume volume : volumes) {
      published.add(Async.supply(() -> server.publishVolume(volume)));
    }
    List<Path> sources = published.stream().map(Async::join).toList();
    var seen = new ArrayList<Path>();
    for (int i = 0; i < volumes.length; i++) {
      seen.add(bind(containerId, uid, volumes[i], sources.get(i)));
    }
    return seen;
  }

  /** The container has ended. A failure leaves it in destruction until the agent is restarted. */
  public void cleanup(String containerId) {
    Set<CsiVolume> volumes = infos.remove(containerId);
    if (volumes == null) {
      return;
    }
    unbind(containerId);
    List<CompletableFuture<Void>> unpublished =
        volumes.stream()
            .filter(volume -> infos.values().stream().noneMatch(used -> used.contains(volume)))
            .map(
                volume -> Async.run(() -> server.unpublishVolume(volume.pluginName(), volume.id())))
            .toList();
    unpublished.forEach(Async::join);
    machine.delete().tree(directory(containerId));
  }

  private Path bind(String containerId, int uid, TaskVolume volume, Path source) {
    Path point = sandbox(containerId).resolve(volume.containerPath());
    var wanted = new CsiVolume(volume.pluginName(), volume.volumeId());
    boolean inUse =
        infos.entrySet().stream()
            .anyMatch(
                other -> !other.getKey().equals(containerId) && other.getValue().contains(wanted));
    try {
      Files.createDirectories(point);
      if (uid != 0 && !inUse) {
        Files.setAttribute(source, "unix:uid", uid); // Fails on a read-only file system.
      }
    } catch (IOException e) {
      throw new Failed("Failed to set the owner of the CSI volume at '" + source + "'", e);
    }
    machine.mount("mount", "--rbind", source.toString(), point.toString());
    if (volume.readOnly()) {
      machine.mount("mount", "-o", "remount,bind,ro", point.toString());
    }
    return point;
  }

  private void unbind(String containerId) {
    for (var mount : MountTable.now().under(sandbox(containerId))) {
      machine.mount("umount", mount.point().toString());
    }
  }

  private Path sandbox(String containerId) {
    return machine.workDir().resolve("slaves").resolve("runs").resolve(containerId);
  }

  private Path directory(String containerId) {
    return root().resolve(containerId);
  }

  private Path root() {
    return machine.workDir().resolve("isolators/volume/csi");
  }
}
