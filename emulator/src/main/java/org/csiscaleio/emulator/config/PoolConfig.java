package org.csiscaleio.emulator.config;

/**
 * A storage pool.
 *
 * @param capacityGib raw capacity in GiB: both copies
 * @param sparePercent 0 to 90
 */
public record PoolConfig(String name, long capacityGib, int sparePercent, boolean zeroPadding) {}
