package org.csiscaleio.emulator.model;

/**
 * One SDC's share in a volume.
 *
 * @param iopsLimit 0 = unlimited
 * @param bandwidthLimitKibps in KiB/s; 0 = unlimited
 */
public record Mapping(long sdcId, AccessMode accessMode, long iopsLimit, long bandwidthLimitKibps) {
  Mapping withAccessMode(AccessMode mode) {
    return new Mapping(sdcId, mode, iopsLimit, bandwidthLimitKibps);
  }

  Mapping withLimits(long iops, long bandwidthKibps) {
    return new Mapping(sdcId, accessMode, iops, bandwidthKibps);
  }
}
