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
    return take(request, false, false);
  }

  /**
   * A snapshot as a snapshot policy takes it. Policies themselves are not played: somebody says
   * when one is due.
   *
   * @param locked nobody may remove it
   */
  public long takeByPolicy(long volumeId, String name, boolean locked) {
    var source = new SnapshotRequest.Source(volumeId, name);
    return take(new SnapshotRequest(List.of(source), AccessMode.READ_ONLY), true, locked)
        .volumeIds()
        .getFirst();
  }

  private Taken take(SnapshotRequest request, boolean byPolicy, boolean locked) {
    return array.change(change -> {
      check(change.tables(), request);
      long policyId = byPolicy ? change.newId(0) : ObjectId.NONE;
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
        // Last comes first: clients must not trust the order.
        ids.addFirst(add(change, of, source, groupId, limit, policyId, locked));
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
      AccessMode accessModeLimit,
      long policyId,
      boolean locked) {
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
            0,
            policyId,
            locked));
    // Before the snapshot is known: one that is known has its content, whenever the power fails.
    change.beforehand(() -> array.hosts().copyBegun(of.id(), id));
    change.afterwards(() -> array.hosts().copyEnded(id));
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
      if (group.stream().anyMatch(Volume::locked)) {
        throw RequestRefused.mdm(ErrorCode.SNAPSHOT_LOCKED);
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
