package org.csiscaleio.controller.service;

import java.util.Optional;
import org.csiscaleio.controller.limits.LimitsRecord;
import org.csiscaleio.controller.owner.OwnedName;
import org.csiscaleio.gateway.Volume;
import org.csiscaleio.gateway.VolumeType;

/** What a name on the array proves about who made the volume. */
public final class MadeHere {
  private MadeHere() {}

  /** Whether this plugin, in whatever scope, took a snapshot under that name. */
  public static boolean asSnapshot(String name) {
    return ScaleIoName.isSnapshotForm(name) || ScaleIoName.isGroupMemberForm(name);
  }

  /**
   * Whether this plugin gave the name. A name that was kept as it was asked for proves nothing, and
   * is not among them.
   */
  public static boolean byName(String name) {
    return asSnapshot(name)
        || OwnedName.isOwned(name)
        || ScaleIoName.isHashForm(name)
        || ScaleIoName.isUuidForm(name);
  }

  /**
   * The record of limits that a volume is; empty when it is any other. Only what is as it was made
   * is one: a thin volume, no clone of one.
   */
  public static Optional<LimitsRecord> asRecord(Volume volume) {
    return volume.type() == VolumeType.THIN && volume.ancestorVolumeId().isEmpty()
        ? LimitsRecord.parse(volume.name())
        : Optional.empty();
  }
}
