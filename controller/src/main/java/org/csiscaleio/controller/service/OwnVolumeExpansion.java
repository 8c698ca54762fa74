package org.csiscaleio.controller.service;

import static org.csiscaleio.controller.service.VolumeSize.describe;

import java.util.Optional;
import org.csiscaleio.gateway.GatewayException;
import org.csiscaleio.gateway.ScaleIoSystem;
import org.csiscaleio.gateway.Volume;
import org.csiscaleio.gateway.VolumeId;
import org.csiscaleio.operation.Deadline;
import org.csiscaleio.operation.Failure;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes volumes larger where many plugins share the array and a volume's name says how large it is:
 * first on the array, where it may be large enough as it is, then in its name. Ended in between,
 * the volume keeps the size it had for its orchestrator, and the same call again ends right.
 */
final class OwnVolumeExpansion {
  private static final Logger log = LoggerFactory.getLogger(OwnVolumeExpansion.class);

  private final ScaleIoSystem system;
  private final VolumeScope scope;
  private final PoolDirectory pools;
  private final ArrayLimits limits;
  private final VolumeHandles handles;
  private final KnownSizes sizes;

  OwnVolumeExpansion(
      ScaleIoSystem system,
      VolumeScope scope,
      PoolDirectory pools,
      ArrayLimits limits,
      VolumeHandles handles,
      KnownSizes sizes) {
    this.system = system;
    this.scope = scope;
    this.pools = pools;
    this.limits = limits;
    this.handles = handles;
    this.sizes = sizes;
  }

  /**
   * Two to four requests.
   *
   * @return the size its orchestrator is told, in bytes
   * @throws Failure FAILED_PRECONDITION when the volume is another's; RESOURCE_EXHAUSTED when it
   *     would be more than this instance may use
   */
  long expandInTurn(VolumeId id, ExpandRequest request, Deadline deadline) {
    Volume present = handles.read(id, deadline);
    scope.admit(id, present, deadline);
    VolumeHandles.requireVolume(id, present);
    sizes.learn(present);
    long presentBytes = scope.reportedBytes(present);
    if (presentBytes >= request.size().requiredBytes()) {
      return presentBytes;
    }
    ChosenSize size = chosen(request, present, deadline);
    try (Reservation reservation =
        scope.reserveMore(pool(present, deadline), present, size.reportedBytes(), deadline)) {
      try {
        grow(id, present, size, deadline);
      } catch (GatewayException refusal) {
        if (refusal.kind() == GatewayException.Kind.OUTCOME_UNKNOWN) {
          reservation.doubtful();
        }
        throw ArrayFailure.during(
            "expanding volume " + id + " to " + describe(size.reportedBytes()), refusal);
      }
      Volume now = handles.read(id, deadline);
      sizes.learn(now);
      scope.admit(id, now, deadline);
      log.info("volume {} has {} now", id, describe(scope.reportedBytes(now)));
      return scope.reportedBytes(now);
    }
  }

  private ChosenSize chosen(ExpandRequest request, Volume present, Deadline deadline) {
    long most = limits.maxVolumeBytes(deadline);
    boolean named = scope.nameWhenLarger(present, present.sizeBytes()).isPresent();
    if (named) {
      return scope.choose(request.size(), present.sizeBytes(), most);
    }
    long bytes = request.size().choose(present.sizeBytes(), most);
    return new ChosenSize(bytes, bytes);
  }

  private void grow(VolumeId id, Volume present, ChosenSize size, Deadline deadline) {
    if (size.arrayBytes() > present.sizeBytes()) {
      system.growVolume(id.volumeId(), VolumeSize.kib(size.arrayBytes()), deadline);
    }
    Optional<String> name = scope.nameWhenLarger(present, size.reportedBytes());
    name.ifPresent(newName -> system.rename(id.volumeId(), newName, deadline));
  }

  private Pool pool(Volume volume, Deadline deadline) {
    return pools
        .byId(volume.storagePoolId(), deadline)
        .orElseThrow(() ->
            Failure.unavailable(
                "the storage pool of volume " + volume.id() + " is not known; repeat the call"));
  }
}
