package org.csiscaleio.gateway.json;

import java.io.IOException;

/** An answer that could not be read to its end: a reset, a timeout, a connection closed early. */
public final class BrokenAnswer extends RuntimeException {
  private final IOException trouble;

  public BrokenAnswer(IOException trouble) {
    super(trouble);
    this.trouble = trouble;
  }

  /** What happened to the connection. */
  public IOException trouble() {
    return trouble;
  }
}
