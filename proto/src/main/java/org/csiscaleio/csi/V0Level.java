package org.csiscaleio.csi;

/**
 * Which release of csi.v0 callers are taken to know. Both have the same package, so a call does not
 * tell; testers and orchestrators of 0.2 fail on capabilities that came with 0.3. What is
 * advertised follows the level; what is served does not depend on it.
 */
public enum V0Level {
  V0_2("0.2"),
  V0_3("0.3");

  /** What Mesos 1.6 to 1.11 know of csi.v0. */
  public static final V0Level DEFAULT = V0_2;

  private final String text;

  V0Level(String text) {
    this.text = text;
  }

  /**
   * Reads {@code 0.3}, {@code v0.3} or {@code 0.3.0}.
   *
   * @throws IllegalArgumentException when it is neither 0.2 nor 0.3
   */
  public static V0Level parse(String text) {
    for (V0Level level : values()) {
      if (text.trim().matches("v?" + level.text.replace(".", "\\.") + "(\\.[0-9]+)?")) {
        return level;
      }
    }
    throw new IllegalArgumentException("'" + text + "' is neither 0.2 nor 0.3");
  }

  public boolean isAtLeast(V0Level other) {
    return compareTo(other) >= 0;
  }

  @Override
  public String toString() {
    return text;
  }
}
