package org.csiscaleio.controller.service;

import java.util.OptionalLong;
import java.util.stream.LongStream;

/**
 * What can still be made, in bytes, all multiples of 8 GiB.
 *
 * @param availableBytes 0 when nothing can, for whatever reason
 * @param maximumVolumeBytes the largest volume; empty when none can be made
 * @param minimumVolumeBytes the smallest volume; empty when none can be made
 */
public record Capacity(
    long availableBytes, OptionalLong maximumVolumeBytes, OptionalLong minimumVolumeBytes) {
  public static final Capacity NONE = new Capacity(0, OptionalLong.empty(), OptionalLong.empty());

  /** What can be made here or there. */
  Capacity and(Capacity other) {
    if (availableBytes == 0 || other.availableBytes == 0) {
      return availableBytes == 0 ? other : this;
    }
    return new Capacity(
        Math.addExact(availableBytes, other.availableBytes),
        most(maximumVolumeBytes, other.maximumVolumeBytes),
        least(minimumVolumeBytes, other.minimumVolumeBytes));
  }

  private static OptionalLong most(OptionalLong a, OptionalLong b) {
    return LongStream.concat(a.stream(), b.stream()).max();
  }

  private static OptionalLong least(OptionalLong a, OptionalLong b) {
    return LongStream.concat(a.stream(), b.stream()).min();
  }
}
