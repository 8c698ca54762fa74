package org.csiscaleio.emulator.http;

/** The TLS handshakes of a server, some of which are to fail. */
public final class Handshakes {
  private int toFail;
  private Runnable closeIdleConnections = () -> {};

  /** What a server does so that clients have to begin anew. */
  synchronized void onFailing(Runnable closing) {
    closeIdleConnections = closing;
  }

  /** The next so many fail, and connections on which nothing is being served are closed. */
  public void fail(int count) {
    Runnable closing;
    synchronized (this) {
      toFail = count;
      closing = closeIdleConnections;
    }
    closing.run();
  }

  /** Whether the one that begins now is to fail. */
  synchronized boolean failsNow() {
    if (toFail == 0) {
      return false;
    }
    toFail--;
    return true;
  }
}
