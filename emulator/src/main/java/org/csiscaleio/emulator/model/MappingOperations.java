package org.csiscaleio.emulator.model;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Mapping volumes to SDCs, with the array's rules. Every method refuses by throwing. */
public final class MappingOperations {
  private final StorageArray array;

  public MappingOperations(StorageArray array) {
    this.array = array;
  }

  /**
   * Maps a volume.
   *
   * @param allowMultiple counts for this call only: without it the volume must not be mapped to
   *     another SDC
   * @param mode null: as much as the volume allows
   */
  public void map(
      long volumeId, MappingTarget target, boolean allowMultiple, @Nullable AccessMode mode) {
    array.change(change -> {
      Volume volume = VolumeOperations.present(change.tables(), volumeId);
      AccessMode granted = mode == null ? volume.accessModeLimit() : mode;
      if (granted == AccessMode.READ_WRITE && volume.accessModeLimit() != AccessMode.READ_WRITE) {
        throw RequestRefused.mdm(ErrorCode.ACCESS_MODE_ABOVE_LIMIT);
      }
      Volume mapped =
          target instanceof MappingTarget.All
              ? mappedToAll(volume)
              : mappedToOne(
                  change.tables(),
                  volume,
                  SdcOperations.resolve(change.tables(), target),
                  allowMultiple,
                  granted);
      return replace(change, volume, mapped);
    });
  }

  private static Volume mappedToAll(Volume volume) {
    if (volume.mappedToAll()) {
      throw RequestRefused.mdm(ErrorCode.VOL_ALREADY_MAPPED_TO_ALL_INIS);
    }
    return volume.withMappings(true, List.of());
  }

  private static Volume mappedToOne(
      ArrayTables tables, Volume volume, Sdc sdc, boolean allowMultiple, AccessMode mode) {
    if (volume.mappingTo(sdc.id()) != null) {
      throw RequestRefused.mdm(ErrorCode.VOL_ALREADY_MAPPED_TO_THIS_INI);
    }
    if (volume.mappedToAll()) {
      throw RequestRefused.mdm(ErrorCode.VOL_ALREADY_MAPPED_TO_ALL_INIS);
    }
    if (!tables.settings().admission().admits(sdc)) {
      throw RequestRefused.mdm(ErrorCode.INITIATOR_NOT_APPROVED);
    }
    if (volume.mapped() && !allowMultiple) {
      throw RequestRefused.mdm(ErrorCode.NOT_ALLOWED_MORE_THAN_ONE_MAPPING);
    }
    if (tables.mappingsOf(sdc.id()) >= Limits.VOLUMES_PER_SDC) {
      throw RequestRefused.mdm(ErrorCode.INI_MAPPED_TO_TOO_MANY_VOLS);
    }
    if (tables.mappings() >= Limits.MAPPINGS) {
      throw RequestRefused.mdm(ErrorCode.TOO_MANY_MAPPINGS);
    }
    List<Mapping> mappings = new ArrayList<>(volume.mappings());
    mappings.add(new Mapping(sdc.id(), mode, 0, 0));
    return volume.withMappings(false, mappings);
  }

  /** Takes mappings away; the SDC is not asked, and learns of it when it learns of it. */
  public void unmap(long volumeId, MappingTarget target) {
    array.change(change -> {
      Volume volume = change.tables().volume(volumeId);
      if (target instanceof MappingTarget.All) {
        if (!volume.mapped()) {
          throw RequestRefused.mdm(ErrorCode.VOL_NOT_MAPPED_TO_INI);
        }
        return replace(change, volume, volume.withMappings(false, List.of()));
      }
      Sdc sdc = SdcOperations.resolve(change.tables(), target);
      if (volume.mappedToAll()) {
        throw RequestRefused.mdm(ErrorCode.VOL_MAPPED_TO_ALL_INIS);
      }
      Mapping mapping = mapping(volume, sdc);
      List<Mapping> rest = new ArrayList<>(volume.mappings());
      rest.remove(mapping);
      return replace(change, volume, volume.withMappings(false, rest));
    });
  }

  private static Mapping mapping(Volume volume, Sdc sdc) {
    Mapping mapping = volume.mappingTo(sdc.id());
    if (mapping == null) {
      throw RequestRefused.mdm(ErrorCode.VOL_NOT_MAPPED_TO_INI);
    }
    return mapping;
  }

  /**
   * Limits one mapping; a limit that is null stays as it is.
   *
   * @param bandwidthKibps in KiB/s
   */
  public void limit(
      long volumeId, MappingTarget target, @Nullable Long iops, @Nullable Long bandwidthKibps) {
    array.change(change -> {
      Volume volume = VolumeOperations.present(change.tables(), volumeId);
      Mapping before = mapping(volume, SdcOperations.resolve(change.tables(), target));
      Mapping after =
          before.withLimits(
              iops == null ? before.iopsLimit() : iops,
              bandwidthKibps == null ? before.bandwidthLimitKibps() : bandwidthKibps);
      return replace(change, volume, exchanged(volume, before, after));
    });
  }

  /** Changes what one SDC may do. */
  public void setAccessMode(long volumeId, MappingTarget target, AccessMode mode) {
    array.change(change -> {
      Volume volume = VolumeOperations.present(change.tables(), volumeId);
      Mapping before = mapping(volume, SdcOperations.resolve(change.tables(), target));
      if (mode == AccessMode.READ_WRITE && volume.accessModeLimit() != AccessMode.READ_WRITE) {
        throw RequestRefused.mdm(ErrorCode.ACCESS_MODE_ABOVE_LIMIT);
      }
      return replace(change, volume, exchanged(volume, before, before.withAccessMode(mode)));
    });
  }

  private static Volume exchanged(Volume volume, Mapping before, Mapping after) {
    List<Mapping> mappings = new ArrayList<>(volume.mappings());
    mappings.set(mappings.indexOf(before), after);
    return volume.withMappings(volume.mappedToAll(), mappings);
  }

  private Volume replace(Change change, Volume before, Volume after) {
    change.put(after);
    change.afterwards(() -> array.hosts().changed(before, after));
    return after;
  }
}
