package org.csiscaleio.controller.service;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.csiscaleio.gateway.PoolStatistics;
import org.csiscaleio.gateway.ScaleIoSystem;
import org.csiscaleio.operation.Deadline;
import org.csiscaleio.operation.Failure;
import org.csiscaleio.operation.Finding;

/** Whether volumes can be made in the storage pool of the configuration. Changes nothing. */
public final class PoolInspection {
  private static final String PART = "storage pool";
  private static final long KIB_PER_GIB = 1L << 20;

  private final ScaleIoSystem system;
  private final PoolChoice choice;
  private final PoolQuotas quotas;

  /**
   * @param pool name or id; empty when each volume's parameters name one
   * @param domain name or id, where the pool's name alone is ambiguous
   * @param thick whether volumes are thick when their parameters do not say
   * @param unpaddedAllowed whether pools without zero padding are used
   * @param quotas of node scope
   */
  public PoolInspection(
      ScaleIoSystem system,
      Optional<String> pool,
      Optional<String> domain,
      boolean thick,
      boolean unpaddedAllowed,
      PoolQuotas quotas) {
    this.system = requireNonNull(system, "system is null");
    this.choice = new PoolChoice(pool, domain, thick, unpaddedAllowed);
    this.quotas = requireNonNull(quotas, "quotas is null");
  }

  /**
   * Three requests.
   *
   * @throws Failure when the array cannot be asked
   */
  public List<Finding> look(Deadline deadline) {
    List<Pool> pools = PoolDirectory.read(system, deadline);
    var findings = new ArrayList<Finding>();
    if (choice.pool().isEmpty()) {
      findings.add(
          Finding.ok(
              PART,
              "none is configured, so each volume's parameters must name one of "
                  + PoolChoice.paths(pools)));
    } else {
      switch (choice.among(pools)) {
        case PoolChoice.Answer.Usable(Pool pool) -> findings.addAll(of(pool, deadline));
        case PoolChoice.Answer.Refused(Failure why) -> findings.add(refused(why));
      }
    }
    quota(pools).ifPresent(findings::add);
    return List.copyOf(findings);
  }

  private static Finding refused(Failure why) {
    Finding said = Finding.fail(PART, why);
    return why.code() == Failure.Code.INVALID_ARGUMENT
        ? Finding.fail(PART, why.message(), "correct storagePool or protectionDomain")
        : said;
  }

  private List<Finding> of(Pool pool, Deadline deadline) {
    var findings = new ArrayList<Finding>();
    findings.add(Finding.ok(PART, pool.path() + " is there, and its protection domain is active"));
    findings.add(padding(pool));
    PoolStatistics statistics = system.poolStatistics(pool.id(), deadline);
    findings.add(capacity(pool, statistics));
    damage(pool, statistics).ifPresent(findings::add);
    return findings;
  }

  private Finding padding(Pool pool) {
    String part = "zero padding";
    return pool.pool().zeroPadding()
        ? Finding.ok(part, "is on in " + pool.path())
        : Finding.warn(
            part,
            "is off in " + pool.path() + ", which allowUnpaddedPools lets pass",
            "new thick volumes can show old data, another's too, and are then taken for occupied and"
                + " not formatted; use a pool with zero padding");
  }

  private Finding capacity(Pool pool, PoolStatistics statistics) {
    String part = "capacity";
    long usableKib = statistics.capacityLimitKib() - statistics.spareKib();
    long percent = usableKib <= 0 ? 100 : statistics.inUseKib() * 100 / usableKib;
    long freeGib = PoolCapacity.availableKib(pool, choice.thick(), statistics) / KIB_PER_GIB;
    String kind = choice.thick() ? "thick" : "thin";
    String seen =
        "%d %% of %s in use, room for %s volumes: %d GiB"
            .formatted(percent, pool.path(), kind, Math.max(0, freeGib));
    String advice = "free or add capacity in this pool, or use another one";
    if (freeGib <= 0) {
      boolean critical = PoolCapacity.isCritical(pool, statistics);
      return Finding.fail(
          part,
          seen
              + (critical
                  ? " (over the critical threshold of "
                      + pool.pool().criticalThresholdPercent()
                      + " %)"
                  : ""),
          advice);
    }
    int high = pool.pool().highThresholdPercent();
    return percent >= high
        ? Finding.warn(part, seen + " (over the high threshold of " + high + " %)", advice)
        : Finding.ok(part, seen);
  }

  private static Optional<Finding> damage(Pool pool, PoolStatistics statistics) {
    String part = "data";
    String advice = "see the array's alerts";
    if (statistics.failedKib() > 0) {
      return Optional.of(
          Finding.fail(part, "some of " + pool.path() + " cannot be reached", advice));
    }
    return statistics.degradedKib() > 0
        ? Optional.of(
            Finding.warn(part, "some of " + pool.path() + " has one copy only, for now", advice))
        : Optional.empty();
  }

  /** A quota for a pool that is not there counts for nothing. */
  private Optional<Finding> quota(List<Pool> pools) {
    var unknown = new TreeSet<>(quotas.named());
    for (Pool pool : pools) {
      unknown.remove(pool.path());
      unknown.remove(pool.pool().name());
      unknown.remove(pool.id());
    }
    return unknown.isEmpty()
        ? Optional.empty()
        : Optional.of(
            Finding.fail(
                "quota",
                "names "
                    + String.join(", ", unknown)
                    + ", which this system has not; there are "
                    + PoolChoice.paths(pools),
                "correct quota"));
  }
}
