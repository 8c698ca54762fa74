package org.csiscaleio.controller.service;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import org.csiscaleio.gateway.PoolStatistics;
import org.csiscaleio.gateway.ScaleIoSystem;
import org.csiscaleio.gateway.Sdc;
import org.csiscaleio.operation.Deadline;
import org.csiscaleio.operation.Failure;
import org.csiscaleio.operation.meter.Measurement;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How much of a pool this instance may use, and how much of that is left. It moves with the
 * instance's own volumes and, as long as the quotas are honest, with nothing else.
 */
final class Room {
  private static final Logger log = LoggerFactory.getLogger(Room.class);

  private static final Duration PAUSE = Duration.ofMillis(500);

  private record Limited(String poolId, boolean thick, long quotaBytes) {}

  private final ScaleIoSystem system;
  private final NodeScopeSettings settings;
  private final OwnVolumes own;
  private final PoolWatch watch;
  private final Map<String, Long> saidGib = new ConcurrentHashMap<>();
  private final Map<String, Long> shares = new ConcurrentHashMap<>();
  private final Map<Limited, SteadyLimit> limits = new ConcurrentHashMap<>();

  Room(ScaleIoSystem system, NodeScopeSettings settings, OwnVolumes own, PoolWatch watch) {
    this.system = system;
    this.settings = settings;
    this.own = own;
    this.watch = watch;
  }

  /**
   * What the pool's volumes of this instance may add up to, in bytes: the profile's quota, else the
   * configured one, else a share. Two requests for a share, the first time.
   */
  long quotaBytes(Pool pool, VolumeParameters parameters, Deadline deadline) {
    parameters.quotaGib().ifPresent(gib -> saidGib.put(pool.id(), gib));
    return parameters
        .quotaGib()
        .map(gib -> gib << 30)
        .orElseGet(() -> configuredBytes(pool, deadline));
  }

  /**
   * The same for calls that have no parameters: what a profile said last, else the configured
   * quota, else a share.
   */
  long quotaBytes(Pool pool, Deadline deadline) {
    Long said = saidGib.get(pool.id());
    return said != null ? said << 30 : configuredBytes(pool, deadline);
  }

  private long configuredBytes(Pool pool, Deadline deadline) {
    OptionalLong configured = settings.quotas().gibOf(pool);
    if (configured.isPresent()) {
      return configured.getAsLong() << 30;
    }
    Long share = shares.get(pool.id());
    if (share == null) {
      share = share(pool, deadline);
      Long earlier = shares.putIfAbsent(pool.id(), share);
      share = earlier != null ? earlier : share;
    }
    return share;
  }

  /** What to say when that is not enough. */
  Failure exceeded(Pool pool, long wantedBytes, long quotaBytes) {
    return new Failure(
        Failure.Code.RESOURCE_EXHAUSTED,
        VolumeSize.describe(wantedBytes)
            + " are more than is left of this plugin's quota of "
            + VolumeSize.describe(quotaBytes)
            + " in "
            + pool.describe()
            + ": its volumes there have "
            + VolumeSize.describe(usedBytes(pool))
            + ". Ask for less, delete some, or raise the quota");
  }

  /** What they add up to now. An import counts when it may be deleted, which makes room. */
  long usedBytes(Pool pool) {
    return own.usedBytes(pool.id());
  }

  /** What is left, in bytes. Asks nothing. */
  long leftBytes(Pool pool, boolean thick, long quotaBytes) {
    SteadyLimit limit =
        limits.computeIfAbsent(
            new Limited(pool.id(), thick, quotaBytes), key -> new SteadyLimit(quotaBytes));
    long most =
        watch
            .of(pool.id())
            .map(reading -> limit.update(possibleBytes(pool, thick, reading)))
            .orElse(quotaBytes);
    long left = Math.max(0, most - usedBytes(pool));
    long told = settings.strictSizing() ? VolumeSize.bytes(VolumeSize.floorKib(left >> 10)) : left;
    system
        .meter()
        .note(
            new Measurement.PoolQuota(pool.domain().name(), pool.pool().name(), quotaBytes, told));
    return told;
  }

  private static long possibleBytes(Pool pool, boolean thick, PoolWatch.Reading reading) {
    return reading.usedBytes()
        + VolumeSize.bytes(PoolCapacity.availableKib(pool, thick, reading.statistics()));
  }

  /** Fixed for as long as this process runs: hosts come and go. */
  private long share(Pool pool, Deadline deadline) {
    PoolStatistics statistics =
        Patience.retry(deadline, PAUSE, () -> watch.read(pool.id(), deadline)).statistics();
    long netKib = (statistics.capacityLimitKib() - statistics.spareKib()) / 2;
    List<Sdc> sdcs = Patience.retry(deadline, PAUSE, () -> system.sdcs(deadline));
    long hosts = Math.max(1, sdcs.stream().filter(Sdc::approved).count());
    long bytes = VolumeSize.bytes(VolumeSize.floorKib(netKib / hosts));
    log.warn(
        "no quota is set for {}: this plugin offers {}, an equal share among {} hosts, until it is"
            + " started again. Set quota, or quotaGiB in the profile: a share that changes with the"
            + " number of hosts confuses Mesos",
        pool.describe(),
        VolumeSize.describe(bytes),
        hosts);
    return bytes;
  }
}
