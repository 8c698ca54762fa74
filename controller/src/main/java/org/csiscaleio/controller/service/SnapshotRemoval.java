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
 * Deletes snapshots, each alone: volumes made from it stay, as the array keeps them independent.
 * Two requests, because a snapshot's id has the form of a volume's: it is read first, and only what
 * is a snapshot is removed.
 */
final class SnapshotRemoval {
  private static final Logger log = LoggerFactory.getLogger(SnapshotRemoval.class);

  private final ScaleIoSystem system;
  private final SnapshotAdmission admission;
  private final Turns turns;
  private final SdcDirectory sdcs;
  private final VolumeHandles handles;
  private final KnownSizes sizes;

  private record Delete(VolumeId id) {}

  SnapshotRemoval(
      ScaleIoSystem system,
      SnapshotAdmission admission,
      Turns turns,
      SdcDirectory sdcs,
      VolumeHandles handles,
      KnownSizes sizes) {
    this.system = system;
    this.admission = admission;
    this.turns = turns;
    this.sdcs = sdcs;
    this.handles = handles;
    this.sizes = sizes;
  }

  /** Returns when the snapshot is gone, or was never there. */
  void delete(String handle, Deadline deadline) {
    Optional<VolumeId> id =
        VolumeNames.isName(handle) ? Optional.empty() : handles.parse(handle, deadline);
    if (id.isEmpty()) {
      log.info("'{}' is no snapshot id; nothing to delete", handle);
      return;
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
    Optional<Volume> snapshot = system.volume(id.volumeId(), deadline);
    sizes.forget(id.volumeId());
    if (snapshot.isEmpty()) {
      log.info("snapshot {} was not there to be deleted", id);
      return;
    }
    requireDeletable(id, snapshot.get());
    admission.admitSnapshot(id, snapshot.get(), deadline);
    try {
      system.removeVolume(id.volumeId(), deadline);
      log.info("deleted snapshot {}", id);
    } catch (GatewayException refusal) {
      switch (refusal.kind()) {
        case VOLUME_NOT_FOUND -> log.info("snapshot {} went away by itself", id);
        case VOLUME_MAPPED -> throw inUse(id, deadline);
        default -> throw ArrayFailure.during("deleting snapshot " + id, refusal);
      }
    }
  }

  private static void requireDeletable(VolumeId id, Volume snapshot) {
    if (!SnapshotRule.isSnapshot(snapshot)) {
      throw Failure.invalid(
          VolumeHandles.describe(id, snapshot)
              + " is a volume, not a snapshot, and stays; DeleteVolume deletes it");
    }
    if (snapshot.ofPolicy()) {
      throw Failure.precondition(
          "snapshot "
              + id
              + " '"
              + snapshot.name()
              + "' was taken by a snapshot policy of the array, which will remove it; it stays");
    }
  }

  private Failure inUse(VolumeId id, Deadline deadline) {
    Volume snapshot = handles.read(id, deadline);
    return Failure.precondition(
        "snapshot "
            + id
            + " '"
            + snapshot.name()
            + "' is in use and stays: it is mapped to "
            + sdcs.describe(snapshot.mappings(), deadline)
            + "; unmap it there first");
  }
}
