package org.csiscaleio.image.disk;

import java.math.BigDecimal;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Sizes as people write and read them. */
final class Sizes {
  /** The array gives no less, and only multiples of it. */
  static final BigDecimal GRANULE_MIB = BigDecimal.valueOf(8192);

  private static final Pattern SIZE = Pattern.compile("([0-9]{1,9})\\s*([MGT]i?B?)?");
  private static final int UNIT = 1024;

  private Sizes() {}

  /**
   * Reads {@code 16GiB}, {@code 16G}, or MiB without a unit, as Mesos counts.
   *
   * @return MiB
   * @throws IllegalArgumentException when it is something else, or nothing
   */
  static BigDecimal parse(String text) {
    Matcher matcher = SIZE.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "'"
              + text
              + "' is no size; say 16GiB, or 16384 (MiB): a whole number, and of MiB at least");
    }
    String unit = matcher.group(2) == null ? "M" : matcher.group(2);
    long factor =
        switch (unit.charAt(0)) {
          case 'G' -> UNIT;
          case 'T' -> UNIT * UNIT;
          default -> 1;
        };
    long mib = Long.parseLong(matcher.group(1)) * factor;
    if (mib == 0) {
      throw new IllegalArgumentException("a disk has a size");
    }
    return BigDecimal.valueOf(mib);
  }

  static String text(BigDecimal mib) {
    BigDecimal unit = BigDecimal.valueOf(UNIT);
    return mib.signum() > 0 && mib.remainder(unit).signum() == 0
        ? mib.divide(unit).stripTrailingZeros().toPlainString() + " GiB"
        : mib.stripTrailingZeros().toPlainString() + " MiB";
  }

  /** What the array allocates for it. */
  static BigDecimal onArray(BigDecimal mib) {
    BigDecimal granules = mib.divide(GRANULE_MIB, 0, java.math.RoundingMode.CEILING);
    return granules.multiply(GRANULE_MIB);
  }
}
