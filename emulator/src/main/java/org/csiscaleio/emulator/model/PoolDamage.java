package org.csiscaleio.emulator.model;

/**
 * What failed devices have done to a pool's data; raw, in KiB.
 *
 * @param degradedKib of which one copy is lost, until it is rebuilt
 * @param failedKib of which both copies are
 */
public record PoolDamage(long degradedKib, long failedKib) {
  public static final PoolDamage NONE = new PoolDamage(0, 0);
}
