package org.csiscaleio.emulator.api;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.csiscaleio.emulator.model.ArrayTables;
import org.csiscaleio.emulator.model.Mapping;
import org.csiscaleio.emulator.model.ObjectId;
import org.csiscaleio.emulator.model.Sdc;
import org.csiscaleio.emulator.model.VTree;
import org.csiscaleio.emulator.model.Volume;
import org.csiscaleio.emulator.model.VolumeType;

/** Figures of volumes and VTrees. */
final class VolumeStatistics {
  private static final String[] RATES = {"userDataReadBwc", "userDataWriteBwc", "userDataTrimBwc"};

  private final ArrayTables tables;

  VolumeStatistics(ArrayTables tables) {
    this.tables = tables;
  }

  Statistics of(Volume volume) {
    List<String> sdcs =
        volume.mappedToAll()
            ? tables.sdcs().stream().map(Sdc::id).map(ObjectId::text).toList()
            : volume.mappings().stream().map(Mapping::sdcId).map(ObjectId::text).toList();
    List<Volume> family = tables.volumesWhere(other -> other.vtreeId() == volume.vtreeId());
    List<String> children =
        family.stream()
            .filter(other -> other.ancestorId() == volume.id())
            .map(other -> ObjectId.text(other.id()))
            .toList();
    List<String> descendants = descendants(family, volume);
    return new Statistics()
        .put("numOfMappedSdcs", sdcs.size())
        .ids("mappedSdcIds", sdcs)
        .put("numOfChildVolumes", children.size())
        .ids("childVolumeIds", children)
        .put("numOfDescendantVolumes", descendants.size())
        .ids("descendantVolumeIds", descendants)
        .rates(RATES);
  }

  private static List<String> descendants(List<Volume> family, Volume volume) {
    Set<Long> ancestors = new HashSet<>(Set.of(volume.id()));
    List<String> found = new ArrayList<>();
    boolean grown = true;
    while (grown) {
      grown = false;
      for (Volume member : family) {
        if (ancestors.contains(member.ancestorId()) && ancestors.add(member.id())) {
          found.add(ObjectId.text(member.id()));
          grown = true;
        }
      }
    }
    return found;
  }

  Statistics of(VTree vtree) {
    long written = 0;
    long sizes = 0;
    for (Volume volume : tables.volumesWhere(other -> other.vtreeId() == vtree.id())) {
      written += volume.type() == VolumeType.THICK ? volume.sizeKib() : volume.writtenKib();
      sizes += volume.sizeKib();
    }
    return new Statistics()
        .put("numOfVolumes", vtree.volumes())
        .put("netCapacityInUseInKb", written)
        .put("netProvisionedAddressesInKb", written)
        .put("baseNetCapacityInUseInKb", written)
        .put("snapNetCapacityInUseInKb", 0)
        .put("trimmedCapacityInKb", 0)
        .put("vtreeAddresSpaceInKb", sizes);
  }

  Statistics of(Sdc sdc) {
    List<String> mapped =
        tables
            .volumesWhere(volume -> volume.mappedToAll() || volume.mappingTo(sdc.id()) != null)
            .stream()
            .map(volume -> ObjectId.text(volume.id()))
            .toList();
    return new Statistics()
        .put("numOfMappedVolumes", mapped.size())
        .ids("volumeIds", mapped)
        .rates("userDataReadBwc", "userDataWriteBwc", "userDataTrimBwc");
  }
}
