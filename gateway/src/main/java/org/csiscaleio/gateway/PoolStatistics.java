package org.csiscaleio.gateway;

import java.util.OptionalLong;

/**
 * A pool's capacity as the array counts it, in KiB. "Raw" counts both copies of the data, "net"
 * one.
 *
 * @param capacityLimitKib raw usable capacity
 * @param spareKib raw, kept for rebuilds
 * @param inUseKib raw, thick and thin together
 * @param thickInUseKib raw
 * @param thinInUseKib raw
 * @param thinAllocatedKib raw: twice the sum of all thin volumes' sizes. Some releases misspell its
 *     field
 * @param availableForVolumeKib net, a multiple of 8 GiB: the largest thick volume that fits
 * @param volumeAllocationLimitKib net, a multiple of 8 GiB: the largest thin volume; since 3.0
 * @param degradedKib raw, data of which one copy lies on what failed
 * @param failedKib raw, data of which no copy can be reached
 */
public record PoolStatistics(
    long capacityLimitKib,
    long spareKib,
    long inUseKib,
    long thickInUseKib,
    long thinInUseKib,
    long thinAllocatedKib,
    long availableForVolumeKib,
    OptionalLong volumeAllocationLimitKib,
    long degradedKib,
    long failedKib) {}
