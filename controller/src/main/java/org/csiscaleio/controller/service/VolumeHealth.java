package org.csiscaleio.controller.service;

import java.util.List;
import org.csiscaleio.gateway.VolumeId;
import org.csiscaleio.operation.VolumeTrouble;

/**
 * What the array knows to be wrong with a volume.
 *
 * @param troubles none: it is well
 */
public record VolumeHealth(VolumeId id, List<VolumeTrouble> troubles) {
  public VolumeHealth {
    troubles = List.copyOf(troubles);
  }
}
