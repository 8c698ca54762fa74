package org.csiscaleio.controller.service;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/**
 * What an operator decides about an instance in node scope.
 *
 * @param quotas for profiles that say none themselves
 * @param imports volumes made by others that this instance shows
 * @param importRetain whether DeleteVolume of an import is refused
 * @param strictSizing whether only multiples of 8 GiB are made
 * @param limits of I/O at every mapping, since a volume's context cannot hold any
 * @param refreshEvery how long after the array was read it is read again
 */
public record NodeScopeSettings(
    PoolQuotas quotas,
    ImportPatterns imports,
    boolean importRetain,
    boolean strictSizing,
    QosLimits limits,
    Duration refreshEvery) {
  public static final NodeScopeSettings DEFAULTS =
      new NodeScopeSettings(
          PoolQuotas.NONE,
          ImportPatterns.NONE,
          true,
          false,
          QosLimits.NONE,
          Duration.ofSeconds(60));

  /**
   * @throws IllegalArgumentException naming the setting that cannot be
   */
  public NodeScopeSettings {
    requireNonNull(quotas, "quotas is null");
    requireNonNull(imports, "imports is null");
    requireNonNull(limits, "limits is null");
    if (refreshEvery.isNegative() || refreshEvery.isZero()) {
      throw new IllegalArgumentException("refresh is " + refreshEvery + "; it must be positive");
    }
  }
}
