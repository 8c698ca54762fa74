package org.csiscaleio.controller.service;

import org.csiscaleio.gateway.MappingAccess;
import org.csiscaleio.gateway.Volume;

/**
 * Tells CSI's snapshots from CSI's volumes among what the array calls snapshots: a clone, or a
 * volume restored from a snapshot, is a snapshot to the array, too. docs/snapshots.md justifies the
 * rule.
 */
final class SnapshotRule {
  private SnapshotRule() {}

  /**
   * Whether it is a snapshot: to the array it is one, and either it cannot be written (3.0 and
   * later), or has a snapshot's name of ours, which is all there is before 3.0, or a policy took
   * it.
   */
  static boolean isSnapshot(Volume volume) {
    return volume.isSnapshot()
        && (volume.ofPolicy()
            || volume.accessLimit() == MappingAccess.READ_ONLY
            || ScaleIoName.isSnapshotForm(volume.name())
            || isGroupMember(volume));
  }

  /** Whether it was taken here as one of a group. */
  static boolean isGroupMember(Volume volume) {
    return volume.isSnapshot()
        && !volume.groupId().isEmpty()
        && ScaleIoName.isGroupMemberForm(volume.name());
  }

  /** Whether it is a volume: made as one, or a clone. */
  static boolean isVolume(Volume volume) {
    return !isSnapshot(volume);
  }
}
