package org.csiscaleio.gateway;

/**
 * A volume to be made.
 *
 * @param name 1 to 31 characters
 * @param sizeKib in KiB, a multiple of 8 GiB
 * @param type THIN or THICK
 */
public record NewVolume(String name, String storagePoolId, long sizeKib, VolumeType type) {}
