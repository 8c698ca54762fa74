package org.csiscaleio.controller.service;

import org.csiscaleio.controller.owner.OwnedName;

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
}
