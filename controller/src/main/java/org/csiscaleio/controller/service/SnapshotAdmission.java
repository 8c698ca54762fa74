package org.csiscaleio.controller.service;

import org.csiscaleio.gateway.ScaleIoSystem;
import org.csiscaleio.gateway.Volume;
import org.csiscaleio.gateway.VolumeId;
import org.csiscaleio.operation.Deadline;
import org.csiscaleio.operation.Failure;

/**
 * Whose snapshots this instance may take and delete. In cluster scope all; in node scope those of
 * its own volumes, and nothing is made from them or made larger: a volume's name says how large it
 * is there, and for whom.
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
   * Lets a snapshot pass that may be deleted. No request in cluster scope.
   *
   * @throws Failure FAILED_PRECONDITION when its volume is another's, or gone, so that nobody can
   *     tell
   */
  void admitSnapshot(VolumeId id, Volume snapshot, Deadline deadline) {
    if (scope.speaksForAll()) {
      return;
    }
    String ancestorId = snapshot.ancestorVolumeId();
    boolean ours =
        VolumeId.isId(ancestorId)
            && system.volume(ancestorId, deadline).isPresent()
            && scope.admit(new VolumeId(id.systemId(), ancestorId), deadline);
    if (!ours) {
      throw Failure.precondition(
          "snapshot "
              + id
              + " '"
              + snapshot.name()
              + "' stays: the volume it was taken of is gone, so that it cannot be told whose it is");
    }
  }

  /**
   * @throws Failure FAILED_PRECONDITION in node scope
   */
  void requireCluster(String what) {
    if (!scope.speaksForAll()) {
      throw Failure.precondition(
          what
              + " is for scope: cluster; in node scope a volume's name says how large it is and for"
              + " whom");
    }
  }
}
