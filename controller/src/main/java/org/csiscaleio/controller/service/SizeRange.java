package org.csiscaleio.controller.service;

import org.csiscaleio.operation.Failure;

/**
 * The sizes an orchestrator would take, in bytes.
 *
 * @param requiredBytes at least so much; 0 = no lower bound
 * @param limitBytes at most so much; 0 = no upper bound
 */
public record SizeRange(long requiredBytes, long limitBytes) {
  private static final long MIB = 1L << 20;

  /** Any size: the default one is made. */
  public static final SizeRange ANY = new SizeRange(0, 0);

  /**
   * @throws Failure INVALID_ARGUMENT when it is not a range
   */
  public SizeRange {
    if (requiredBytes < 0 || limitBytes < 0) {
      throw Failure.invalid(
          "capacity_range is negative: required_bytes "
              + requiredBytes
              + ", limit_bytes "
              + limitBytes);
    }
    if (limitBytes != 0 && limitBytes < requiredBytes) {
      throw Failure.invalid(
          "capacity_range is empty: limit_bytes "
              + limitBytes
              + " is less than required_bytes "
              + requiredBytes);
    }
  }

  /** Whether a volume of so many bytes satisfies the range. */
  boolean contains(long bytes) {
    return bytes >= requiredBytes && (limitBytes == 0 || bytes <= limitBytes);
  }

  /**
   * The size to make, in bytes: the least multiple of 8 GiB in the range, or the default size as
   * far as the range has it.
   *
   * @param defaultBytes a multiple of 8 GiB
   * @param maxBytes the largest volume the array makes
   * @throws Failure OUT_OF_RANGE when the array has no size in the range
   */
  long choose(long defaultBytes, long maxBytes) {
    long bytes = requiredBytes > 0 ? VolumeSize.roundUp(requiredBytes) : upToLimit(defaultBytes);
    if (!contains(bytes) || bytes == 0) {
      throw new Failure(
          Failure.Code.OUT_OF_RANGE,
          "the array has volumes in multiples of 8 GiB only, and there is none in " + this);
    }
    if (bytes > maxBytes) {
      throw new Failure(
          Failure.Code.OUT_OF_RANGE,
          "a volume of "
              + VolumeSize.describe(bytes)
              + " is larger than the array's limit of "
              + VolumeSize.describe(maxBytes));
    }
    return bytes;
  }

  /**
   * The size to tell and the size to make, when the two may differ: the least whole number of MiB
   * in the range, or the default size as far as the range has it, and the multiple of 8 GiB that
   * holds it.
   *
   * @param defaultBytes a multiple of 8 GiB
   * @param maxBytes the largest volume the array makes
   * @throws Failure OUT_OF_RANGE when there is no whole number of MiB in the range
   */
  ChosenSize chooseMib(long defaultBytes, long maxBytes) {
    long bytes = Math.ceilDiv(requiredBytes, MIB) * MIB;
    if (requiredBytes == 0) {
      bytes = limitBytes == 0 ? defaultBytes : Math.min(defaultBytes, limitBytes / MIB * MIB);
    }
    if (bytes <= 0 || !contains(bytes)) {
      throw new Failure(
          Failure.Code.OUT_OF_RANGE,
          "sizes are whole numbers of MiB (1048576 bytes), and there is none in " + this);
    }
    if (VolumeSize.roundUp(bytes) > maxBytes) {
      throw new Failure(
          Failure.Code.OUT_OF_RANGE,
          "a volume of "
              + VolumeSize.describe(bytes)
              + " is larger than the array's limit of "
              + VolumeSize.describe(maxBytes));
    }
    return new ChosenSize(bytes, VolumeSize.roundUp(bytes));
  }

  /**
   * The size of a volume made from another, in bytes: the source's, or the least multiple of 8 GiB
   * in the range when that is more.
   *
   * @param sourceBytes a multiple of 8 GiB
   * @param maxBytes the largest volume the array makes
   * @throws Failure OUT_OF_RANGE when the range ends below the source's size, or has no size
   */
  long chooseFrom(long sourceBytes, long maxBytes) {
    if (limitBytes != 0 && limitBytes < sourceBytes) {
      throw new Failure(
          Failure.Code.OUT_OF_RANGE,
          "the source has "
              + VolumeSize.describe(sourceBytes)
              + ", more than limit_bytes "
              + limitBytes
              + " allows; a volume made from it cannot be smaller");
    }
    return requiredBytes <= sourceBytes ? sourceBytes : choose(sourceBytes, maxBytes);
  }

  /**
   * As {@link #chooseFrom} when the size to tell and the size to make may differ: what the source's
   * orchestrator was told, or the least whole number of MiB in the range.
   *
   * @throws Failure OUT_OF_RANGE when a volume of the range would not hold the source
   */
  ChosenSize chooseMibFrom(ChosenSize source, long maxBytes) {
    if (contains(source.reportedBytes())) {
      return source;
    }
    ChosenSize chosen = chooseMib(source.arrayBytes(), maxBytes);
    if (chosen.arrayBytes() < source.arrayBytes()) {
      throw new Failure(
          Failure.Code.OUT_OF_RANGE,
          "the source has "
              + VolumeSize.describe(source.arrayBytes())
              + " on the array, more than "
              + this
              + " allows; a volume made from it cannot be smaller");
    }
    return chosen;
  }

  private long upToLimit(long defaultBytes) {
    return limitBytes == 0 || defaultBytes <= limitBytes
        ? defaultBytes
        : limitBytes / VolumeSize.BLOCK_BYTES * VolumeSize.BLOCK_BYTES;
  }

  @Override
  public String toString() {
    if (limitBytes == 0) {
      return requiredBytes == 0 ? "any size" : requiredBytes + " bytes or more";
    }
    return requiredBytes + " to " + limitBytes + " bytes";
  }
}
