package org.csiscaleio.image.disk;

/** What was asked of the master was not done; the message says why and what to do. */
final class MasterFailure extends RuntimeException {
  /** What it means for what comes next. */
  enum Kind {
    /** No master answered, or none leads: it may pass. */
    AWAY,
    /** The master answers and does not want this: asking again does not help. */
    REFUSED
  }

  private final Kind kind;

  MasterFailure(Kind kind, String message) {
    super(message);
    this.kind = kind;
  }

  MasterFailure(Kind kind, String message, Throwable cause) {
    super(message, cause);
    this.kind = kind;
  }

  Kind kind() {
    return kind;
  }

  String message() {
    return String.valueOf(getMessage());
  }
}
