package org.csiscaleio.image.volumes;

/** Why a command is not carried out, in an operator's words. */
final class Refusal extends RuntimeException {
  private static final long serialVersionUID = 1L;

  Refusal(String message) {
    super(message);
  }

  String message() {
    return String.valueOf(getMessage());
  }
}
