package org.csiscaleio.emulator.http;

/** How an answer reaches the client. */
public enum Delivery {
  WHOLE("answered"),
  /** Half of the body, then a reset. */
  HALF("half an answer, then reset"),
  /** A reset instead of the answer. */
  LOST("answer lost, reset"),
  /** Nothing, for as long as the client has patience, ten minutes at most. */
  NEVER("never answered");

  private final String words;

  Delivery(String words) {
    this.words = words;
  }

  /** For logs. */
  public String words() {
    return words;
  }
}
