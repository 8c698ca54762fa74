package org.csiscaleio.image.volumes;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.csiscaleio.controller.limits.LimitsRecord;
import org.csiscaleio.controller.owner.OwnedName;
import org.csiscaleio.controller.owner.Owner;
import org.csiscaleio.gateway.Sdc;
import org.csiscaleio.gateway.Volume;

/** Every owner's volumes, and those without one. */
final class OwnerList {
  /**
   * One owner's.
   *
   * @param owner empty for volumes without one
   * @param host the SDC the owner is named after, if the array has it
   */
  record Group(Optional<KnownOwner> owner, Optional<Sdc> host, List<Volume> volumes) {
    long bytes() {
      return volumes.stream().mapToLong(Sizes::bytes).sum();
    }

    long arrayBytes() {
      return volumes.stream().mapToLong(Volume::sizeBytes).sum();
    }
  }

  private OwnerList() {}

  /** Owners by their names, then the volumes without one. Snapshots without one are left out. */
  static List<Group> of(ArrayView array, Set<Owner> candidates) {
    Map<String, List<Volume>> byTag = new TreeMap<>();
    List<Volume> others = new ArrayList<>();
    for (Volume volume : array.volumes()) {
      Optional<OwnedName> name = OwnedName.parse(volume.name());
      if (name.isPresent()) {
        byTag.computeIfAbsent(name.get().tag().text(), tag -> new ArrayList<>()).add(volume);
      } else if (!volume.isSnapshot() && !LimitsRecord.isRecord(volume.name())) {
        others.add(volume);
      }
    }
    List<Group> groups =
        byTag.values().stream()
            .map(volumes -> group(volumes, array, candidates))
            .sorted((one, other) -> name(one).compareTo(name(other)))
            .collect(Collectors.toCollection(ArrayList::new));
    if (!others.isEmpty()) {
      groups.add(new Group(Optional.empty(), Optional.empty(), others));
    }
    return groups;
  }

  private static Group group(List<Volume> volumes, ArrayView array, Set<Owner> candidates) {
    OwnedName name = OwnedName.parse(volumes.getFirst().name()).orElseThrow();
    KnownOwner owner = KnownOwner.behind(name.tag(), candidates);
    return new Group(Optional.of(owner), owner.sdcGuid().flatMap(array::sdcOfGuid), volumes);
  }

  private static String name(Group group) {
    return group.owner().map(KnownOwner::name).orElse("");
  }

  /** The hosts that have a volume. */
  static List<String> hosts(Volume volume, ArrayView array) {
    if (volume.mappedToAll()) {
      return List.of("all SDCs");
    }
    return volume.mappings().stream()
        .map(mapping ->
            array.sdcOfId(mapping.sdcId()).map(OwnerList::host).orElse("SDC " + mapping.sdcId()))
        .toList();
  }

  static String host(Sdc sdc) {
    String name = sdc.name().isEmpty() ? sdc.guid() : sdc.name();
    return sdc.connected() ? name : name + " (disconnected)";
  }
}
