package org.csiscaleio.emulator.model;

import org.jspecify.annotations.Nullable;

/**
 * A volume's family: it and all snapshots of it and of these.
 *
 * @param baseVolumeId the volume it began with, also after that one is removed
 * @param volumes how many there are
 */
public record VTree(long id, @Nullable String name, long baseVolumeId, long poolId, int volumes) {
  VTree withVolumes(int count) {
    return new VTree(id, name, baseVolumeId, poolId, count);
  }
}
