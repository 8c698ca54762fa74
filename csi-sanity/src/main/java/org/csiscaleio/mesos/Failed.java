package org.csiscaleio.mesos;

/** A failed future of Mesos: an operation, a launch, a start comes to nothing; the agent lives. */
public class Failed extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public Failed(String message) {
    super(message);
  }

  public Failed(String message, Throwable cause) {
    super(message, cause);
  }
}
