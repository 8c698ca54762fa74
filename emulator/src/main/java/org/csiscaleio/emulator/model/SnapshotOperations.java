package org.csiscaleio.emulator.model;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Snapshots and overwriting. Every method refuses by throwing. */
public final class SnapshotOperations {
  private final StorageArray array;

  public SnapshotOperations(StorageArray array) {
    this.array = array;
  }

  /** Snapshots that were taken together. */
  public record Taken(List<Long> volumeIds, long groupId) {}

  /** Takes snapshots of one moment. */
  public Taken take(SnapshotRequest request) {
    return array.change(change -> {
      check(change.tables(), request);
      AccessMode limit = request.accessModeLimit();
      if (limit == null) {
        limit = defaultLimit(array.version());
      }
      long groupId = change.newId(0);
      Map<Long, Integer> grown = new HashMap<>();
      List<Long> ids = new ArrayList<>();
      for (SnapshotRequest.Source source : request.sources()) {
        Volume of = change.tables().volume(source.volumeId());
        grown.merge(of.vtreeId(), 1, Integer::sum);
        ids.add(add(change, of, source, groupId, limit));
      }
      grown.forEach((vtreeId, more) -> {
        VTree vtree = change.tables().vtree(vtreeId);
        change.put(vtree.withVolumes(vtree.volumes() + more));
      });
      return new Taken(ids, groupId);
    });
  }

  /** Before 3.5 writable unless told otherwise. */
  private static AccessMode defaultLimit(ApiVersion version) {
    return version.atLeast(3, 5) ? AccessMode.READ_ONLY : AccessMode.READ_WRITE;
  }

  private long add(
      Change change,
      Volume of,
      SnapshotRequest.Source source,
      long groupId,
      AccessMode accessModeLimit) {
    long id = change.newVolumeId();
    change.put(
        new Volume(
            id,
            VolumeName.checked(source.snapshotName()),
            of.sizeKib(),
            VolumeType.SNAPSHOT,
            of.poolId(),
            of.vtreeId(),
            of.id(),
            groupId,
            array.clock().millis() / 1000,
            of.useRmcache(),
            false,
            accessModeLimit,
            List.of(),
            false,
            0));
    change.afterwards(() -> array.hosts().copied(of.id(), id));
    return id;
  }

  private void check(ArrayTables tables, SnapshotRequest request) {
    Set<String> names = new HashSet<>();
    Map<Long, Integer> grown = new HashMap<>();
    for (SnapshotRequest.Source source : request.sources()) {
      Volume of = VolumeOperations.present(tables, source.volumeId());
      String name = VolumeName.checked(source.snapshotName());
      VolumeName.mustBeFree(tables, name);
      if (name != null && !names.add(name)) {
        throw RequestRefused.mdm(ErrorCode.VOL_NAME_IN_USE);
      }
      VTree vtree = tables.vtree(of.vtreeId());
      int more = grown.merge(vtree.id(), 1, Integer::sum);
      if (vtree.volumes() + more > Limits.volumesPerVTree(array.version())) {
        throw RequestRefused.mdmDetails(List.of(ErrorCode.TOO_MANY_SNAPS_IN_VTREE));
      }
      StoragePool pool = tables.pool(of.poolId());
      if (tables.capacity(pool).reached(pool.criticalThreshold())) {
        throw RequestRefused.mdm(ErrorCode.CAPACITY_TOO_LOW_FOR_SNAP);
      }
    }
    if (tables.volumeCount() + request.sources().size() > Limits.VOLUMES) {
      throw RequestRefused.mdm(ErrorCode.TOO_MANY_VOLS);
    }
  }

  /** Removes the snapshots of a group; returns how many. */
  public int removeGroup(long groupId) {
    return array.change(change -> {
      List<Volume> group = change.tables().volumesWhere(volume -> volume.groupId() == groupId);
      if (group.isEmpty() || groupId == ObjectId.NONE) {
        throw RequestRefused.mdm(ErrorCode.VOL_NOT_FOUND_FOR_SNAP_GROUP);
      }
      if (group.stream().anyMatch(Volume::mapped)) {
        throw RequestRefused.mdm(ErrorCode.VOL_MAPPED);
      }
      Map<Long, List<Volume>> byVTree = new HashMap<>();
      for (Volume volume : group) {
        byVTree.computeIfAbsent(volume.vtreeId(), id -> new ArrayList<>()).add(volume);
      }
      byVTree.values().forEach(members -> VolumeFamily.drop(change, members, array.hosts()));
      return group.size();
    });
  }

  /** The volume holds what the source holds. */
  public void overwrite(long volumeId, long sourceId) {
    array.change(change -> {
      Volume target = VolumeOperations.present(change.tables(), volumeId);
      Volume source = VolumeOperations.present(change.tables(), sourceId);
      if (target.id() == source.id()) {
        throw RequestRefused.mdm(ErrorCode.VOLUME_AND_SNAPSHOT_MATCH);
      }
      if (target.vtreeId() != source.vtreeId()) {
        throw RequestRefused.mdm(ErrorCode.VTREE_ID_MISMATCH);
      }
      change.afterwards(() -> array.hosts().copied(sourceId, volumeId));
      return volumeId;
    });
  }
}
