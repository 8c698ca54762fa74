package org.csiscaleio.emulator.model;

/**
 * The array's capacity arithmetic. All in KiB; raw figures count both copies. Reproduces figures
 * that real pools reported.
 *
 * @param limitKib raw capacity
 * @param spareKib raw, kept for rebuilds
 * @param thickKib raw, reserved by thick volumes
 * @param thinKib raw, written by thin volumes and snapshots
 * @param provisionedKib one copy: the sizes of all volumes, as promised
 */
public record PoolCapacity(
    long limitKib, long spareKib, long thickKib, long thinKib, long provisionedKib) {
  /** Volumes are made of 8 GiB. */
  public static final long GRANULARITY_KIB = 8L << 20;

  private static final int OVERSUBSCRIPTION = 10;

  static PoolCapacity of(StoragePool pool, PoolUsage usage) {
    long written = usage.writtenKib() + usage.snapshotWrittenKib() + pool.thinWrittenKib();
    return new PoolCapacity(
        pool.capacityKib(),
        spare(pool.capacityKib(), pool.sparePercent()),
        2 * usage.thickKib(),
        2 * written,
        usage.thickKib() + usage.thinKib());
  }

  /** Spare capacity comes in whole MiB. */
  static long spare(long limitKib, int percent) {
    return limitKib * percent / 100 / 1024 * 1024;
  }

  public long inUseKib() {
    return thickKib + thinKib;
  }

  /** Raw. */
  public long unusedKib() {
    return limitKib - spareKib - inUseKib();
  }

  /** One copy. */
  public long netUnusedKib() {
    return unusedKib() / 2;
  }

  /** The largest thick volume there is room for, one copy. */
  public long availableForAllocationKib() {
    long thinInWholeUnits = ceil(thinKib, 2 * GRANULARITY_KIB);
    return floor((limitKib - spareKib - thickKib - thinInWholeUnits) / 2);
  }

  /** The largest thin volume: ten times what there is may be promised. */
  public long allocationLimitKib() {
    return floor(OVERSUBSCRIPTION * ((limitKib - spareKib) / 2) - provisionedKib);
  }

  /** Whether use has reached a threshold, in percent of what is not spare. */
  public boolean reached(int thresholdPercent) {
    return inUseKib() * 100 >= (limitKib - spareKib) * thresholdPercent;
  }

  private static long floor(long kib) {
    return Math.max(0, kib / GRANULARITY_KIB * GRANULARITY_KIB);
  }

  private static long ceil(long kib, long unit) {
    return (kib + unit - 1) / unit * unit;
  }
}
