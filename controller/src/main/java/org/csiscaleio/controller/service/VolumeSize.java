package org.csiscaleio.controller.service;

import org.csiscaleio.operation.Failure;

/** The sizes an array has: multiples of 8 GiB. The one place where bytes become KiB. */
public final class VolumeSize {
  /** 8 GiB, the array's unit of allocation, in bytes. */
  public static final long BLOCK_BYTES = 8L << 30;

  /** 8 GiB in KiB. */
  public static final long BLOCK_KIB = BLOCK_BYTES >> 10;

  /** The greatest multiple of 8 GiB that a signed 64-bit number of bytes can hold. */
  private static final long GREATEST_BYTES = Long.MAX_VALUE / BLOCK_BYTES * BLOCK_BYTES;

  private VolumeSize() {}

  /**
   * The least multiple of 8 GiB that holds so many bytes, in bytes.
   *
   * @param bytes more than 0
   * @throws Failure OUT_OF_RANGE when there is no such number
   */
  static long roundUp(long bytes) {
    if (bytes > GREATEST_BYTES) {
      throw new Failure(
          Failure.Code.OUT_OF_RANGE,
          "no volume can be " + bytes + " bytes large; ask for a smaller one");
    }
    return (bytes + BLOCK_BYTES - 1) / BLOCK_BYTES * BLOCK_BYTES;
  }

  /** The greatest multiple of 8 GiB that is no more than {@code kib}, never negative, in KiB. */
  static long floorKib(long kib) {
    return Math.max(0, kib / BLOCK_KIB * BLOCK_KIB);
  }

  static long kib(long bytes) {
    return bytes >> 10;
  }

  static long bytes(long kib) {
    return kib << 10;
  }

  /** The size as an operator writes it, e.g. {@code 16 GiB}; in bytes when it is no whole MiB. */
  static String describe(long bytes) {
    if (bytes % (1L << 20) != 0) {
      return bytes + " bytes";
    }
    return bytes % (1L << 30) == 0 ? (bytes >> 30) + " GiB" : (bytes >> 20) + " MiB";
  }
}
