package org.csiscaleio.gateway;

/**
 * A storage pool. Its name is unique within its protection domain only.
 *
 * @param zeroPadding when false, a new volume can show another tenant's old data (OSSN-0086)
 * @param fineGranularity thin only
 * @param highThresholdPercent use at which the array raises an alert, 0–100
 * @param criticalThresholdPercent use at which the array refuses new thin volumes, 0–100
 */
public record StoragePool(
    String id,
    String name,
    String protectionDomainId,
    boolean zeroPadding,
    boolean fineGranularity,
    int highThresholdPercent,
    int criticalThresholdPercent) {}
