package org.csiscaleio.emulator.model;

import org.jspecify.annotations.Nullable;

/** The array's rules for names of volumes and snapshots, which share one set of names. */
final class VolumeName {
  private VolumeName() {}

  /** The name to keep: an empty one is none. Refuses what breaks a rule. */
  static @Nullable String checked(@Nullable String name) {
    if (name == null || name.isEmpty()) {
      return null;
    }
    if (name.length() > Limits.NAME_LENGTH) {
      throw RequestRefused.mdm(ErrorCode.LONG_NAME);
    }
    if (!name.chars().allMatch(c -> c > ' ' && c < 127)) {
      throw RequestRefused.mdm(ErrorCode.INVALID_NAME);
    }
    return name;
  }

  static void mustBeFree(ArrayTables tables, @Nullable String name) {
    if (name != null && tables.volumeByName(name) != null) {
      throw RequestRefused.mdm(ErrorCode.VOL_NAME_IN_USE);
    }
  }
}
