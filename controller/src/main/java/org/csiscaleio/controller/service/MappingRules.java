package org.csiscaleio.controller.service;

import java.util.List;
import java.util.Optional;
import org.csiscaleio.gateway.MappingAccess;
import org.csiscaleio.gateway.ScaleIoSystem;
import org.csiscaleio.gateway.Sdc;
import org.csiscaleio.gateway.SdcMapping;
import org.csiscaleio.gateway.Volume;
import org.csiscaleio.gateway.VolumeId;
import org.csiscaleio.operation.Deadline;
import org.csiscaleio.operation.Failure;

/** Judges the mappings a volume has against the one that is wanted. */
final class MappingRules {
  private final ScaleIoSystem system;

  MappingRules(ScaleIoSystem system) {
    this.system = system;
  }

  /**
   * Whether the volume is mapped to the node as wanted. Says nothing about other nodes.
   *
   * @throws Failure ALREADY_EXISTS when it is mapped there in another way; FAILED_PRECONDITION when
   *     it is mapped to all at once
   */
  boolean alreadyDone(
      PublishRequest wanted, Sdc sdc, VolumeId id, Volume volume, Deadline deadline) {
    if (volume.mappedToAll()) {
      throw Failure.precondition(
          VolumeHandles.describe(id, volume)
              + " is mapped to all SDCs at once, so no mapping of its own can be made for "
              + sdc.describe()
              + "; take that mapping away first");
    }
    Optional<SdcMapping> here =
        volume.mappings().stream().filter(m -> m.sdcId().equals(sdc.id())).findFirst();
    if (accessIsKnown(deadline)) {
      here.ifPresent(mapping -> requireSameAccess(wanted, sdc, id, volume, mapping));
    }
    return here.isPresent();
  }

  /**
   * The mappings to other nodes that exclude the wanted one.
   *
   * @param sdc the one that is wanted
   */
  List<SdcMapping> inTheWay(PublishRequest wanted, Sdc sdc, Volume volume, Deadline deadline) {
    boolean accessIsKnown = accessIsKnown(deadline);
    return volume.mappings().stream()
        .filter(m -> !m.sdcId().equals(sdc.id()))
        .filter(m -> wanted.exclusive() || (accessIsKnown && excludes(wanted, m)))
        .toList();
  }

  /** Before 3.0 the array knows no access modes and calls every mapping a writing one. */
  private boolean accessIsKnown(Deadline deadline) {
    return system.version(deadline).isAtLeast(3, 0);
  }

  private static boolean excludes(PublishRequest wanted, SdcMapping other) {
    return other.access() == MappingAccess.READ_WRITE && !wanted.toleratesWriters();
  }

  private static void requireSameAccess(
      PublishRequest wanted, Sdc sdc, VolumeId id, Volume volume, SdcMapping here) {
    if (here.access() != wanted.access()) {
      throw new Failure(
          Failure.Code.ALREADY_EXISTS,
          VolumeHandles.describe(id, volume)
              + " is mapped to "
              + sdc.describe()
              + " already, as "
              + here.access()
              + " and not as "
              + wanted.access()
              + "; unpublish it there first");
    }
  }
}
