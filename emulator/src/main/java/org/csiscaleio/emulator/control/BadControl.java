package org.csiscaleio.emulator.control;

/** A request to the control API that makes no sense; the message says why. */
final class BadControl extends RuntimeException {
  private final int status;
  private final String text;

  BadControl(int status, String text) {
    super(text, null, false, false);
    this.status = status;
    this.text = text;
  }

  int status() {
    return status;
  }

  String text() {
    return text;
  }
}
