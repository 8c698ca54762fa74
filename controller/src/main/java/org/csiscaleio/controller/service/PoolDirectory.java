package org.csiscaleio.controller.service;

import static java.util.stream.Collectors.toMap;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.csiscaleio.gateway.ProtectionDomain;
import org.csiscaleio.gateway.ScaleIoSystem;
import org.csiscaleio.gateway.StoragePool;
import org.csiscaleio.operation.Deadline;

/**
 * The system's storage pools and protection domains, remembered. What is remembered is never the
 * reason for a refusal: the array is asked again first.
 */
final class PoolDirectory {
  /** Bounds how long a pool that was renamed is still known by its old name. */
  private static final Duration AGE = Duration.ofMinutes(10);

  private final Remembered<List<Pool>> pools;

  PoolDirectory(ScaleIoSystem system) {
    this.pools = new Remembered<>("its storage pools", AGE, deadline -> read(system, deadline));
  }

  /** The pool that was chosen. Two requests, the first time and when there seems to be none. */
  PoolChoice.Answer find(PoolChoice choice, Deadline deadline) {
    long asked = Remembered.now();
    PoolChoice.Answer answer = choice.among(pools.get(deadline));
    return answer instanceof PoolChoice.Answer.Usable ? answer : findSince(asked, choice, deadline);
  }

  /** The same, from what the array said at that instant or later. */
  PoolChoice.Answer findSince(long instant, PoolChoice choice, Deadline deadline) {
    return choice.among(pools.since(instant, deadline));
  }

  /** The pool of that id. Two requests, the first time and when there seems to be none. */
  Optional<Pool> byId(String poolId, Deadline deadline) {
    long asked = Remembered.now();
    return byId(poolId, pools.get(deadline)).or(() -> byId(poolId, pools.since(asked, deadline)));
  }

  /** The pool of that id, from what the array said at that instant or later. */
  Optional<Pool> byIdSince(long instant, String poolId, Deadline deadline) {
    return byId(poolId, pools.since(instant, deadline));
  }

  /** Sees to it that they are known as they were at that instant or later. Two requests. */
  void require(long instant, Deadline deadline) {
    var _ = pools.since(instant, deadline);
  }

  /**
   * The pool that was chosen, as far as pools are known without asking; also while its protection
   * domain is not active, which passes.
   */
  PoolChoice.Answer remembered(PoolChoice choice) {
    return choice.among(pools.last().orElse(List.of()).stream().map(Pool::asIfActive).toList());
  }

  /** The pool of that id, as far as pools are known without asking. */
  Optional<Pool> rememberedById(String poolId) {
    return byId(poolId, pools.last().orElse(List.of()));
  }

  /** The pool as an operator names it; by its id when it is not known. */
  String describe(String poolId, Deadline deadline) {
    return byId(poolId, deadline).map(Pool::describe).orElse("storage pool " + poolId);
  }

  private static Optional<Pool> byId(String poolId, List<Pool> pools) {
    return pools.stream().filter(pool -> pool.id().equals(poolId)).findFirst();
  }

  /** All pools of active and inactive domains, as the array tells them now. Two requests. */
  static List<Pool> read(ScaleIoSystem system, Deadline deadline) {
    Map<String, ProtectionDomain> domains =
        system.protectionDomains(deadline).stream()
            .collect(toMap(ProtectionDomain::id, domain -> domain, (first, second) -> first));
    var pools = new ArrayList<Pool>();
    for (StoragePool pool : system.storagePools(deadline)) {
      ProtectionDomain domain = domains.get(pool.protectionDomainId());
      if (domain != null) {
        pools.add(new Pool(pool, domain));
      }
    }
    return List.copyOf(pools);
  }
}
