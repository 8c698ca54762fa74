package org.csiscaleio.emulator.model;

import java.util.List;

/**
 * The release that is played, by its API version.
 *
 * @param text as the gateway tells it, e.g. {@code 3.6} or {@code 2.0.1}
 */
public record ApiVersion(int major, int minor, String text) {
  private static final List<String> KNOWN =
      List.of("2.0", "2.0.1", "2.5", "2.6", "3.0", "3.0.1", "3.5", "3.6", "4.0", "4.5", "4.6");

  /**
   * Reads a version.
   *
   * @throws IllegalArgumentException when it is none that can be played
   */
  public static ApiVersion parse(String text) {
    if (!KNOWN.contains(text)) {
      throw new IllegalArgumentException(
          "'" + text + "' cannot be played; known are " + String.join(", ", KNOWN));
    }
    String[] parts = text.split("\\.", -1);
    return new ApiVersion(Integer.parseInt(parts[0]), Integer.parseInt(parts[1]), text);
  }

  public boolean atLeast(int wantedMajor, int wantedMinor) {
    return major > wantedMajor || (major == wantedMajor && minor >= wantedMinor);
  }

  /** Mappings and volumes have access modes since 3.0. */
  public boolean hasAccessModes() {
    return atLeast(3, 0);
  }

  /** 4.x stands behind PowerFlex Manager: bearer tokens, HTML errors. */
  public boolean hasBearerTokens() {
    return atLeast(4, 0);
  }

  /** What System.systemVersionName says. */
  public String productName() {
    return switch (major) {
      case 2 ->
          minor == 0
              ? "EMC ScaleIO Version: R2_0.14000.231"
              : "DellEMC ScaleIO Version: R2_" + minor + ".11000.113";
      case 3 ->
          minor == 0
              ? "DellEMC VxFlex OS Version: R3_0.1.134"
              : "DellEMC PowerFlex Version: R3_" + minor + ".0.354";
      default -> "DellEMC PowerFlex Version: R" + major + "_" + minor + ".0.2000";
    };
  }

  /** What SDCs and MDMs say of their software, e.g. {@code R3_6.0.0}. */
  public String softwareVersion() {
    return "R" + major + "_" + minor + (major == 2 && minor > 0 ? ".11000.0" : ".0.0");
  }
}
