package org.csiscaleio.operation;

import static java.util.Objects.requireNonNull;

/**
 * What a look at a part of the installation found, in words for the operator.
 *
 * @param part what was looked at, a few words
 * @param seen what was seen, a sentence without its full stop
 * @param advice what to do; empty when all is well
 */
public record Finding(Level level, String part, String seen, String advice) {
  /** How bad it is. */
  public enum Level {
    /** As it should be. */
    OK,
    /** Works, but not as it should; or cannot be told. */
    WARN,
    /** Volumes cannot be used, or must not be. */
    FAIL,
    /** Not looked at, because it makes no sense here or cannot be done now. */
    SKIP
  }

  public Finding {
    requireNonNull(level, "level is null");
    requireNonNull(part, "part is null");
    requireNonNull(seen, "seen is null");
    requireNonNull(advice, "advice is null");
  }

  public static Finding ok(String part, String seen) {
    return new Finding(Level.OK, part, seen, "");
  }

  public static Finding warn(String part, String seen, String advice) {
    return new Finding(Level.WARN, part, seen, advice);
  }

  public static Finding fail(String part, String seen, String advice) {
    return new Finding(Level.FAIL, part, seen, advice);
  }

  /** A failure in its own words; what it advises comes after its last semicolon. */
  public static Finding fail(String part, Failure failure) {
    String words = failure.message();
    int end = words.lastIndexOf("; ");
    return end < 0
        ? fail(part, words, "")
        : fail(part, words.substring(0, end), words.substring(end + 2));
  }

  /**
   * Not looked at.
   *
   * @param why as {@code seen}
   */
  public static Finding skip(String part, String why) {
    return skip(part, why, "");
  }

  public static Finding skip(String part, String why, String advice) {
    return new Finding(Level.SKIP, part, why, advice);
  }

  public boolean isOk() {
    return level == Level.OK;
  }

  /** The part, what was seen and what to do. */
  @Override
  public String toString() {
    return part + ": " + seen + (advice.isEmpty() ? "" : "; " + advice);
  }
}
