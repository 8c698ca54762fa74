package org.csiscaleio.emulator.model;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What can be done to volumes, with the array's rules. Every method refuses by throwing. */
public final class VolumeOperations {
  private static final long KIB_PER_GIB = 1L << 20;

  private final StorageArray array;

  public VolumeOperations(StorageArray array) {
    this.array = array;
  }

  /** Makes a volume; returns its id. */
  public long create(NewVolume wanted) {
    return array.change(change -> {
      ArrayTables tables = change.tables();
      StoragePool pool = tables.pool(wanted.poolId());
      ProtectionDomain domain = tables.domain(pool.domainId());
      if (wanted.domainId() != null && wanted.domainId() != domain.id()) {
        tables.domain(wanted.domainId());
        throw RequestRefused.mdm(ErrorCode.FD_AND_SP_MISMATCH);
      }
      if (!domain.active()) {
        throw RequestRefused.mdm(ErrorCode.FD_NOT_ACTIVE);
      }
      String name = VolumeName.checked(wanted.name());
      VolumeName.mustBeFree(tables, name);
      long sizeKib = roundedUp(wanted.sizeKib());
      mustHaveRoomForAnother(tables, domain);
      mustHaveCapacity(tables, pool, wanted.type(), sizeKib);
      return add(change, name, sizeKib, wanted);
    });
  }

  private long add(Change change, @Nullable String name, long sizeKib, NewVolume wanted) {
    long id = change.newVolumeId();
    long vtreeId = change.newVTreeId();
    change.put(new VTree(vtreeId, id, wanted.poolId(), 1, null));
    change.put(
        new Volume(
            id,
            name,
            sizeKib,
            wanted.type(),
            wanted.poolId(),
            vtreeId,
            ObjectId.NONE,
            ObjectId.NONE,
            array.clock().millis() / 1000,
            wanted.useRmcache(),
            false,
            AccessMode.READ_WRITE,
            List.of(),
            false,
            0,
            ObjectId.NONE,
            false));
    return id;
  }

  private static long roundedUp(long sizeKib) {
    if (sizeKib <= 0) {
      throw RequestRefused.mdm(ErrorCode.VOL_SIZE_ILLEGAL);
    }
    if (sizeKib > Limits.VOLUME_SIZE_GIB * KIB_PER_GIB) {
      throw RequestRefused.mdm(ErrorCode.VOL_SIZE_TOO_LARGE);
    }
    long unit = PoolCapacity.GRANULARITY_KIB;
    return (sizeKib + unit - 1) / unit * unit;
  }

  private static void mustHaveRoomForAnother(ArrayTables tables, ProtectionDomain domain) {
    if (tables.volumeCount() >= Limits.VOLUMES) {
      throw RequestRefused.mdm(ErrorCode.TOO_MANY_VOLS);
    }
    if (tables.volumesInDomain(domain.id()) >= Limits.VOLUMES_PER_DOMAIN) {
      throw RequestRefused.mdm(ErrorCode.TOO_MANY_VOLS_IN_FD);
    }
  }

  static void mustHaveCapacity(
      ArrayTables tables, StoragePool pool, VolumeType type, long moreKib) {
    PoolCapacity capacity = tables.capacity(pool);
    if (type == VolumeType.THICK) {
      if (moreKib > capacity.availableForAllocationKib()) {
        throw RequestRefused.mdm(ErrorCode.NO_RESOURCES);
      }
      return;
    }
    if (capacity.reached(pool.criticalThreshold())) {
      throw RequestRefused.mdm(ErrorCode.CAPACITY_TOO_LOW_FOR_THIN_VOL);
    }
    if (moreKib > capacity.allocationLimitKib()) {
      throw RequestRefused.mdm(ErrorCode.TOO_MUCH_THIN_CAPACITY);
    }
  }

  /** Renames; an empty name takes the name away. */
  public void rename(long volumeId, String newName) {
    array.change(change -> {
      Volume volume = present(change.tables(), volumeId);
      String name = VolumeName.checked(newName);
      if (name == null || !name.equals(volume.name())) {
        VolumeName.mustBeFree(change.tables(), name);
      }
      change.put(volume.withName(name));
      return volumeId;
    });
  }

