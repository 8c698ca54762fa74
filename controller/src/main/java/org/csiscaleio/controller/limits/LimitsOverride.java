package org.csiscaleio.controller.limits;

import java.util.OptionalLong;
import org.csiscaleio.operation.Failure;

/**
 * I/O limits that were changed after a volume was made. One that is empty was not: what the
 * volume's context says holds.
 *
 * @param iops per second; 0 = unlimited, else 11 to {@link #LARGEST}
 * @param bandwidthMbps in MiB/s; 0 = unlimited, at most {@link #LARGEST}
 */
public record LimitsOverride(OptionalLong iops, OptionalLong bandwidthMbps) {
  /** More than the array has a number for. */
  public static final long LARGEST = Integer.MAX_VALUE;

  /** Changes nothing. */
  public static final LimitsOverride NOTHING =
      new LimitsOverride(OptionalLong.empty(), OptionalLong.empty());

  /**
   * @throws Failure INVALID_ARGUMENT when one is no limit of the array
   */
  public LimitsOverride {
    iops.ifPresent(value -> require("iopsLimit", value));
    bandwidthMbps.ifPresent(value -> require("bandwidthLimitInKbps / 1024", value));
  }

  private static void require(String what, long value) {
    if (value < 0 || value > LARGEST) {
      throw Failure.invalid(what + " is " + value + "; the most is " + LARGEST);
    }
  }

  public boolean isEmpty() {
    return iops.isEmpty() && bandwidthMbps.isEmpty();
  }

  /** These, and where nothing is said here, the earlier ones. */
  public LimitsOverride over(LimitsOverride earlier) {
    return new LimitsOverride(
        iops.isPresent() ? iops : earlier.iops,
        bandwidthMbps.isPresent() ? bandwidthMbps : earlier.bandwidthMbps);
  }

  @Override
  public String toString() {
    return "iopsLimit " + text(iops, 1) + ", bandwidthLimitInKbps " + text(bandwidthMbps, 1024);
  }

  private static String text(OptionalLong value, long unit) {
    return value.isPresent() ? Long.toString(value.getAsLong() * unit) : "as made";
  }
}
