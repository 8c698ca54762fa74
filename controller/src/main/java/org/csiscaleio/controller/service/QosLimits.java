package org.csiscaleio.controller.service;

import java.util.Map;
import org.csiscaleio.controller.limits.LimitsOverride;
import org.csiscaleio.gateway.SdcMapping;
import org.csiscaleio.operation.Failure;
import org.jspecify.annotations.Nullable;

/**
 * How much I/O one node may do on a volume, as the array limits a mapping.
 *
 * @param iops per second; 0 = unlimited, else at least 11
 * @param bandwidthKbps in KiB/s; 0 = unlimited, else a multiple of 1024
 */
public record QosLimits(long iops, long bandwidthKbps) {
  public static final QosLimits NONE = new QosLimits(0, 0);

  /** The keys, in parameters and in volume_context alike. */
  public static final String IOPS_KEY = "iopsLimit";

  public static final String BANDWIDTH_KEY = "bandwidthLimitInKbps";

  private static final long LEAST_IOPS = 11;
  private static final long BANDWIDTH_STEP = 1024;

  /**
   * @throws Failure INVALID_ARGUMENT when the array would refuse them
   */
  public QosLimits {
    if (iops < 0 || (iops > 0 && iops < LEAST_IOPS)) {
      throw Failure.invalid(
          IOPS_KEY + " is " + iops + "; the array takes 0 (unlimited) or at least " + LEAST_IOPS);
    }
    if (bandwidthKbps < 0 || bandwidthKbps % BANDWIDTH_STEP != 0) {
      throw Failure.invalid(
          BANDWIDTH_KEY
              + " is "
              + bandwidthKbps
              + "; the array takes 0 (unlimited) or a multiple of "
              + BANDWIDTH_STEP);
    }
  }

  /**
   * Reads the limits from a volume_context; other keys are none of our business here.
   *
   * @throws Failure INVALID_ARGUMENT when one is not a number the array takes
   */
  static QosLimits ofContext(Map<String, String> volumeContext) {
    return new QosLimits(
        number(IOPS_KEY, volumeContext.get(IOPS_KEY)),
        number(BANDWIDTH_KEY, volumeContext.get(BANDWIDTH_KEY)));
  }

  /** The number in the text; 0 when there is none. */
  static long number(String key, @Nullable String text) {
    if (text == null || text.isBlank()) {
      return 0;
    }
    try {
      return Long.parseLong(text.strip());
    } catch (NumberFormatException e) {
      throw new Failure(
          Failure.Code.INVALID_ARGUMENT, key + " is '" + text + "', which is not a number", e);
    }
  }

  /** What a mapping has now. */
  static QosLimits of(SdcMapping mapping) {
    return new QosLimits(mapping.limitIops(), mapping.limitBandwidthMbps() * BANDWIDTH_STEP);
  }

  /** These, where nothing else is said there. */
  QosLimits changedBy(LimitsOverride change) {
    return new QosLimits(
        change.iops().orElse(iops), change.bandwidthMbps().orElse(mbps()) * BANDWIDTH_STEP);
  }

  /** The bandwidth in MiB/s, as the array tells it; 0 = unlimited. */
  long mbps() {
    return bandwidthKbps / BANDWIDTH_STEP;
  }

  /** Whether anything is limited. */
  boolean any() {
    return iops > 0 || bandwidthKbps > 0;
  }

  /** Whether the mapping has these limits already. */
  boolean heldBy(SdcMapping mapping) {
    return mapping.limitIops() == iops && mapping.limitBandwidthMbps() == mbps();
  }
}
