package org.csiscaleio.emulator.auth;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HashMap;
import java.util.Map;
import org.csiscaleio.emulator.config.UserConfig;
import org.csiscaleio.emulator.model.ApiVersion;

/** Decides who may pass. */
public final class Doorkeeper {
  private final Map<String, UserConfig> users = new HashMap<>();
  private final Tokens tokens;
  private final ApiVersion version;

  public Doorkeeper(Iterable<UserConfig> users, Tokens tokens, ApiVersion version) {
    users.forEach(user -> this.users.put(user.name(), user));
    this.tokens = tokens;
    this.version = version;
  }

  /** Whether user and password are right. */
  public boolean knows(String user, String password) {
    UserConfig right = users.get(user);
    return right != null
        && MessageDigest.isEqual(
            right.password().getBytes(StandardCharsets.UTF_8),
            password.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * Whether a call may pass: Basic with any user and a token for password; since 4.0 also a bearer
   * token.
   */
  public boolean admits(Credentials credentials) {
    return switch (credentials) {
      case Credentials.Missing missing -> false;
      case Credentials.Basic basic -> tokens.use(basic.password());
      case Credentials.Bearer bearer -> version.hasBearerTokens() && tokens.use(bearer.token());
    };
  }

  /** Whether who was admitted by these credentials may make and change volumes. */
  public boolean mayChangeVolumes(Credentials credentials) {
    String user =
        switch (credentials) {
          case Credentials.Missing missing -> null;
          case Credentials.Basic basic -> tokens.user(basic.password());
          case Credentials.Bearer bearer -> tokens.user(bearer.token());
        };
    UserConfig known = user == null ? null : users.get(user);
    return known != null && known.role().changesVolumes();
  }

  /** The credentials' token is dead from now on. */
  public void forget(Credentials credentials) {
    switch (credentials) {
      case Credentials.Missing missing -> {}
      case Credentials.Basic basic -> tokens.end(basic.password());
      case Credentials.Bearer bearer -> tokens.end(bearer.token());
    }
  }
}
