package org.csiscaleio.emulator.model;

import org.jspecify.annotations.Nullable;

/**
 * A volume's family: it and all snapshots of it and of these.
 *
 * @param baseVolumeId the volume it began with, also after that one is removed
 * @param volumes how many there are
 * @param migration null: it stays where it is
 */
public record VTree(
    long id, long baseVolumeId, long poolId, int volumes, @Nullable VTreeMigration migration) {
  VTree withVolumes(int count) {
    return new VTree(id, baseVolumeId, poolId, count, migration);
  }

  VTree withMigration(@Nullable VTreeMigration next) {
    return new VTree(id, baseVolumeId, poolId, volumes, next);
  }

  VTree in(long newPoolId) {
    return new VTree(id, baseVolumeId, newPoolId, volumes, null);
  }
}
