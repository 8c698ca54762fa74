package org.csiscaleio.emulator.http;

/** What stands behind the server. */
@FunctionalInterface
public interface Application {
  /** Serves one request, on a thread of its own that may block. */
  Reply serve(Request request);
}
