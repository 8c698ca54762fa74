package org.csiscaleio.controller.service;

import java.util.List;
import org.csiscaleio.gateway.SdcMapping;
import org.csiscaleio.gateway.Volume;
import org.csiscaleio.gateway.VolumeType;

/**
 * Where a volume lies and where it is used: all that its health depends on. Many volumes have the
 * same.
 *
 * @param thick whether its room is its own; thin volumes and snapshots share what the pool has left
 * @param sdcIds the SDCs it is mapped to
 */
record VolumePlace(String poolId, boolean thick, List<String> sdcIds) {
  static VolumePlace of(Volume volume) {
    return new VolumePlace(
        volume.storagePoolId(),
        volume.type() == VolumeType.THICK,
        volume.mappings().stream().map(SdcMapping::sdcId).toList());
  }
}
