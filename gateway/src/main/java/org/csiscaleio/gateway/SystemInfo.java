package org.csiscaleio.gateway;

/**
 * The ScaleIO system itself.
 *
 * @param id 16 hex digits
 * @param name empty when it has none
 * @param versionName the product's own words, e.g. {@code DellEMC PowerFlex Version: R3_6.0.354}
 * @param restrictedSdcMode whether SDCs must be approved before they may use a volume
 */
public record SystemInfo(String id, String name, String versionName, boolean restrictedSdcMode) {}
