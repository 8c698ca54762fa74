package org.csiscaleio.node.service;

import static java.util.Objects.requireNonNull;

import java.util.Optional;
import java.util.OptionalLong;

/**
 * What a volume_context asks of the array, for when the node acts there itself.
 *
 * @param system name or id of the system the volume lies in
 * @param create whether the volume is made if there is none of that name
 * @param sizeGib how large it is made, in GiB
 * @param storagePool in which pool, by name or id
 * @param protectionDomain in which domain, by name or id
 * @param thick whether all its space is reserved at once
 * @param preempt whether it shall be taken from a host that is gone
 * @param iopsLimit most requests per second of this node; 0 = unlimited
 * @param bandwidthLimitKbps most KiB/s of this node; 0 = unlimited
 */
public record ArrayWish(
    Optional<String> system,
    boolean create,
    OptionalLong sizeGib,
    Optional<String> storagePool,
    Optional<String> protectionDomain,
    Optional<Boolean> thick,
    boolean preempt,
    long iopsLimit,
    long bandwidthLimitKbps) {
  /** Nothing special. */
  public static final ArrayWish NONE =
      new ArrayWish(
          Optional.empty(),
          false,
          OptionalLong.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          false,
          0,
          0);

  public ArrayWish {
    requireNonNull(system, "system is null");
    requireNonNull(sizeGib, "sizeGib is null");
    requireNonNull(storagePool, "storagePool is null");
    requireNonNull(protectionDomain, "protectionDomain is null");
    requireNonNull(thick, "thick is null");
  }
}
