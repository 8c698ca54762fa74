package org.csiscaleio.controller.service;

/**
 * How much of a pool an instance may use when the array itself can give less than the quota says:
 * in coarse steps, and only moved by changes of a step down or two up. A value that follows what
 * other hosts do, or how the array rounds sizes, would make Mesos drop operations with every move
 * (and old agents stop with every move down). What it promises too much, less than a step, the
 * array refuses.
 */
final class SteadyLimit {
  /** Eight steps for a quota. */
  private static final long STEPS = 8;

  private final long quotaBytes;
  private final long stepBytes;
  private long limitBytes;

  SteadyLimit(long quotaBytes) {
    this.quotaBytes = quotaBytes;
    this.stepBytes =
        Math.max(1, quotaBytes / STEPS / VolumeSize.BLOCK_BYTES) * VolumeSize.BLOCK_BYTES;
    this.limitBytes = quotaBytes;
  }

  /**
   * The limit, the quota or less.
   *
   * @param possibleBytes the instance's volumes in the pool and what the array can still give
   */
  synchronized long update(long possibleBytes) {
    if (possibleBytes <= limitBytes - stepBytes) {
      limitBytes = coarse(possibleBytes);
    } else if (limitBytes < quotaBytes && possibleBytes >= quotaBytes + stepBytes) {
      limitBytes = quotaBytes;
    } else if (limitBytes < quotaBytes && possibleBytes >= limitBytes + 2 * stepBytes) {
      limitBytes = Math.min(quotaBytes, coarse(possibleBytes));
    }
    return limitBytes;
  }

  private long coarse(long bytes) {
    return Math.max(0, bytes / stepBytes * stepBytes);
  }
}
