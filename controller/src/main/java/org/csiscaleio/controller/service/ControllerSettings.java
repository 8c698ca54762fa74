package org.csiscaleio.controller.service;

import java.time.Duration;
import java.util.Optional;

/**
 * What an operator can say about the Controller. Begin with {@link #defaults} and change what is
 * wanted.
 *
 * @param storagePool name or id of the pool for requests that name none
 * @param protectionDomain name or id of the domain for requests that name none
 * @param thickProvisioning whether volumes are thick when the request does not say
 * @param defaultVolumeBytes the size of a volume whose request gives no range, in bytes, a multiple
 *     of 8 GiB
 * @param allowUnpaddedPools whether pools without zero padding may be used although a new volume
 *     there can show another tenant's old data
 * @param maxVolumesPerNode how many volumes one node may have mapped; 0 leaves it to the array. A
 *     limit costs one more gateway call in each publish
 * @param callLimit how long a call may take that came without a deadline
 * @param listingAge how long a page token of ListVolumes stays good
 * @param listingCount how many listings are kept for their tokens at most; the oldest goes first
 * @param preemption whether volumes are taken over from nodes that are gone
 * @param deleteUnmaps whether a volume that is still mapped is unmapped and deleted, not refused
 */
public record ControllerSettings(
    Optional<String> storagePool,
    Optional<String> protectionDomain,
    boolean thickProvisioning,
    long defaultVolumeBytes,
    boolean allowUnpaddedPools,
    int maxVolumesPerNode,
    Duration callLimit,
    Duration listingAge,
    int listingCount,
    Preemption preemption,
    boolean deleteUnmaps) {

  /**
   * @throws IllegalArgumentException naming the setting that cannot be
   */
  public ControllerSettings {
    storagePool.ifPresent(pool -> requireText(pool, "storagePool"));
    protectionDomain.ifPresent(domain -> requireText(domain, "protectionDomain"));
    if (defaultVolumeBytes <= 0 || defaultVolumeBytes % VolumeSize.BLOCK_BYTES != 0) {
      throw new IllegalArgumentException(
          "the default volume size is "
              + defaultVolumeBytes
              + " bytes, but the array has volumes in multiples of 8 GiB only");
    }
    if (maxVolumesPerNode < 0) {
      throw new IllegalArgumentException(
          "maxVolumesPerNode is " + maxVolumesPerNode + "; it is 0 (no limit) or more");
    }
    if (callLimit.isNegative() || callLimit.isZero()) {
      throw new IllegalArgumentException("callLimit is " + callLimit + "; it must be positive");
    }
    if (listingAge.isNegative() || listingAge.isZero() || listingCount < 1) {
      throw new IllegalArgumentException("listings must be kept for some time, and at least one");
    }
  }

  /** Thin volumes of 8 GiB, no pool of its own, padded pools only, no limit per node, 60 s. */
  public static ControllerSettings defaults() {
    return new ControllerSettings(
        Optional.empty(),
        Optional.empty(),
        false,
        VolumeSize.BLOCK_BYTES,
        false,
        0,
        Duration.ofSeconds(60),
        Duration.ofMinutes(10),
        16,
        Preemption.OFF,
        false);
  }

  public ControllerSettings withStoragePool(String nameOrId) {
    return new ControllerSettings(
        Optional.of(nameOrId),
        protectionDomain,
        thickProvisioning,
        defaultVolumeBytes,
        allowUnpaddedPools,
        maxVolumesPerNode,
        callLimit,
        listingAge,
        listingCount,
        preemption,
        deleteUnmaps);
  }

  public ControllerSettings withProtectionDomain(String nameOrId) {
    return new ControllerSettings(
        storagePool,
        Optional.of(nameOrId),
        thickProvisioning,
        defaultVolumeBytes,
        allowUnpaddedPools,
        maxVolumesPerNode,
        callLimit,
        listingAge,
        listingCount,
        preemption,
        deleteUnmaps);
  }

  public ControllerSettings withThickProvisioning(boolean thick) {
    return new ControllerSettings(
        storagePool,
        protectionDomain,
        thick,
        defaultVolumeBytes,
        allowUnpaddedPools,
        maxVolumesPerNode,
        callLimit,
        listingAge,
        listingCount,
        preemption,
        deleteUnmaps);
  }

  /** Sets the default size, in bytes. */
  public ControllerSettings withDefaultVolumeBytes(long bytes) {
    return new ControllerSettings(
        storagePool,
        protectionDomain,
        thickProvisioning,
        bytes,
        allowUnpaddedPools,
        maxVolumesPerNode,
        callLimit,
        listingAge,
        listingCount,
        preemption,
        deleteUnmaps);
  }

  public ControllerSettings withUnpaddedPoolsAllowed(boolean allowed) {
    return new ControllerSettings(
        storagePool,
        protectionDomain,
        thickProvisioning,
        defaultVolumeBytes,
        allowed,
        maxVolumesPerNode,
        callLimit,
        listingAge,
        listingCount,
        preemption,
        deleteUnmaps);
  }

  public ControllerSettings withMaxVolumesPerNode(int max) {
    return new ControllerSettings(
        storagePool,
        protectionDomain,
        thickProvisioning,
        defaultVolumeBytes,
        allowUnpaddedPools,
        max,
        callLimit,
        listingAge,
        listingCount,
        preemption,
        deleteUnmaps);
  }

  public ControllerSettings withCallLimit(Duration limit) {
    return new ControllerSettings(
        storagePool,
        protectionDomain,
        thickProvisioning,
        defaultVolumeBytes,
        allowUnpaddedPools,
        maxVolumesPerNode,
        limit,
        listingAge,
        listingCount,
        preemption,
        deleteUnmaps);
  }

  /** Sets how long and how many listings are kept for page tokens. */
  public ControllerSettings withListings(Duration age, int count) {
    return new ControllerSettings(
        storagePool,
        protectionDomain,
        thickProvisioning,
        defaultVolumeBytes,
        allowUnpaddedPools,
        maxVolumesPerNode,
        callLimit,
        age,
        count,
        preemption,
        deleteUnmaps);
  }

  public ControllerSettings withPreemption(Preemption allowed) {
    return new ControllerSettings(
        storagePool,
        protectionDomain,
        thickProvisioning,
        defaultVolumeBytes,
        allowUnpaddedPools,
        maxVolumesPerNode,
        callLimit,
        listingAge,
        listingCount,
        allowed,
        deleteUnmaps);
  }

  public ControllerSettings withDeleteUnmapping(boolean unmaps) {
    return new ControllerSettings(
        storagePool,
        protectionDomain,
        thickProvisioning,
        defaultVolumeBytes,
        allowUnpaddedPools,
        maxVolumesPerNode,
        callLimit,
        listingAge,
        listingCount,
        preemption,
        unmaps);
  }

  private static void requireText(String value, String setting) {
    if (value.isBlank()) {
      throw new IllegalArgumentException(setting + " is empty; leave it out instead");
    }
  }
}
