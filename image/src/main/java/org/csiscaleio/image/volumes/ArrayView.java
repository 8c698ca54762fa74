package org.csiscaleio.image.volumes;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.csiscaleio.controller.owner.OwnedName;
import org.csiscaleio.controller.owner.OwnerTag;
import org.csiscaleio.gateway.ProtectionDomain;
import org.csiscaleio.gateway.ScaleIoSystem;
import org.csiscaleio.gateway.Sdc;
import org.csiscaleio.gateway.StoragePool;
import org.csiscaleio.gateway.Volume;
import org.csiscaleio.operation.Deadline;

/** The array as it was read. */
final class ArrayView {
  private final List<Volume> volumes;
  private final List<Sdc> sdcs;
  private final Map<String, String> poolPaths;

  private ArrayView(List<Volume> volumes, List<Sdc> sdcs, Map<String, String> poolPaths) {
    this.volumes = List.copyOf(volumes);
    this.sdcs = List.copyOf(sdcs);
    this.poolPaths = poolPaths;
  }

  /** Reads it. Four requests. */
  static ArrayView read(ScaleIoSystem system, Deadline deadline) {
    var volumes = new ArrayList<Volume>();
    system.forEachVolume(volumes::add, deadline);
    var domains = new HashMap<String, String>();
    for (ProtectionDomain domain : system.protectionDomains(deadline)) {
      domains.put(domain.id(), domain.name());
    }
    var paths = new HashMap<String, String>();
    for (StoragePool pool : system.storagePools(deadline)) {
      String domain = domains.getOrDefault(pool.protectionDomainId(), pool.protectionDomainId());
      paths.put(pool.id(), domain + "/" + pool.name());
    }
    return new ArrayView(volumes, system.sdcs(deadline), paths);
  }

  /** The same with hosts as they are now. One request. */
  ArrayView withHostsNow(ScaleIoSystem system, Deadline deadline) {
    return new ArrayView(volumes, system.sdcs(deadline), poolPaths);
  }

  List<Volume> volumes() {
    return volumes;
  }

  List<Sdc> sdcs() {
    return sdcs;
  }

  /** Domain and pool of a volume. */
  String pool(Volume volume) {
    return poolPaths.getOrDefault(volume.storagePoolId(), volume.storagePoolId());
  }

  Optional<Sdc> sdcOfId(String sdcId) {
    return sdcs.stream().filter(sdc -> sdc.id().equals(sdcId)).findFirst();
  }

  Optional<Sdc> sdcOfGuid(String guid) {
    return sdcs.stream().filter(sdc -> sdc.guid().equalsIgnoreCase(guid)).findFirst();
  }

  List<Volume> ownedBy(OwnerTag tag) {
    return volumes.stream()
        .filter(v -> OwnedName.parse(v.name()).filter(n -> n.tag().equals(tag)).isPresent())
        .toList();
  }

  /**
   * The volume of that id, also with a system's before it, or of that name.
   *
   * @throws Refusal when there is none
   */
  Volume find(String idOrName) {
    String id = idOrName.substring(idOrName.lastIndexOf('-') + 1);
    return volumes.stream()
        .filter(v -> v.name().equals(idOrName))
        .findFirst()
        .or(() -> volumes.stream().filter(v -> v.id().equalsIgnoreCase(id)).findFirst())
        .orElseThrow(() -> new Refusal("the array has no volume '" + idOrName + "'"));
  }
}
