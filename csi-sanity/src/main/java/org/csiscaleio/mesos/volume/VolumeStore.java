package org.csiscaleio.mesos.volume;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.csiscaleio.mesos.CsiPaths;
import org.csiscaleio.mesos.Failed;
import org.csiscaleio.mesos.RecursiveDelete;
import org.csiscaleio.mesos.Sequence;
import org.csiscaleio.mesos.StateFile;

/** The volumes an agent tracks: in memory, and checkpointed below W/csi/T/N/volumes. */
final class VolumeStore {
  private record Tracked(VolumeState state, Sequence sequence) {}

  private final CsiPaths paths;
  private final RecursiveDelete delete;
  private final Map<String, Tracked> volumes = new ConcurrentHashMap<>();

  VolumeStore(CsiPaths paths, RecursiveDelete delete) {
    this.paths = paths;
    this.delete = delete;
  }

  /** Reads all checkpoints; the ids of what was found. */
  List<String> load() {
    for (Path path : CsiPaths.entries(paths.volumes())) {
      String id = CsiPaths.decode(path).orElseThrow(() -> new Failed("Failed to parse " + path));
      StateFile.read(paths.volumeState(id), VolumeState.class)
          .ifPresent(state -> volumes.put(id, new Tracked(state, new Sequence())));
    }
    return ids();
  }

  List<String> ids() {
    return volumes.keySet().stream().sorted().toList();
  }

  boolean contains(String id) {
    return volumes.containsKey(id);
  }

  Optional<VolumeState> find(String id) {
    return Optional.ofNullable(volumes.get(id)).map(Tracked::state);
  }

  VolumeState get(String id) {
    return find(id).orElseThrow(() -> new Failed("volume " + id + " is not tracked"));
  }

  /** Begins to track, with a queue of its own even if the volume was tracked before. */
  void track(String id, VolumeState state) {
    volumes.put(id, new Tracked(state, new Sequence()));
    checkpoint(id, state);
  }

  /** Changes the state and checkpoints it. */
  void set(String id, VolumeState state) {
    remember(id, state);
    checkpoint(id, state);
  }

  /** Changes the state in memory only, where Mesos finds a checkpoint not needed. */
  void remember(String id, VolumeState state) {
    volumes.compute(
        id,
        (key, old) -> {
          if (old == null) {
            throw new Failed("volume " + id + " is not tracked");
          }
          return new Tracked(state, old.sequence());
        });
  }

  /** The volume's queue: one operation at a time. */
  Sequence sequence(String id) {
    return Optional.ofNullable(volumes.get(id))
        .map(Tracked::sequence)
        .orElseThrow(() -> new Failed("volume " + id + " is not tracked"));
  }

  /** Forgets a volume and its checkpoint. */
  void forget(String id) {
    volumes.remove(id);
    delete.tree(paths.volume(id));
  }

  private void checkpoint(String id, VolumeState state) {
    StateFile.write(paths.volumeState(id), state);
  }
}
