package org.csiscaleio.image.volumes;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.csiscaleio.gateway.Sdc;
import org.csiscaleio.gateway.Volume;
import org.csiscaleio.node.service.VolumeMount;

/** Mounts on this host of volumes that are not this host's (any more). They are only shown. */
final class HostOrphans {
  private static final String ADVICE =
      "see who uses it (fuser -m PATH), end that, and umount it by hand";

  private HostOrphans() {}

  /**
   * @param systemId the array's
   * @param guid of this host's SDC
   */
  static List<Orphan> of(ArrayView array, String systemId, String guid, List<VolumeMount> mounts) {
    Optional<String> sdc = array.sdcOfGuid(guid).map(Sdc::id);
    var orphans = new ArrayList<Orphan>();
    for (VolumeMount mount : mounts) {
      why(mount, array, systemId, sdc)
          .ifPresent(why ->
              orphans.add(
                  new Orphan(
                      Orphan.Kind.MOUNT,
                      mount.path().toString(),
                      mount.source(),
                      why,
                      Optional.of(ADVICE))));
    }
    return List.copyOf(orphans);
  }

  private static Optional<String> why(
      VolumeMount mount, ArrayView array, String systemId, Optional<String> sdcId) {
    if (mount.volume().isEmpty()) {
      return Optional.of("its device has no link any more: the volume was unmapped");
    }
    String id = mount.volume().get().volumeId();
    if (!mount.volume().get().systemId().equals(systemId)) {
      return Optional.empty();
    }
    Optional<Volume> volume =
        array.volumes().stream().filter(each -> each.id().equals(id)).findFirst();
    if (volume.isEmpty()) {
      return Optional.of("is of volume " + id + ", which the array has no more");
    }
    boolean mapped =
        volume.get().mappedToAll()
            || volume.get().mappings().stream()
                .anyMatch(mapping -> sdcId.filter(mapping.sdcId()::equals).isPresent());
    return mapped
        ? Optional.empty()
        : Optional.of(
            "is of volume " + id + ", which is not mapped to this host: its I/O fails, or will");
  }
}
