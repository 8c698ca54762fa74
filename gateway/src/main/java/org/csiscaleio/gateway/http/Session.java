package org.csiscaleio.gateway.http;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import org.csiscaleio.gateway.GatewayVersion;

/**
 * A login at one gateway. Left before the gateway ends it: a token of old lives 8 hours and 10
 * minutes without use, a bearer token of 4.x about 5 minutes.
 */
final class Session {
  private static final Duration BASIC_AGE = Duration.ofMinutes(7 * 60 + 30);
  private static final Duration BASIC_IDLENESS = Duration.ofMinutes(9);
  private static final Duration BEARER_AGE = Duration.ofMinutes(4);

  private final String authorization;
  private final String token;
  private final String refreshToken;
  private final String password;
  private final GatewayVersion version;
  private final Duration maxAge;
  private final long bornNanos;
  private volatile long usedNanos;

  private Session(
      String authorization,
      String token,
      String refreshToken,
      String password,
      GatewayVersion version,
      Duration maxAge,
      long nowNanos) {
    this.authorization = authorization;
    this.token = token;
    this.refreshToken = refreshToken;
    this.password = password;
    this.version = version;
    this.maxAge = maxAge;
    this.bornNanos = nowNanos;
    this.usedNanos = nowNanos;
  }

  /** With a token of {@code /api/login}, as the password of nobody. */
  static Session basic(String token, String password, GatewayVersion version, long nowNanos) {
    return new Session(basicHeader("", token), token, "", password, version, BASIC_AGE, nowNanos);
  }

  /** With a token of {@code /api/login}, in the way a 4.x gateway wants it. */
  static Session bearerOfOldLogin(
      String token, String password, GatewayVersion version, long nowNanos) {
    return new Session("Bearer " + token, token, "", password, version, BASIC_AGE, nowNanos);
  }

  /**
   * With a token of {@code /rest/auth/login}.
   *
   * @param lifetime as the gateway told it; not positive when it did not
   */
  static Session bearer(
      String token,
      String refreshToken,
      String password,
      GatewayVersion version,
      Duration lifetime,
      long nowNanos) {
    Duration maxAge = lifetime.isPositive() ? lifetime.multipliedBy(4).dividedBy(5) : BEARER_AGE;
    return new Session("Bearer " + token, token, refreshToken, password, version, maxAge, nowNanos);
  }

  static String basicHeader(String user, String password) {
    return "Basic " + basicPair(user, password);
  }

  /** User and password as they stand in the header: as secret as the password itself. */
  static String basicPair(String user, String password) {
    byte[] pair = (user + ":" + password).getBytes(StandardCharsets.UTF_8);
    return Base64.getEncoder().encodeToString(pair);
  }

  /** Whether the gateway will still know it. */
  boolean isFresh(long nowNanos) {
    return nowNanos - bornNanos < maxAge.toNanos()
        && (isOfNewLogin() || nowNanos - usedNanos < BASIC_IDLENESS.toNanos());
  }

  /** Notes that it is used now, which keeps it alive. */
  void use(long nowNanos) {
    usedNanos = nowNanos;
  }

  boolean isOfNewLogin() {
    return !refreshToken.isEmpty();
  }

  /** Whether the gateway is one of old, where 403 too says that the session has ended. */
  boolean isBasic() {
    return authorization.startsWith("Basic ");
  }

  /** The header's value; never to be logged. */
  String authorization() {
    return authorization;
  }

  /** For the logout of 4.x; empty for other sessions. */
  String refreshToken() {
    return refreshToken;
  }

  GatewayVersion version() {
    return version;
  }

  /** What must not appear in any message. */
  List<String> secrets() {
    return List.of(
        password, token, authorization.substring(authorization.indexOf(' ') + 1), refreshToken);
  }

  @Override
  public String toString() {
    return "a session at a gateway of version " + version;
  }
}
