package org.csiscaleio.controller.service;

import java.util.Optional;
import org.csiscaleio.gateway.GatewayException;
import org.csiscaleio.gateway.ScaleIoSystem;
import org.csiscaleio.gateway.Volume;
import org.csiscaleio.gateway.VolumeId;
import org.csiscaleio.operation.Deadline;
import org.csiscaleio.operation.Failure;
import org.csiscaleio.operation.Turns;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Deletes volumes, each alone: its snapshots stay, as the array keeps them independent. One
 * request; one more to look at a volume that this process has not seen, because a snapshot's id has
 * the form of a volume's.
 */
final class VolumeRemoval {
  private static final Logger log = LoggerFactory.getLogger(VolumeRemoval.class);

  private static final int ATTEMPTS = 2;

  private final ScaleIoSystem system;
  private final ControllerSettings settings;
  private final Turns turns;
  private final SdcDirectory sdcs;
  private final VolumeHandles handles;
  private final KnownSizes sizes;
  private final VolumeScope scope;

  private record Delete(VolumeId id) {}

  VolumeRemoval(
      ScaleIoSystem system,
      VolumeScope scope,
      ControllerSettings settings,
      Turns turns,
      SdcDirectory sdcs,
      VolumeHandles handles,
      KnownSizes sizes) {
    this.system = system;
    this.scope = scope;
    this.settings = settings;
    this.turns = turns;
    this.sdcs = sdcs;
    this.handles = handles;
    this.sizes = sizes;
  }

  /** Returns when the volume is gone, or was never there. */
  void delete(String handle, Deadline deadline) {
    Optional<VolumeId> id = handles.parse(handle, deadline);
    if (id.isEmpty()) {
      log.info("'{}' is no volume id; nothing to delete", handle);
      return;
    }
    if (VolumeNames.isName(handle)) {
      throw Failure.precondition(
          "volume '"
              + handle
              + "' ("
              + id.get()
              + ") stays: a volume that is known by its name was not made by the orchestrator, and"
              + " is not deleted by it. Who made it may remove it on the array");
    }
    turns.take(
        "volume " + id.get(),
        new Delete(id.get()),
        deadline,
        () -> {
          deleteInTurn(id.get(), deadline);
          return true;
        });
  }

  private void deleteInTurn(VolumeId id, Deadline deadline) {
    if (!scope.admitRemoval(id, deadline)
        || (!sizes.isVolume(id.volumeId()) && !isThereAsVolume(id, deadline))) {
      wasNotThere(id, deadline);
      return;
    }
    for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
      try {
        system.removeVolume(id.volumeId(), deadline);
        sizes.forget(id.volumeId());
        scope.removed(id.volumeId(), deadline);
        log.info("deleted volume {}", id);
        return;
      } catch (GatewayException refusal) {
        switch (refusal.kind()) {
          case VOLUME_NOT_FOUND -> {
            wasNotThere(id, deadline);
            return;
          }
          case VOLUME_MAPPED -> {
            if (settings.deleteUnmaps()) {
              unmap(id, deadline);
            } else {
              requireUnmapped(id, deadline);
            }
          }
          default -> throw ArrayFailure.during("deleting volume " + id, refusal);
        }
      }
    }
    throw Failure.unavailable(
        "volume " + id + " is mapped and unmapped while it is to be deleted; repeat the call");
  }

  private void wasNotThere(VolumeId id, Deadline deadline) {
    sizes.forget(id.volumeId());
    scope.removed(id.volumeId(), deadline);
    log.info("volume {} was not there to be deleted", id);
  }

  private boolean isThereAsVolume(VolumeId id, Deadline deadline) {
    Optional<Volume> there = system.volume(id.volumeId(), deadline);
    if (there.filter(SnapshotRule::isSnapshot).isPresent()) {
      throw Failure.invalid(
          VolumeHandles.describe(id, there.get())
              + " is a snapshot, not a volume, and stays; DeleteSnapshot deletes it");
    }
    return there.isPresent();
  }

  private void unmap(VolumeId id, Deadline deadline) {
    try {
      system.unmapAll(id.volumeId(), deadline);
      log.warn("unmapped volume {} from every SDC, to delete it (deleteUnmaps)", id);
    } catch (GatewayException refusal) {
      switch (refusal.kind()) {
        case NOT_MAPPED, VOLUME_NOT_FOUND -> {}
        default ->
            throw ArrayFailure.during(
                "unmapping volume " + id + " from every SDC, to delete it", refusal);
      }
    }
  }

  /** Names the hosts, unless the mapping that was in the way has gone meanwhile. */
  private void requireUnmapped(VolumeId id, Deadline deadline) {
    Optional<Volume> volume = system.volume(id.volumeId(), deadline);
    if (volume.isEmpty()) {
      return;
    }
    if (volume.get().mappedToAll()) {
      throw Failure.precondition(
          VolumeHandles.describe(id, volume.get())
              + " is mapped to all SDCs and stays; unmap it first");
    }
    if (!volume.get().mappings().isEmpty()) {
      throw Failure.precondition(
          VolumeHandles.describe(id, volume.get())
              + " is still in use and stays: it is mapped to "
              + sdcs.describe(volume.get().mappings(), deadline)
              + "; unpublish it there first");
    }
  }
}
