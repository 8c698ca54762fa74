package org.csiscaleio.controller.service;

import java.util.Optional;
import org.csiscaleio.controller.limits.LimitsRecord;
import org.csiscaleio.controller.owner.OwnedName;
import org.csiscaleio.controller.owner.OwnerTag;
import org.csiscaleio.gateway.Volume;

/** Whose a volume is, seen from one owner. */
sealed interface Belonging {
  /** This owner's: made here, or handed over. */
  record Own(OwnedName name) implements Belonging {}

  /** Another owner's. Never touched. */
  record Foreign(OwnedName name) implements Belonging {}

  /** Nobody's by its name, and assigned to this owner by an operator. */
  record Imported() implements Belonging {}

  /** None of the above. */
  record Unassigned() implements Belonging {}

  /** A volume that bears any owner's tag is never an import, whatever the patterns say. */
  static Belonging of(Volume volume, OwnerTag owner, ImportPatterns imports) {
    Optional<OwnedName> name = OwnedName.parse(volume.name());
    if (name.isPresent()) {
      return name.get().tag().equals(owner) ? new Own(name.get()) : new Foreign(name.get());
    }
    return madeEmpty(volume) && imports.match(volume.name()) ? new Imported() : new Unassigned();
  }

  /**
   * Whether it is a volume to CSI: what was made empty, or made from another under an owner's name.
   * To the array clones and snapshots are the same.
   */
  static boolean isVolume(Volume volume) {
    return madeEmpty(volume) || (OwnedName.isOwned(volume.name()) && SnapshotRule.isVolume(volume));
  }

  /** The records of limits that other plugins keep are no volumes to anybody. */
  private static boolean madeEmpty(Volume volume) {
    return !volume.isSnapshot()
        && volume.ancestorVolumeId().isEmpty()
        && !LimitsRecord.isRecord(volume.name());
  }
}
