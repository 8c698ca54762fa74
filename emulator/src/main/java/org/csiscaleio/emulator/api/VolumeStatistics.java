package org.csiscaleio.emulator.api;

import java.util.List;
import org.csiscaleio.emulator.model.ArrayTables;
import org.csiscaleio.emulator.model.Mapping;
import org.csiscaleio.emulator.model.ObjectId;
import org.csiscaleio.emulator.model.Sdc;
import org.csiscaleio.emulator.model.VTree;
import org.csiscaleio.emulator.model.Volume;
import org.csiscaleio.emulator.model.VolumeFamily;
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
    List<Volume> family = VolumeFamily.members(tables, volume.vtreeId());
    List<String> children =
        family.stream()
            .filter(other -> other.ancestorId() == volume.id())
            .map(other -> ObjectId.text(other.id()))
            .toList();
    List<String> descendants =
        VolumeFamily.descendants(tables, volume).stream()
            .map(other -> ObjectId.text(other.id()))
            .toList();
    return new Statistics()
        .put("numOfMappedSdcs", sdcs.size())
        .ids("mappedSdcIds", sdcs)
        .put("numOfChildVolumes", children.size())
        .ids("childVolumeIds", children)
        .put("numOfDescendantVolumes", descendants.size())
        .ids("descendantVolumeIds", descendants)
        .rates(RATES);
  }

  Statistics of(VTree vtree) {
    long written = 0;
    long sizes = 0;
    for (Volume volume : VolumeFamily.members(tables, vtree.id())) {
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
