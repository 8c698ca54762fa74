package org.csiscaleio.emulator.model;

/**
 * A storage pool.
 *
 * @param capacityKib raw: both copies
 * @param thinWrittenKib what thin volumes hold beyond their own figures, one copy
 * @param highThreshold percent of use that is called high
 * @param criticalThreshold percent of use from which nothing thin is made any more
 */
public record StoragePool(
    long id,
    String name,
    long domainId,
    long capacityKib,
    int sparePercent,
    boolean zeroPadding,
    long thinWrittenKib,
    int highThreshold,
    int criticalThreshold,
    PoolDamage damage) {}
