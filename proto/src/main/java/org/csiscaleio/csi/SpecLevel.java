package org.csiscaleio.csi;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A release of the CSI specification, 1.0 to 1.13. Testers and old orchestrators fail on
 * capabilities they do not know, so what is advertised follows a configured level; what is served
 * does not depend on it.
 */
public record SpecLevel(int major, int minor) implements Comparable<SpecLevel> {
  /** The oldest and newest of csi.v1 that this program knows. */
  public static final SpecLevel OLDEST = new SpecLevel(1, 0);

  public static final SpecLevel NEWEST = new SpecLevel(1, 13);

  /** What the csi-sanity that judges this program (csi-test 5.6) knows. */
  public static final SpecLevel DEFAULT = NEWEST;

  private static final Pattern TEXT = Pattern.compile("v?1\\.([0-9]{1,2})(?:\\.[0-9]+)?");

  /**
   * Reads {@code 1.9} or {@code v1.9.0}.
   *
   * @throws IllegalArgumentException when it is not a level from 1.0 to 1.13
   */
  public static SpecLevel parse(String text) {
    Matcher matcher = TEXT.matcher(text.trim());
    if (matcher.matches()) {
      var level = new SpecLevel(1, Integer.parseInt(matcher.group(1)));
      if (level.compareTo(NEWEST) <= 0) {
        return level;
      }
    }
    throw new IllegalArgumentException(
        "'" + text + "' is not a CSI specification level from " + OLDEST + " to " + NEWEST);
  }

  public boolean isAtLeast(int otherMinor) {
    return minor >= otherMinor;
  }

  @Override
  public int compareTo(SpecLevel other) {
    return major != other.major
        ? Integer.compare(major, other.major)
        : Integer.compare(minor, other.minor);
  }

  @Override
  public String toString() {
    return major + "." + minor;
  }
}
