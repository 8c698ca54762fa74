package org.csiscaleio.demo;

/** A step of the demonstration did not hold. */
final class StepFailed extends RuntimeException {
  private static final long serialVersionUID = 1;

  StepFailed(String message) {
    super(message);
  }
}
