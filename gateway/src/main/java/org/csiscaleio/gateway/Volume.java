package org.csiscaleio.gateway;

import java.time.Instant;
import java.util.List;

/**
 * A ScaleIO volume (or snapshot, which is one too) as the array describes it.
 *
 * @param id 16 hex digits
 * @param name up to 31 characters; empty when the array has none
 * @param sizeKib in KiB, a multiple of 8 GiB
 * @param ancestorVolumeId empty for a base volume
 * @param mappings the SDCs it is mapped to; empty when unmapped (the array says null)
 * @param mappedToAll mapped to every SDC at once, an old feature that hides single mappings
 * @param groupId the consistency group of snapshots that were taken together; empty when it is none
 * @param accessLimit the most that a mapping may allow; READ_WRITE on arrays before 3.0
 * @param ofPolicy whether a snapshot policy of the array took it, and will remove it
 */
public record Volume(
    String id,
    String name,
    long sizeKib,
    VolumeType type,
    String storagePoolId,
    String vtreeId,
    String ancestorVolumeId,
    Instant creationTime,
    List<SdcMapping> mappings,
    boolean mappedToAll,
    String groupId,
    MappingAccess accessLimit,
    boolean ofPolicy) {

  public Volume {
    mappings = List.copyOf(mappings);
  }

  /** One that is of no group and no policy and may be written. */
  public Volume(
      String id,
      String name,
      long sizeKib,
      VolumeType type,
      String storagePoolId,
      String vtreeId,
      String ancestorVolumeId,
      Instant creationTime,
      List<SdcMapping> mappings,
      boolean mappedToAll) {
    this(
        id,
        name,
        sizeKib,
        type,
        storagePoolId,
        vtreeId,
        ancestorVolumeId,
        creationTime,
        mappings,
        mappedToAll,
        "",
        MappingAccess.READ_WRITE,
        false);
  }

  public long sizeBytes() {
    return sizeKib * 1024;
  }

  public boolean isSnapshot() {
    return type == VolumeType.SNAPSHOT;
  }
}