  /**
   * Grows a volume. The present size changes nothing; before 3.0 that is a refusal.
   *
   * @param sizeGib a multiple of 8: whoever calls has checked
   */
  public void resize(long volumeId, long sizeGib) {
    array.change(change -> {
      Volume volume = present(change.tables(), volumeId);
      if (sizeGib > Limits.VOLUME_SIZE_GIB) {
        throw RequestRefused.mdm(ErrorCode.VOL_SIZE_TOO_LARGE);
      }
      long more = sizeGib * KIB_PER_GIB - volume.sizeKib();
      if (more < 0) {
        throw RequestRefused.mdm(ErrorCode.VOL_DECREASE_NOT_SUPPORTED);
      }
      if (more == 0 && !array.version().atLeast(3, 0)) {
        throw RequestRefused.mdm(ErrorCode.NOTHING_TO_DO);
      }
      if (more > 0) {
        StoragePool pool = change.tables().pool(volume.poolId());
        mustHaveCapacity(change.tables(), pool, volume.type(), more);
        replace(change, volume, volume.withSize(sizeGib * KIB_PER_GIB));
      }
      return volumeId;
    });
  }

  private void replace(Change change, Volume before, Volume after) {
    change.put(after);
    change.afterwards(() -> array.hosts().changed(before, after));
  }

  /** Removes a volume, or those that the mode names; none of them may be mapped. */
  public void remove(long volumeId, RemoveMode mode) {
    array.change(change -> {
      List<Volume> victims = victims(change.tables(), volumeId, mode);
      for (Volume victim : victims) {
        if (victim.removing()) {
          throw RequestRefused.mdm(ErrorCode.VOL_REMOVE_IN_PROGRESS);
        }
        if (victim.mapped()) {
          throw RequestRefused.mdm(ErrorCode.VOL_MAPPED);
        }
        if (victim.locked()) {
          throw RequestRefused.mdm(ErrorCode.SNAPSHOT_LOCKED);
        }
      }
      if (!array.removesSlowly()) {
        VolumeFamily.drop(change, victims, array.hosts());
        return victims.size();
      }
      for (Volume victim : victims) {
        change.put(victim.beingRemoved());
        change.afterwards(() -> array.beginRemoval(victim.id()));
      }
      return victims.size();
    });
  }

  private static List<Volume> victims(ArrayTables tables, long volumeId, RemoveMode mode) {
    Volume volume = tables.volume(volumeId);
    if (mode == RemoveMode.ONLY_ME) {
      return List.of(volume);
    }
    if (mode == RemoveMode.WHOLE_VTREE) {
      return VolumeFamily.members(tables, volume.vtreeId());
    }
    List<Volume> victims = new ArrayList<>(VolumeFamily.descendants(tables, volume));
    if (mode == RemoveMode.INCLUDING_DESCENDANTS) {
      victims.add(volume);
    }
    return victims;
  }

  /** The most that mappings may allow from now on; existing ones that allow more are in the way. */
  public void limitAccess(long volumeId, AccessMode limit) {
    array.change(change -> {
      Volume volume = present(change.tables(), volumeId);
      if (limit == AccessMode.READ_ONLY && volume.mapped()) {
        throw RequestRefused.mdm(ErrorCode.VOL_MAPPED);
      }
      change.put(volume.withAccessModeLimit(limit));
      return volumeId;
    });
  }

  /** A hook for tests: so much of a thin volume holds data, one copy. */
  public void setWritten(long volumeId, long writtenKib) {
    array.change(change -> {
      change.put(change.tables().volume(volumeId).withWritten(writtenKib));
      return volumeId;
    });
  }

  /** A volume that is not on its way out. */
  static Volume present(ArrayTables tables, long volumeId) {
    Volume volume = tables.volume(volumeId);
    if (volume.removing()) {
      throw RequestRefused.mdm(ErrorCode.VOL_REMOVE_IN_PROGRESS);
    }
    return volume;
  }

  /**
   * A hook for tests: many thin volumes at once, past the capacity's and the domain's limits but
   * not past the array's.
   *
   * @return how many were made: names in use are passed over
   */
  public int createMany(StoragePool pool, String namePrefix, int count, long sizeKib) {
    int made = 0;
    for (int next = 0; next < count; next += 1000) {
      int first = next;
      int last = Math.min(count, next + 1000);
      made += array.change(change -> addRange(change, pool, namePrefix, first, last, sizeKib));
    }
    return made;
  }

  private int addRange(
      Change change, StoragePool pool, String prefix, int first, int last, long sizeKib) {
    int made = 0;
    for (int number = first; number < last; number++) {
      String name = VolumeName.checked(prefix + number);
      if (name != null && change.tables().volumeByName(name) != null) {
        continue;
      }
      if (change.tables().volumeCount() + made >= Limits.VOLUMES) {
        throw RequestRefused.mdm(ErrorCode.TOO_MANY_VOLS);
      }
      var wanted = new NewVolume(name, sizeKib, VolumeType.THIN, pool.id(), null, false);
      add(change, name, roundedUp(sizeKib), wanted);
      made++;
    }
    return made;
  }
}
