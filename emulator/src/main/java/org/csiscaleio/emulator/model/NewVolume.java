package org.csiscaleio.emulator.model;

import org.jspecify.annotations.Nullable;

/**
 * A volume somebody wants.
 *
 * @param sizeKib any size; the array rounds up to its granularity
 * @param domainId null: whichever the pool is in
 */
public record NewVolume(
    @Nullable String name,
    long sizeKib,
    VolumeType type,
    long poolId,
    @Nullable Long domainId,
    boolean useRmcache) {}
