package org.csiscaleio.emulator.model;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A volume or snapshot at one moment. Immutable: a change makes another one, so that a listing is
 * of one moment although it takes long to send.
 *
 * @param ancestorId the volume it is a snapshot of, or {@link ObjectId#NONE}
 * @param groupId of snapshots taken together, or {@link ObjectId#NONE}
 * @param creationTime seconds since the epoch
 * @param mappedToAll mapped to every SDC there is and will be
 * @param accessModeLimit the most that a mapping may allow
 * @param removing a removal runs; there until it is done
 * @param writtenKib how much of a thin volume or snapshot holds data, one copy
 * @param policyId of the snapshot policy that took it, or {@link ObjectId#NONE}
 * @param locked a policy's snapshot that nobody may remove
 */
public record Volume(
    long id,
    @Nullable String name,
    long sizeKib,
    VolumeType type,
    long poolId,
    long vtreeId,
    long ancestorId,
    long groupId,
    long creationTime,
    boolean useRmcache,
    boolean mappedToAll,
    AccessMode accessModeLimit,
    List<Mapping> mappings,
    boolean removing,
    long writtenKib,
    long policyId,
    boolean locked) {
  public Volume {
    mappings = List.copyOf(mappings);
  }

  public boolean mapped() {
    return mappedToAll || !mappings.isEmpty();
  }

  /** The mapping to one SDC itself, not by way of "all SDCs". */
  public @Nullable Mapping mappingTo(long sdcId) {
    for (Mapping mapping : mappings) {
      if (mapping.sdcId() == sdcId) {
        return mapping;
      }
    }
    return null;
  }

  Volume withName(@Nullable String newName) {
    return copy(
        newName, sizeKib, ancestorId, mappedToAll, accessModeLimit, mappings, removing, writtenKib);
  }

  Volume withSize(long newSizeKib) {
    return copy(
        name, newSizeKib, ancestorId, mappedToAll, accessModeLimit, mappings, removing, writtenKib);
  }

  Volume withAncestor(long newAncestor) {
    return copy(
        name, sizeKib, newAncestor, mappedToAll, accessModeLimit, mappings, removing, writtenKib);
  }

  Volume withMappings(boolean toAll, List<Mapping> newMappings) {
    return copy(
        name, sizeKib, ancestorId, toAll, accessModeLimit, newMappings, removing, writtenKib);
  }

  Volume withAccessModeLimit(AccessMode limit) {
    return copy(name, sizeKib, ancestorId, mappedToAll, limit, mappings, removing, writtenKib);
  }

  Volume withWritten(long newWrittenKib) {
    return copy(
        name, sizeKib, ancestorId, mappedToAll, accessModeLimit, mappings, removing, newWrittenKib);
  }

  Volume inPool(long newPoolId) {
    return new Volume(
        id,
        name,
        sizeKib,
        type,
        newPoolId,
        vtreeId,
        ancestorId,
        groupId,
        creationTime,
        useRmcache,
        mappedToAll,
        accessModeLimit,
        mappings,
        removing,
        writtenKib,
        policyId,
        locked);
  }

  Volume beingRemoved() {
    return copy(
        name, sizeKib, ancestorId, mappedToAll, accessModeLimit, mappings, true, writtenKib);
  }

  private Volume copy(
      @Nullable String newName,
      long newSizeKib,
      long newAncestor,
      boolean toAll,
      AccessMode limit,
      List<Mapping> newMappings,
      boolean nowRemoving,
      long newWrittenKib) {
    return new Volume(
        id,
        newName,
        newSizeKib,
        type,
        poolId,
        vtreeId,
        newAncestor,
        groupId,
        creationTime,
        useRmcache,
        toAll,
        limit,
        newMappings,
        nowRemoving,
        newWrittenKib,
        policyId,
        locked);
  }
}
