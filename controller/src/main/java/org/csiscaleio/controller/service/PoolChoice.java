package org.csiscaleio.controller.service;

import static java.util.stream.Collectors.joining;

import java.util.List;
import java.util.Optional;
import org.csiscaleio.operation.Failure;

/**
 * Which pool is wanted, and for what.
 *
 * @param pool name or id
 * @param domain name or id; needed when several domains have a pool of that name
 * @param thick whether the volumes in it shall be thick
 * @param unpaddedAllowed whether it may lack zero padding
 */
record PoolChoice(
    Optional<String> pool, Optional<String> domain, boolean thick, boolean unpaddedAllowed) {

  /** The pool, or why there is none to use. */
  sealed interface Answer {
    record Usable(Pool pool) implements Answer {}

    record Refused(Failure why) implements Answer {}
  }

  /** So many pools an error names at most. */
  private static final int NAMED = 20;

  static PoolChoice of(VolumeParameters parameters, ControllerSettings settings) {
    return new PoolChoice(
        parameters.storagePool().or(settings::storagePool),
        parameters.protectionDomain().or(settings::protectionDomain),
        parameters.thick().orElse(settings.thickProvisioning()),
        settings.allowUnpaddedPools());
  }

  Answer among(List<Pool> pools) {
    if (pool.isEmpty()) {
      return refused(
          "no storage pool was named: say parameter storagepool, or set storagePool; there are "
              + paths(pools));
    }
    List<Pool> called = pools.stream().filter(p -> p.isCalled(pool.get())).toList();
    List<Pool> found =
        called.stream().filter(p -> domain.isEmpty() || p.isIn(domain.get())).toList();
    return switch (found.size()) {
      case 0 -> refused(unknown(called, pools));
      case 1 -> usable(found.getFirst());
      default ->
          refused(
              "storage pool '"
                  + pool.get()
                  + "' exists in several protection domains; say parameter protectiondomain, one"
                  + " of "
                  + found.stream().map(p -> p.domain().name()).collect(joining(", ")));
    };
  }

  private Answer usable(Pool found) {
    if (thick && found.pool().fineGranularity()) {
      return refused(
          found.describe()
              + " has fine granularity and holds thin volumes only; say thickprovisioning=false"
              + " or choose another pool");
    }
    if (!found.domain().active()) {
      return new Answer.Refused(
          Failure.precondition(
              "protection domain '"
                  + found.domain().name()
                  + "' is not active; activate it, or choose a pool of another one"));
    }
    if (!found.pool().zeroPadding() && !unpaddedAllowed) {
      return new Answer.Refused(
          Failure.precondition(
              found.describe()
                  + " has no zero padding, so a new volume could show another tenant's old data;"
                  + " choose another pool, switch zero padding on while the pool has no devices,"
                  + " or set allowUnpaddedPools if nobody else's data was ever in it"));
    }
    return new Answer.Usable(found);
  }

  private String unknown(List<Pool> called, List<Pool> pools) {
    String wanted = "there is no storage pool '" + pool.orElse("") + "'";
    if (domain.isEmpty()) {
      return wanted + "; there are " + paths(pools);
    }
    if (pools.stream().noneMatch(p -> p.isIn(domain.get()))) {
      return "there is no protection domain '"
          + domain.get()
          + "' with storage pools; there are "
          + paths(pools);
    }
    return wanted
        + " in protection domain '"
        + domain.get()
        + "'; "
        + (called.isEmpty() ? "there are " + paths(pools) : "it is in " + paths(called));
  }

  static String paths(List<Pool> pools) {
    if (pools.isEmpty()) {
      return "none";
    }
    String listed = pools.stream().limit(NAMED).map(Pool::path).collect(joining(", "));
    return pools.size() > NAMED ? listed + " and " + (pools.size() - NAMED) + " more" : listed;
  }

  private static Answer refused(String message) {
    return new Answer.Refused(Failure.invalid(message));
  }
}
