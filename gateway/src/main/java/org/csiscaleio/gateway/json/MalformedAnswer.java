package org.csiscaleio.gateway.json;

/**
 * An answer that is not what the API says it should be. Its message tells what is wrong, and never
 * repeats the answer, which may hold a token.
 */
public final class MalformedAnswer extends RuntimeException {
  public MalformedAnswer(String message) {
    super(message);
  }
}
