package org.csiscaleio.controller.service;

import java.time.Duration;
import java.util.Map;
import java.util.OptionalInt;
import org.csiscaleio.gateway.GatewayException;
import org.csiscaleio.gateway.ScaleIoSystem;
import org.csiscaleio.operation.Deadline;

/** What the array allows at most, remembered. */
final class ArrayLimits {
  /** They change with an upgrade of the array only. */
  private static final Duration AGE = Duration.ofHours(1);

  private static final String VOLUME_SIZE_GIB = "volumeSizeGb";

  private static final String VOLUMES_PER_TREE = "volumePerVtree";

  private static final String VOLUMES_PER_SDC = "volumesPerSdc";

  /** Where the array does not tell. */
  private static final int SNAPSHOTS = 126;

  private static final int SNAPSHOTS_BEFORE_2_5 = 31;

  private final ScaleIoSystem system;
  private final Remembered<Map<String, Long>> limits;

  ArrayLimits(ScaleIoSystem system) {
    this.system = system;
    this.limits = new Remembered<>("its limits", AGE, deadline -> read(system, deadline));
  }

  /**
   * The largest volume, in bytes; the largest number when the array does not tell, so that it
   * decides itself. One request the first time.
   */
  long maxVolumeBytes(Deadline deadline) {
    Long gib = limits.get(deadline).get(VOLUME_SIZE_GIB);
    return gib == null || gib <= 0 || gib > Long.MAX_VALUE >> 30 ? Long.MAX_VALUE : gib << 30;
  }

  /**
   * How many snapshots and clones a tree holds beside its first volume. One request the first time.
   */
  int snapshotsPerTree(Deadline deadline) {
    Long volumes = limits.get(deadline).get(VOLUMES_PER_TREE);
    if (volumes != null && volumes > 1 && volumes <= Integer.MAX_VALUE) {
      return volumes.intValue() - 1;
    }
    return system.version(deadline).isAtLeast(2, 5) ? SNAPSHOTS : SNAPSHOTS_BEFORE_2_5;
  }

  /**
   * How many volumes one SDC may have mapped; empty when the array does not tell. One request the
   * first time.
   */
  OptionalInt volumesPerSdc(Deadline deadline) {
    Long volumes = limits.get(deadline).get(VOLUMES_PER_SDC);
    return volumes == null || volumes <= 0 || volumes > Integer.MAX_VALUE
        ? OptionalInt.empty()
        : OptionalInt.of(volumes.intValue());
  }

  /** A user who may make volumes need not be one who may see limits. */
  private static Map<String, Long> read(ScaleIoSystem system, Deadline deadline) {
    try {
      return system.limits(deadline);
    } catch (GatewayException e) {
      return switch (e.kind()) {
        case NOT_PERMITTED, INVALID_REQUEST, REFUSED -> Map.of();
        default -> throw e;
      };
    }
  }
}
