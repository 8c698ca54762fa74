package org.csiscaleio.emulator.http;

/** An answer and how it is to reach the client. */
public record Reply(Answer answer, Delivery delivery) {
  public static Reply whole(Answer answer) {
    return new Reply(answer, Delivery.WHOLE);
  }
}
