package org.csiscaleio.controller.service;

import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.csiscaleio.gateway.GatewayException;
import org.csiscaleio.gateway.PoolStatistics;
import org.csiscaleio.gateway.ScaleIoSystem;
import org.csiscaleio.operation.Deadline;
import org.csiscaleio.operation.Failure;
import org.csiscaleio.operation.meter.Measurement;

/**
 * How much can still be made in a pool: what the array itself would grant for that kind of volume,
 * in whole blocks of 8 GiB. One request.
 */
final class PoolCapacity implements CapacitySource {
  /** The array lets thin volumes add up to ten times what there is. */
  private static final long OVERSUBSCRIPTION = 10;

  private final ScaleIoSystem system;
  private final ControllerSettings settings;
  private final PoolDirectory pools;
  private final ArrayLimits limits;
  private final VolumeScope scope;

  PoolCapacity(
      ScaleIoSystem system,
      ControllerSettings settings,
      VolumeScope scope,
      PoolDirectory pools,
      ArrayLimits limits) {
    this.system = system;
    this.settings = settings;
    this.scope = scope;
    this.pools = pools;
    this.limits = limits;
  }

  /**
   * @param raw parameters as an orchestrator sent them: what is wrong in them means that nothing
   *     can be made, not that the question is bad
   */
  @Override
  public Capacity of(
      List<VolumeCapability> capabilities, Map<String, String> raw, Deadline deadline) {
    if (capabilities.stream().anyMatch(c -> c.unsupportedBecause().isPresent())) {
      return Capacity.NONE;
    }
    PoolChoice choice;
    try {
      VolumeParameters parameters = VolumeParameters.parse(raw);
      if (!parameters.mean(system.info(deadline))
          || scope.objection(parameters, capabilities).isPresent()) {
        return Capacity.NONE;
      }
      choice = PoolChoice.of(parameters, settings);
    } catch (Failure e) {
      if (e.code() == Failure.Code.INVALID_ARGUMENT) {
        return Capacity.NONE;
      }
      throw e;
    }
    long asked = Remembered.now();
    if (!(pools.find(choice, deadline) instanceof PoolChoice.Answer.Usable(Pool pool))) {
      return Capacity.NONE;
    }
    try {
      return read(pool, choice.thick(), deadline);
    } catch (GatewayException e) {
      if (e.kind() != GatewayException.Kind.POOL_NOT_FOUND) {
        throw e;
      }
    }
    return pools.findSince(asked, choice, deadline) instanceof PoolChoice.Answer.Usable(Pool now)
        ? read(now, choice.thick(), deadline)
        : Capacity.NONE;
  }

  private Capacity read(Pool pool, boolean thick, Deadline deadline) {
    PoolStatistics statistics = system.poolStatistics(pool.id(), deadline);
    system.meter().note(room(pool, statistics));
    long kib = availableKib(pool, thick, statistics);
    if (kib == 0) {
      return Capacity.NONE;
    }
    long bytes = VolumeSize.bytes(kib);
    return new Capacity(
        bytes,
        OptionalLong.of(Math.min(bytes, limits.maxVolumeBytes(deadline))),
        OptionalLong.of(VolumeSize.BLOCK_BYTES));
  }

  /** The pool's room as it is told to a meter. */
  static Measurement room(Pool pool, PoolStatistics s) {
    return new Measurement.PoolRoom(
        pool.domain().name(),
        pool.pool().name(),
        VolumeSize.bytes((s.capacityLimitKib() - s.spareKib()) / 2),
        VolumeSize.bytes(s.inUseKib() / 2),
        VolumeSize.bytes(availableKib(pool, false, s)),
        VolumeSize.bytes(availableKib(pool, true, s)));
  }

  /** What the array would grant for one more volume, in whole blocks of 8 GiB. */
  static long availableKib(Pool pool, boolean thick, PoolStatistics statistics) {
    return VolumeSize.floorKib(
        thick ? statistics.availableForVolumeKib() : availableThinKib(pool, statistics));
  }

  /** Whether so much is in use that the array makes nothing thin any more. */
  static boolean isCritical(Pool pool, PoolStatistics s) {
    long usableKib = s.capacityLimitKib() - s.spareKib();
    return s.inUseKib() * 100 >= usableKib * pool.pool().criticalThresholdPercent();
  }

  private static long availableThinKib(Pool pool, PoolStatistics s) {
    if (isCritical(pool, s)) {
      return 0;
    }
    long usableKib = s.capacityLimitKib() - s.spareKib();
    // Before 3.0 the array applies its factor, but does not tell the result.
    return s.volumeAllocationLimitKib()
        .orElseGet(() ->
            OVERSUBSCRIPTION * usableKib / 2 - (s.thickInUseKib() + s.thinAllocatedKib()) / 2);
  }
}
