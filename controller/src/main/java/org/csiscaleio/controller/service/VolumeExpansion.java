package org.csiscaleio.controller.service;

import static org.csiscaleio.controller.service.VolumeSize.describe;

import java.util.OptionalLong;
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
 * Makes volumes larger, mapped or not; the SDC notices by itself, and the node grows the file
 * system. One request for a volume that is known: the array is asked at once, and what is as large
 * already it refuses.
 */
final class VolumeExpansion {
  private static final Logger log = LoggerFactory.getLogger(VolumeExpansion.class);

  private final ScaleIoSystem system;
  private final VolumeScope scope;
  private final Turns turns;
  private final ArrayLimits limits;
  private final VolumeHandles handles;
  private final KnownSizes sizes;
  private final OwnVolumeExpansion own;

  VolumeExpansion(
      ScaleIoSystem system,
      VolumeScope scope,
      Turns turns,
      PoolDirectory pools,
      ArrayLimits limits,
      VolumeHandles handles,
      KnownSizes sizes) {
    this.system = system;
    this.scope = scope;
    this.turns = turns;
    this.limits = limits;
    this.handles = handles;
    this.sizes = sizes;
    this.own = new OwnVolumeExpansion(system, scope, pools, limits, handles, sizes);
  }

  ExpandedVolume expand(ExpandRequest request, Deadline deadline) {
    VolumeId id = handles.require(request.volumeId(), deadline);
    long bytes =
        turns.take(
            "volume " + id,
            request,
            deadline,
            () ->
                scope.speaksForAll()
                    ? expandInTurn(id, request, deadline)
                    : own.expandInTurn(id, request, deadline));
    return new ExpandedVolume(bytes, !request.isRaw());
  }

  /** Returns the volume's size, in bytes. */
  private long expandInTurn(VolumeId id, ExpandRequest request, Deadline deadline) {
    long required = request.size().requiredBytes();
    boolean largeEnough =
        sizes.of(id.volumeId()).isPresent()
            && VolumeSize.bytes(sizes.of(id.volumeId()).getAsLong()) >= required;
    boolean look = required == 0 || largeEnough || !sizes.isVolume(id.volumeId());
    OptionalLong present = look ? OptionalLong.of(read(id, deadline)) : OptionalLong.empty();
    if (present.isPresent() && present.getAsLong() >= required) {
      return present.getAsLong();
    }
    long bytes = VolumeSize.roundUp(required);
    if (!request.size().contains(bytes) || bytes > limits.maxVolumeBytes(deadline)) {
      return unlessTooSmall(
          id, request, present.orElseGet(() -> read(id, deadline)), bytes, deadline);
    }
    try {
      system.growVolume(id.volumeId(), VolumeSize.kib(bytes), deadline);
    } catch (GatewayException refusal) {
      switch (refusal.kind()) {
        case VOLUME_NOT_FOUND -> throw VolumeHandles.unknown(id);
        case ILLEGAL_SIZE -> {
          long now = read(id, deadline);
          if (now >= required) {
            return now;
          }
          throw during(id, bytes, refusal);
        }
        default -> throw during(id, bytes, refusal);
      }
    }
    sizes.learn(id.volumeId(), VolumeSize.kib(bytes));
    log.info("volume {} has {} now", id, describe(bytes));
    return bytes;
  }

  /** The array has no size that is asked for; but the volume may be as large already. */
  private long unlessTooSmall(
      VolumeId id, ExpandRequest request, long present, long bytes, Deadline deadline) {
    if (present >= request.size().requiredBytes()) {
      return present;
    }
    throw new Failure(
        Failure.Code.OUT_OF_RANGE,
        "volume "
            + id
            + " of "
            + describe(present)
            + " cannot be expanded to "
            + request.size()
            + ": the array has volumes in multiples of 8 GiB only, up to "
            + describe(limits.maxVolumeBytes(deadline))
            + "; the next is "
            + describe(bytes));
  }

  private long read(VolumeId id, Deadline deadline) {
    Volume volume = handles.read(id, deadline);
    VolumeHandles.requireVolume(id, volume);
    sizes.learn(volume);
    return volume.sizeBytes();
  }

  private static Failure during(VolumeId id, long bytes, GatewayException refusal) {
    return ArrayFailure.during("expanding volume " + id + " to " + describe(bytes), refusal);
  }
}
