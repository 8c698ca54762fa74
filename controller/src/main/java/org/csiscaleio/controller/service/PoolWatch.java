package org.csiscaleio.controller.service;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.csiscaleio.gateway.GatewayException;
import org.csiscaleio.gateway.PoolStatistics;
import org.csiscaleio.gateway.ScaleIoSystem;
import org.csiscaleio.operation.Deadline;

/** What the array last told about the pools in use, for answers that must not wait for it. */
final class PoolWatch {
  /**
   * What was told.
   *
   * @param usedBytes the room that the owner's volumes took in the pool at that time
   */
  record Reading(PoolStatistics statistics, long usedBytes) {}

  private final ScaleIoSystem system;
  private final OwnVolumes own;
  private final PoolDirectory pools;
  private final Map<String, Optional<Reading>> readings = new ConcurrentHashMap<>();

  PoolWatch(ScaleIoSystem system, OwnVolumes own, PoolDirectory pools) {
    this.system = system;
    this.own = own;
    this.pools = pools;
  }

  /** What is known; watches the pool from now on. */
  Optional<Reading> of(String poolId) {
    return readings.computeIfAbsent(poolId, id -> Optional.empty());
  }

  /** Asks about one pool. One request. */
  Reading read(String poolId, Deadline deadline) {
    PoolStatistics statistics = system.poolStatistics(poolId, deadline);
    var reading = new Reading(statistics, own.usedBytes(poolId));
    readings.put(poolId, Optional.of(reading));
    pools
        .rememberedById(poolId)
        .ifPresent(pool -> system.meter().note(PoolCapacity.room(pool, statistics)));
    return reading;
  }

  /** Asks about all pools that are watched. One request each. */
  void refresh(Deadline deadline) {
    for (String poolId : List.copyOf(readings.keySet())) {
      try {
        read(poolId, deadline);
      } catch (GatewayException e) {
        if (e.kind() != GatewayException.Kind.POOL_NOT_FOUND) {
          throw e;
        }
        readings.remove(poolId);
      }
    }
  }
}
