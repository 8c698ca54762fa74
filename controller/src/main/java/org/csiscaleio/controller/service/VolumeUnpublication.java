package org.csiscaleio.controller.service;

import java.util.Optional;
import org.csiscaleio.gateway.GatewayException;
import org.csiscaleio.gateway.ScaleIoSystem;
import org.csiscaleio.gateway.Sdc;
import org.csiscaleio.gateway.Volume;
import org.csiscaleio.gateway.VolumeId;
import org.csiscaleio.operation.Deadline;
import org.csiscaleio.operation.Failure;
import org.csiscaleio.operation.Turns;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes mappings away. What is not there is taken away already: an unknown volume, an unknown node,
 * a mapping that was never made. One request.
 */
final class VolumeUnpublication {
  private static final Logger log = LoggerFactory.getLogger(VolumeUnpublication.class);

  private final ScaleIoSystem system;
  private final Turns turns;
  private final SdcDirectory sdcs;
  private final VolumeHandles handles;
  private final VolumeScope scope;

  private static final String EVERYWHERE = "";

  private record Unpublish(VolumeId id, String nodeId) {}

  VolumeUnpublication(
      ScaleIoSystem system,
      VolumeScope scope,
      Turns turns,
      SdcDirectory sdcs,
      VolumeHandles handles) {
    this.system = system;
    this.scope = scope;
    this.turns = turns;
    this.sdcs = sdcs;
    this.handles = handles;
  }

  /** Returns when no node has the volume. */
  void unpublishEverywhere(String handle, Deadline deadline) {
    unpublish(handle, EVERYWHERE, deadline);
  }

  /**
   * Returns when the node does not have the volume.
   *
   * @param nodeId the GUID of its SDC
   */
  void unpublish(String handle, String nodeId, Deadline deadline) {
    Optional<VolumeId> id = handles.parse(handle, deadline);
    if (id.isEmpty()) {
      log.info("'{}' is no volume id; nothing to unmap", handle);
      return;
    }
    turns.take(
        "volume " + id.get(),
        new Unpublish(id.get(), nodeId),
        deadline,
        () -> {
          if (!isToUnmap(id.get(), nodeId, deadline)) {
            log.info("volume {} was not there to be unmapped", id.get());
          } else if (nodeId.equals(EVERYWHERE)) {
            unmapAll(id.get(), deadline);
          } else {
            unmapFromNode(id.get(), nodeId, deadline);
          }
          return true;
        });
  }

  /** A volume that is none of ours is left alone; it is an error only where it is mapped. */
  private boolean isToUnmap(VolumeId id, String nodeId, Deadline deadline) {
    try {
      return scope.admit(id, deadline);
    } catch (Failure refusal) {
      if (refusal.code() != Failure.Code.FAILED_PRECONDITION || isMapped(id, nodeId, deadline)) {
        throw refusal;
      }
      return false;
    }
  }

  private boolean isMapped(VolumeId id, String nodeId, Deadline deadline) {
    Optional<Volume> volume = system.volume(id.volumeId(), deadline);
    if (nodeId.equals(EVERYWHERE)) {
      return volume.filter(v -> v.mappedToAll() || !v.mappings().isEmpty()).isPresent();
    }
    Optional<Sdc> sdc = sdcs.ofNode(nodeId, deadline);
    return volume
        .filter(v ->
            v.mappedToAll()
                || v.mappings().stream()
                    .anyMatch(m -> sdc.filter(s -> s.id().equals(m.sdcId())).isPresent()))
        .isPresent();
  }

  private void unmapAll(VolumeId id, Deadline deadline) {
    try {
      system.unmapAll(id.volumeId(), deadline);
      scope.unmappedEverywhere(id.volumeId());
      log.info("unmapped volume {} from every SDC", id);
    } catch (GatewayException refusal) {
      requireAbsence(refusal, "unmapping volume " + id + " from every SDC");
      scope.unmappedEverywhere(id.volumeId());
      log.info("volume {} was mapped nowhere", id);
    }
  }

  private void unmapFromNode(VolumeId id, String nodeId, Deadline deadline) {
    long asked = Remembered.now();
    Optional<Sdc> sdc = sdcs.ofNode(nodeId, deadline);
    if (sdc.isPresent() && !unmap(id, sdc.get(), deadline)) {
      // Removed and added again it has another id, and may have the volume under that.
      Optional<Sdc> now = sdcs.ofNodeSince(asked, nodeId, deadline);
      now.filter(s -> !s.id().equals(sdc.get().id())).ifPresent(s -> unmap(id, s, deadline));
    }
    if (sdc.isEmpty()) {
      log.info("the array has no SDC with GUID '{}', so volume {} is not mapped there", nodeId, id);
    }
  }

  /** Returns whether the array knows the SDC. */
  private boolean unmap(VolumeId id, Sdc sdc, Deadline deadline) {
    try {
      system.unmap(id.volumeId(), sdc.id(), deadline);
      scope.unmapped(id.volumeId(), sdc);
      log.info("unmapped volume {} from {}", id, sdc.describe());
      return true;
    } catch (GatewayException refusal) {
      if (refusal.kind() == GatewayException.Kind.SDC_NOT_FOUND) {
        return false;
      }
      requireAbsence(refusal, "unmapping volume " + id + " from " + sdc.describe());
      scope.unmapped(id.volumeId(), sdc);
      log.info("volume {} was not mapped to {}", id, sdc.describe());
      return true;
    }
  }

  private static void requireAbsence(GatewayException refusal, String attempt) {
    switch (refusal.kind()) {
      case NOT_MAPPED, VOLUME_NOT_FOUND -> {}
      default -> throw ArrayFailure.during(attempt, refusal);
    }
  }
}
