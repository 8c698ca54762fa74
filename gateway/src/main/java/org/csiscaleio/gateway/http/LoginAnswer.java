package org.csiscaleio.gateway.http;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/** An answer of a login, read in full. Holds a token: not to be shown. */
record LoginAnswer(int status, String contentType, boolean html, String body) {

  static LoginAnswer of(Wire.Reply reply) throws IOException {
    byte[] start = reply.body().readNBytes(Wire.MAX_ERROR_BYTES);
    return new LoginAnswer(
        reply.status(),
        reply.contentType(),
        reply.isHtml(),
        new String(start, StandardCharsets.UTF_8));
  }

  boolean isOk() {
    return status == 200 && !html;
  }

  /** Whether there is no such thing at this gateway: an unknown path, or a page for people. */
  boolean isNotHere() {
    return status == 404
        || status == 405
        || (status >= 300 && status < 400)
        || (html && status < 500);
  }

  InputStream stream() {
    return new ByteArrayInputStream(body.getBytes(StandardCharsets.UTF_8));
  }

  /** The body as a JSON string, which some releases send without its quotes. */
  String unquoted() {
    String text = body.strip();
    return text.length() >= 2 && text.startsWith("\"") && text.endsWith("\"")
        ? text.substring(1, text.length() - 1)
        : text;
  }

  @Override
  public String toString() {
    return "an answer with HTTP " + status;
  }
}
