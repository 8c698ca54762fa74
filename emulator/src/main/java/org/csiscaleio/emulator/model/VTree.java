package org.csiscaleio.emulator.model;

/**
 * A volume's family: it and all snapshots of it and of these.
 *
 * @param baseVolumeId the volume it began with, also after that one is removed
 * @param volumes how many there are
 */
public record VTree(long id, long baseVolumeId, long poolId, int volumes) {
  VTree withVolumes(int count) {
    return new VTree(id, baseVolumeId, poolId, count);
  }
}
