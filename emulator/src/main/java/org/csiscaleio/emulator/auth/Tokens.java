package org.csiscaleio.emulator.auth;

import java.security.SecureRandom;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import org.csiscaleio.emulator.model.EmulatorClock;
import org.csiscaleio.emulator.model.ErrorCode;
import org.csiscaleio.emulator.model.RequestRefused;
import org.jspecify.annotations.Nullable;

/**
 * Tokens that were given out and are alive. They live in memory only: a restarted gateway knows
 * none, as the real one.
 */
public final class Tokens {
  private static final long LIFETIME_MILLIS = 8 * 3_600_000L;
  private static final long IDLE_MILLIS = 10 * 60_000L;
  private static final long BEARER_LIFETIME_MILLIS = 5 * 60_000L;

  private final EmulatorClock clock;
  private final int most;
  private final SecureRandom random = new SecureRandom();
  private final Map<String, Session> sessions = new HashMap<>();

  private static final class Session {
    private final String user;
    private final String token;
    private final @Nullable String refreshToken;
    private final long ends;
    private final long idle;
    private long used;

    Session(
        String user,
        String token,
        @Nullable String refreshToken,
        long now,
        long lifetime,
        long idle) {
      this.user = user;
      this.token = token;
      this.refreshToken = refreshToken;
      this.ends = now + lifetime;
      this.idle = idle;
      this.used = now;
    }

    boolean alive(long now) {
      return now < ends && now < used + idle;
    }
  }

  /** A 4.x pair of tokens. */
  public record BearerPair(String accessToken, String refreshToken, long lifetimeSeconds) {}

  /**
   * Makes an empty set.
   *
   * @param most how many may be alive at once
   */
  public Tokens(EmulatorClock clock, int most) {
    this.clock = clock;
    this.most = most;
  }

  /**
   * A token of {@code GET /api/login}: base64 without padding of {@code user:epochMillis:md5}.
   * Alive for 8 hours, or until 10 minutes pass without use.
   *
   * @throws RequestRefused when too many are alive
   */
  public synchronized String issue(String user) {
    long now = clock.millis();
    String plain = user + ":" + (now + LIFETIME_MILLIS) + ":" + HexFormat.of().formatHex(bytes(16));
    String token = Base64.getEncoder().withoutPadding().encodeToString(latin(plain));
    add(new Session(user, token, null, now, LIFETIME_MILLIS, IDLE_MILLIS));
    return token;
  }

  /**
   * Tokens of {@code POST /rest/auth/login}. Alive for five minutes, used or not.
   *
   * @throws RequestRefused when too many are alive
   */
  public synchronized BearerPair issueBearer(String user) {
    long now = clock.millis();
    var base64 = Base64.getUrlEncoder().withoutPadding();
    String header = base64.encodeToString(latin("{\"alg\":\"RS256\",\"typ\":\"JWT\"}"));
    String claims =
        base64.encodeToString(
            latin(
                "{\"sub\":\""
                    + user
                    + "\",\"exp\":"
                    + (now + BEARER_LIFETIME_MILLIS) / 1000
                    + "}"));
    String access = header + "." + claims + "." + base64.encodeToString(bytes(32));
    String refresh = base64.encodeToString(bytes(48));
    add(new Session(user, access, refresh, now, BEARER_LIFETIME_MILLIS, BEARER_LIFETIME_MILLIS));
    return new BearerPair(access, refresh, BEARER_LIFETIME_MILLIS / 1000);
  }

  private void add(Session session) {
    long now = clock.millis();
    sessions.values().removeIf(old -> !old.alive(now));
    if (sessions.size() >= most) {
      throw RequestRefused.mdm(ErrorCode.TOO_MANY_SESSIONS);
    }
    sessions.put(session.token, session);
  }

  /** Whether the token is alive; it has been used now. */
  public synchronized boolean use(String token) {
    Session session = sessions.get(token);
    long now = clock.millis();
    if (session == null || !session.alive(now)) {
      sessions.remove(token);
      return false;
    }
    session.used = Math.max(session.used, now);
    return true;
  }

  /** Whose token it is; null when it is nobody's. */
  synchronized @Nullable String user(String token) {
    Session session = sessions.get(token);
    return session == null ? null : session.user;
  }

  /** Ends a token, by itself. */
  public synchronized void end(String token) {
    sessions.remove(token);
  }

  /** Ends the session that the refresh token belongs to; false when there is none. */
  public synchronized boolean endByRefreshToken(String refreshToken) {
    return sessions.values().removeIf(session -> refreshToken.equals(session.refreshToken));
  }

  /** As a restart of the gateway does. */
  public synchronized void endAll() {
    sessions.clear();
  }

  private byte[] bytes(int count) {
    byte[] bytes = new byte[count];
    random.nextBytes(bytes);
    return bytes;
  }

  private static byte[] latin(String text) {
    return text.getBytes(java.nio.charset.StandardCharsets.UTF_8);
  }
}
