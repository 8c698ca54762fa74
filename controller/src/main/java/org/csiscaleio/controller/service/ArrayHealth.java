package org.csiscaleio.controller.service;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.csiscaleio.gateway.GatewayException;
import org.csiscaleio.gateway.PoolStatistics;
import org.csiscaleio.gateway.ScaleIoSystem;
import org.csiscaleio.gateway.Sdc;
import org.csiscaleio.operation.Deadline;
import org.csiscaleio.operation.VolumeTrouble;

/**
 * What the array itself knows to be wrong with volumes: their pool's data, room and domain, and the
 * hosts they are mapped to. Asked at most twice a minute, whatever the number of volumes: one
 * request per pool, two for all pools, one for all SDCs.
 */
final class ArrayHealth {
  /** How old an answer may be. */
  static final Duration AGE = Duration.ofSeconds(30);

  private final ScaleIoSystem system;
  private final PoolDirectory pools;
  private final SdcDirectory sdcs;
  private final Map<String, Remembered<Optional<PoolStatistics>>> statistics =
      new ConcurrentHashMap<>();

  ArrayHealth(ScaleIoSystem system, PoolDirectory pools, SdcDirectory sdcs) {
    this.system = system;
    this.pools = pools;
    this.sdcs = sdcs;
  }

  /** Those of the places where volumes are not well, with what is wrong there. */
  Map<VolumePlace, List<VolumeTrouble>> ill(Set<VolumePlace> places, Deadline deadline) {
    var ill = new HashMap<VolumePlace, List<VolumeTrouble>>();
    for (VolumePlace place : places) {
      List<VolumeTrouble> troubles = troubles(place, deadline);
      if (!troubles.isEmpty()) {
        ill.put(place, troubles);
      }
    }
    return ill;
  }

  /** What is wrong with a volume that lies there; of each kind once. */
  List<VolumeTrouble> troubles(VolumePlace place, Deadline deadline) {
    long since = Remembered.now() - AGE.toNanos();
    var troubles = new ArrayList<VolumeTrouble>();
    pools
        .byIdSince(since, place.poolId(), deadline)
        .ifPresent(pool -> ofPool(pool, place, deadline, troubles));
    if (!place.sdcIds().isEmpty()) {
      ofHosts(place, sdcs.allSince(since, deadline), troubles);
    }
    return troubles;
  }

  private void ofPool(
      Pool pool, VolumePlace place, Deadline deadline, List<VolumeTrouble> troubles) {
    if (!pool.domain().active()) {
      troubles.add(
          VolumeTrouble.inaccessible(
              "ProtectionDomainInactive",
              "protection domain '"
                  + pool.domain().name()
                  + "' is not active, so none of its volumes can be used; activate it"));
    }
    statistics
        .computeIfAbsent(pool.id(), this::remembered)
        .get(deadline)
        .ifPresent(now -> ofStatistics(pool, now, place, troubles));
  }

  private Remembered<Optional<PoolStatistics>> remembered(String poolId) {
    return new Remembered<>(
        "how its pools are",
        AGE,
        deadline -> {
          try {
            return Optional.of(system.poolStatistics(poolId, deadline));
          } catch (GatewayException e) {
            if (e.kind() == GatewayException.Kind.POOL_NOT_FOUND) {
              return Optional.empty();
            }
            throw e;
          }
        });
  }

  private static void ofStatistics(
      Pool pool, PoolStatistics now, VolumePlace place, List<VolumeTrouble> troubles) {
    if (now.failedKib() > 0) {
      troubles.add(
          VolumeTrouble.degraded(
              "PoolDataFailed",
              "of "
                  + gib(now.failedKib())
                  + " in "
                  + pool.describe()
                  + " no copy can be reached; this volume may have a part in it. See the failed"
                  + " devices and nodes in the array's alerts"));
    }
    if (now.degradedKib() > 0) {
      troubles.add(
          VolumeTrouble.degraded(
              "PoolDegraded",
              "of "
                  + gib(now.degradedKib())
                  + " in "
                  + pool.describe()
                  + " only one copy is left until it is rebuilt; see the array's alerts"));
    }
    if (!place.thick() && PoolCapacity.isCritical(pool, now)) {
      troubles.add(
          VolumeTrouble.degraded(
              "PoolNearlyFull",
              pool.describe()
                  + " is used beyond its critical threshold of "
                  + pool.pool().criticalThresholdPercent()
                  + " %: when it is full, writes to thin volumes fail. Add devices, or delete"
                  + " volumes and snapshots"));
    }
  }

  private static String gib(long kib) {
    return Math.ceilDiv(kib, 1L << 20) + " GiB";
  }

  private static void ofHosts(
      VolumePlace place, Map<String, Sdc> all, List<VolumeTrouble> troubles) {
    List<String> lost =
        place.sdcIds().stream()
            .map(all::get)
            .filter(sdc -> sdc != null && !sdc.connected())
            .map(Sdc::describe)
            .toList();
    if (lost.isEmpty()) {
      return;
    }
    String message =
        "the array has no connection to "
            + String.join(", ", lost)
            + ", which the volume is mapped to; if the host is dead, its mapping is to be taken"
            + " away before the volume can be used elsewhere";
    troubles.add(
        lost.size() == place.sdcIds().size()
            ? VolumeTrouble.inaccessible("SdcDisconnected", message)
            : VolumeTrouble.degraded("SdcDisconnected", message));
  }
}
