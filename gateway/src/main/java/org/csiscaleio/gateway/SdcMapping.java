package org.csiscaleio.gateway;

/**
 * One SDC a volume is mapped to.
 *
 * @param sdcId 16 hex digits
 * @param sdcIp as the array tells it; empty or "N/A" when unknown
 * @param limitIops 0 = unlimited
 * @param limitBandwidthMbps in MB/s, 0 = unlimited
 */
public record SdcMapping(
    String sdcId, String sdcIp, long limitIops, long limitBandwidthMbps, MappingAccess access) {}
