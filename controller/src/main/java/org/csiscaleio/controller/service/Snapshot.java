package org.csiscaleio.controller.service;

import java.time.Instant;
import java.util.Optional;
import org.csiscaleio.gateway.Volume;
import org.csiscaleio.gateway.VolumeId;

/**
 * A snapshot as the orchestrator is told about it. There is no other than one that can be used at
 * once.
 *
 * @param source the volume it was taken of. When that is gone the array tells the next ancestor
 *     that is left, or none: then all its digits are 0
 * @param sizeBytes what a volume made from it has at least
 * @param creationTime to the second
 * @param group the id of the group snapshot it belongs to, {@code <system id>-<group id>}
 */
public record Snapshot(
    VolumeId id, VolumeId source, long sizeBytes, Instant creationTime, Optional<String> group) {
  private static final String NO_VOLUME = "0".repeat(16);

  static Snapshot of(String systemId, Volume volume) {
    return new Snapshot(
        new VolumeId(systemId, volume.id()),
        sourceOf(systemId, volume.ancestorVolumeId()),
        volume.sizeBytes(),
        volume.creationTime(),
        SnapshotRule.isGroupMember(volume)
            ? Optional.of(groupId(systemId, volume.groupId()))
            : Optional.empty());
  }

  static VolumeId sourceOf(String systemId, String ancestorId) {
    return new VolumeId(systemId, VolumeId.isId(ancestorId) ? ancestorId : NO_VOLUME);
  }

  /** A group snapshot's id; it has the form of a volume's. */
  static String groupId(String systemId, String arrayGroupId) {
    return systemId + "-" + arrayGroupId;
  }
}
