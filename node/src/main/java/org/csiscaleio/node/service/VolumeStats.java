package org.csiscaleio.node.service;

import java.util.List;
import java.util.Optional;
import org.csiscaleio.operation.VolumeTrouble;

/**
 * How full a volume is, and how it is.
 *
 * @param usage empty when the volume's trouble is such that it cannot be told
 * @param troubles none: it is well
 */
public record VolumeStats(Optional<Usage> usage, List<VolumeTrouble> troubles) {
  public VolumeStats {
    troubles = List.copyOf(troubles);
  }
}
