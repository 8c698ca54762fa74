package org.csiscaleio.controller.service;

import java.util.OptionalLong;

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
}
