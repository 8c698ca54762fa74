package org.csiscaleio.emulator.model;

/** Moving families of volumes from pool to pool. Every method refuses by throwing. */
public final class MigrationOperations {
  private final StorageArray array;

  public MigrationOperations(StorageArray array) {
    this.array = array;
  }

  /** Begins to move a volume's whole family; ids, names and mappings stay. */
  public void begin(long volumeId, long destinationPoolId) {
    array.change(change -> {
      VTree vtree = vtreeOf(change, volumeId);
      StoragePool destination = change.tables().pool(destinationPoolId);
      if (vtree.migration() != null || vtree.poolId() == destinationPoolId) {
        throw RequestRefused.mdm(ErrorCode.VTREE_MIGRATION_REFUSED);
      }
      VolumeType type = change.tables().volume(volumeId).type();
      long sizes = 0;
      for (Volume member : VolumeFamily.members(change.tables(), vtree.id())) {
        type = member.type() == VolumeType.THICK ? VolumeType.THICK : type;
        sizes += member.type() == VolumeType.SNAPSHOT ? 0 : member.sizeKib();
      }
      VolumeOperations.mustHaveCapacity(change.tables(), destination, type, sizes);
      change.put(
          vtree.withMigration(
              new VTreeMigration(
                  destinationPoolId, array.migrationMillis(), array.clock().millis())));
      change.afterwards(() -> array.watchMigration(vtree.id()));
      return vtree.id();
    });
  }

  /** It stands still until it is resumed. */
  public void pause(long volumeId) {
    array.change(change -> {
      VTree vtree = vtreeOf(change, volumeId);
      change.put(vtree.withMigration(running(vtree).pausedAt(array.clock().millis())));
      return vtree.id();
    });
  }

  public void resume(long volumeId) {
    array.change(change -> {
      VTree vtree = vtreeOf(change, volumeId);
      change.put(vtree.withMigration(running(vtree).resumedAt(array.clock().millis())));
      return vtree.id();
    });
  }

  /** It is as if it had never begun. */
  public void rollBack(long volumeId) {
    array.change(change -> {
      VTree vtree = vtreeOf(change, volumeId);
      running(vtree);
      change.put(vtree.withMigration(null));
      return vtree.id();
    });
  }

  private static VTree vtreeOf(Change change, long volumeId) {
    return change.tables().vtree(VolumeOperations.present(change.tables(), volumeId).vtreeId());
  }

  private static VTreeMigration running(VTree vtree) {
    VTreeMigration migration = vtree.migration();
    if (migration == null) {
      throw RequestRefused.mdm(ErrorCode.VTREE_NOT_MIGRATING);
    }
    return migration;
  }

  /** All of the family is in the other pool from now on. */
  static void finish(Change change, VTree vtree, VTreeMigration migration) {
    change.put(vtree.in(migration.destinationPoolId()));
    for (Volume member : VolumeFamily.members(change.tables(), vtree.id())) {
      change.put(member.inPool(migration.destinationPoolId()));
    }
  }
}
