package org.csiscaleio.emulator.http;

import org.jspecify.annotations.Nullable;

/**
 * One request, whole.
 *
 * @param path still percent-encoded, without the query
 */
public record Request(
    String method,
    String path,
    @Nullable String authorization,
    @Nullable String accept,
    @Nullable String contentType,
    String body) {
  /** Without credentials and body. */
  @Override
  public String toString() {
    return method + " " + path;
  }
}
