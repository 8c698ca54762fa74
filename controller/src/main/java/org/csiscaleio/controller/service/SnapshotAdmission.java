package org.csiscaleio.controller.service;

import java.util.Optional;
import org.csiscaleio.gateway.ScaleIoSystem;
import org.csiscaleio.gateway.Volume;
import org.csiscaleio.gateway.VolumeId;
import org.csiscaleio.operation.Deadline;
import org.csiscaleio.operation.Failure;

/**
 * Whose snapshots this instance may take, use and delete, and how they are called. In cluster scope
 * all; in node scope those of its own volumes, and those it took of volumes that are gone.
 */
final class SnapshotAdmission {
  private final ScaleIoSystem system;
  private final VolumeScope scope;

  SnapshotAdmission(ScaleIoSystem system, VolumeScope scope) {
    this.system = system;
    this.scope = scope;
  }

  /**
   * Lets a volume pass of which a snapshot may be taken. No request in cluster scope.
   *
   * @throws Failure NOT_FOUND when it does not exist; FAILED_PRECONDITION when it is another's
   */
  void admitSource(VolumeId id, Deadline deadline) {
    if (!scope.admit(id, deadline)) {
      throw VolumeHandles.unknown(id);
    }
  }

  /**
   * Lets a volume or a snapshot pass that another volume is to be made from.
   *
   * @return what it is; empty in cluster scope, where it is not read
   * @throws Failure NOT_FOUND when it does not exist; FAILED_PRECONDITION when it is another's
   */
  Optional<Volume> admitContent(VolumeId id, Deadline deadline) {
    if (scope.speaksForAll()) {
      return Optional.empty();
    }
    Volume source =
        system.volume(id.volumeId(), deadline).orElseThrow(() -> VolumeHandles.unknown(id));
    if (SnapshotRule.isSnapshot(source)) {
      admitSnapshot(id, source, deadline);
    } else {
      scope.admit(id, source, deadline);
    }
    return Optional.of(source);
  }

  /**
   * Lets a snapshot pass that may be used or deleted. No request in cluster scope.
   *
   * @throws Failure FAILED_PRECONDITION when its volume is another's, or gone and it was not taken
   *     here
   */
  void admitSnapshot(VolumeId id, Volume snapshot, Deadline deadline) {
    if (scope.speaksForAll()) {
      return;
    }
    String ancestorId = snapshot.ancestorVolumeId();
    boolean ours =
        VolumeId.isId(ancestorId)
            ? scope.admit(new VolumeId(id.systemId(), ancestorId), deadline)
            : scope.tookByName(snapshot, deadline);
    if (!ours) {
      throw Failure.precondition(
          "snapshot "
              + id
              + " '"
              + snapshot.name()
              + "' is left alone: the volume it was taken of is gone, and its name does not say that"
              + " it was taken by this plugin");
    }
  }

  /** The array's name for a snapshot to be taken. */
  String snapshotName(String requestedName, Deadline deadline) {
    return scope.snapshotName(requestedName, deadline);
  }

  /** The array's name for one of the snapshots of a group to be taken. */
  String groupMemberName(String requestedName, int index, Deadline deadline) {
    return scope.groupMemberName(requestedName, index, deadline);
  }
}
