package org.csiscaleio.gateway;

import java.util.Collection;
import java.util.OptionalLong;

/**
 * A pool of a {@link FakeArray} with its capacity arithmetic. All sizes in KiB; raw ones count both
 * copies.
 *
 * @param thinWrittenKib raw, what hosts have written to thin volumes
 */
record FakePool(
    StoragePool description,
    long capacityLimitKib,
    long spareKib,
    long thinWrittenKib,
    Damage damage) {
  /** Raw, in KiB: data of which one copy is lost, and of which both are. */
  record Damage(long degradedKib, long failedKib) {
    static final Damage NONE = new Damage(0, 0);
  }

  static final long BLOCK_KIB = 8L << 20;

  PoolStatistics statistics(Collection<Volume> all, boolean withAllocationLimit) {
    long thick = 2 * sumOf(all, VolumeType.THICK);
    long thinAllocated = 2 * (sumOf(all, VolumeType.THIN) + sumOf(all, VolumeType.SNAPSHOT));
    return new PoolStatistics(
        capacityLimitKib,
        spareKib,
        thick + thinWrittenKib,
        thick,
        thinWrittenKib,
        thinAllocated,
        largestThickKib(thick),
        withAllocationLimit
            ? OptionalLong.of(largestThinKib((thick + thinAllocated) / 2))
            : OptionalLong.empty(),
        damage.degradedKib(),
        damage.failedKib());
  }

  void checkRoom(long sizeKib, VolumeType type, Collection<Volume> all) {
    PoolStatistics now = statistics(all, true);
    if (type == VolumeType.THICK && sizeKib > now.availableForVolumeKib()) {
      throw noCapacity("Insufficient resources");
    }
    long usable = capacityLimitKib - spareKib;
    if (now.inUseKib() * 100 >= usable * description.criticalThresholdPercent()) {
      throw noCapacity(
          "Storage Pool reached critical capacity utilization. Unable to create new thin volumes");
    }
    if (sizeKib > now.volumeAllocationLimitKib().orElseThrow()) {
      throw noCapacity("Requested volume size exceeds the volume allocation limit");
    }
  }

  private long largestThickKib(long thickKib) {
    long thinBlocks = (thinWrittenKib + 2 * BLOCK_KIB - 1) / (2 * BLOCK_KIB) * (2 * BLOCK_KIB);
    return floorToBlock((capacityLimitKib - spareKib - thickKib - thinBlocks) / 2);
  }

  /** The array sells ten times what it has. */
  private long largestThinKib(long provisionedKib) {
    return floorToBlock(10 * (capacityLimitKib - spareKib) / 2 - provisionedKib);
  }

  private long sumOf(Collection<Volume> all, VolumeType type) {
    return all.stream()
        .filter(v -> v.storagePoolId().equals(description.id()) && v.type() == type)
        .mapToLong(Volume::sizeKib)
        .sum();
  }

  private static long floorToBlock(long kib) {
    return Math.max(0, kib / BLOCK_KIB * BLOCK_KIB);
  }

  private static GatewayException noCapacity(String words) {
    return new GatewayException(GatewayException.Kind.NO_CAPACITY, words);
  }
}
