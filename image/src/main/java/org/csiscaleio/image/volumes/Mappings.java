package org.csiscaleio.image.volumes;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.csiscaleio.gateway.Sdc;
import org.csiscaleio.gateway.SdcMapping;
import org.csiscaleio.gateway.Volume;

/**
 * Whether a volume's mappings let it go. A host that has it and is connected may be writing to it;
 * one that is disconnected, by what the array says, can be unmapped: when it comes back it has the
 * volume no longer.
 */
final class Mappings {
  private final boolean unmapDisconnected;
  private final Set<String> allowed;

  /**
   * @param unmapDisconnected whether the operator said so
   * @param allowedGuids SDCs that may have the volume, before and after
   */
  Mappings(boolean unmapDisconnected, Set<String> allowedGuids) {
    this.unmapDisconnected = unmapDisconnected;
    this.allowed = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
    this.allowed.addAll(allowedGuids);
  }

  /** The new name, once the volume was taken from hosts that are gone. */
  Verdict judge(Volume volume, String newName, ArrayView array) {
    if (volume.mappedToAll()) {
      return new Verdict.Refused("is mapped to all SDCs; unmap it first");
    }
    List<Sdc> unmap = new ArrayList<>();
    for (SdcMapping mapping : volume.mappings()) {
      Optional<Sdc> sdc = array.sdcOfId(mapping.sdcId());
      if (sdc.isEmpty()) {
        return new Verdict.Refused(
            "is mapped to SDC "
                + mapping.sdcId()
                + ", which the array does not list: whether it is"
                + " connected is not known");
      }
      if (allowed.contains(sdc.get().guid())) {
        continue;
      }
      if (sdc.get().connected()) {
        return new Verdict.Refused(
            "is mapped to " + sdc.get().describe() + ", which is connected and may be using it");
      }
      if (!unmapDisconnected) {
        return new Verdict.Refused(
            "is mapped to "
                + sdc.get().describe()
                + ", which is disconnected; if that host is really gone, say --unmap-disconnected");
      }
      unmap.add(sdc.get());
    }
    return new Verdict.Rename(newName, unmap);
  }
}
