package org.csiscaleio.emulator.auth;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What an Authorization header says. */
public sealed interface Credentials {
  /** No header, or one that nobody can read. */
  record Missing() implements Credentials {}

  /** HTTP Basic; the password may be a token. */
  record Basic(String user, String password) implements Credentials {
    @Override
    public String toString() {
      return "Basic[user=" + user + "]";
    }
  }

  /** A bearer token. */
  record Bearer(String token) implements Credentials {
    @Override
    public String toString() {
      return "Bearer[]";
    }
  }

  /** Reads a header. */
  static Credentials parse(@Nullable String header) {
    if (header == null) {
      return new Missing();
    }
    String scheme = header.toLowerCase(Locale.ROOT);
    if (scheme.startsWith("bearer ")) {
      return new Bearer(header.substring("bearer ".length()).trim());
    }
    if (!scheme.startsWith("basic ")) {
      return new Missing();
    }
    try {
      byte[] plain = Base64.getDecoder().decode(header.substring("basic ".length()).trim());
      String text = new String(plain, StandardCharsets.UTF_8);
      int colon = text.indexOf(':');
      return colon < 0
          ? new Missing()
          : new Basic(text.substring(0, colon), text.substring(colon + 1));
    } catch (IllegalArgumentException e) {
      return new Missing();
    }
  }
}
