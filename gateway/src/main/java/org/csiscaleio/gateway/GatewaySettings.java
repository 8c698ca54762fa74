package org.csiscaleio.gateway;

import static java.util.Objects.requireNonNull;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * How to reach one ScaleIO system.
 *
 * @param addresses the base URLs of its gateways, the preferred one first; {@code https://} is
 *     assumed when there is no scheme, a trailing {@code /api} is taken off
 * @param credentials asked at every login
 * @param tls what makes a gateway's certificate trusted
 * @param system the name or id the system must have; empty: whichever it is
 * @param maxRequestsInFlight at most so many requests at a time, the others wait
 * @param connectTimeout for TCP and TLS, per address
 * @param requestTimeout for one request and its answer; the deadline of the operation bounds it too
 * @param userAgent sent with every request
 */
public record GatewaySettings(
    List<URI> addresses,
    Supplier<GatewayCredentials> credentials,
    GatewayTls tls,
    Optional<String> system,
    int maxRequestsInFlight,
    Duration connectTimeout,
    Duration requestTimeout,
    String userAgent) {

  public static final int DEFAULT_MAX_REQUESTS_IN_FLIGHT = 16;
  public static final Duration DEFAULT_CONNECT_TIMEOUT = Duration.ofSeconds(5);
  public static final Duration DEFAULT_REQUEST_TIMEOUT = Duration.ofSeconds(30);

  public GatewaySettings {
    addresses = addresses.stream().map(GatewaySettings::normalized).toList();
    requireNonNull(credentials, "credentials is null");
    requireNonNull(tls, "tls is null");
    requireNonNull(system, "system is null");
    requireNonNull(userAgent, "userAgent is null");
    if (addresses.isEmpty()) {
      throw new IllegalArgumentException("no gateway address given");
    }
    if (maxRequestsInFlight < 1) {
      throw new IllegalArgumentException("maxRequestsInFlight must be at least 1");
    }
    if (userAgent.chars().anyMatch(c -> c < ' ' || c > '~')) {
      throw new IllegalArgumentException("userAgent must be printable ASCII");
    }
    requirePositive(connectTimeout, "connectTimeout");
    requirePositive(requestTimeout, "requestTimeout");
  }

  /** Settings with the defaults for everything but these. */
  public static GatewaySettings of(
      String address, Supplier<GatewayCredentials> credentials, GatewayTls tls) {
    return new GatewaySettings(
        List.of(URI.create(address)),
        credentials,
        tls,
        Optional.empty(),
        DEFAULT_MAX_REQUESTS_IN_FLIGHT,
        DEFAULT_CONNECT_TIMEOUT,
        DEFAULT_REQUEST_TIMEOUT,
        "csi-scaleio");
  }

  public GatewaySettings withAddresses(List<URI> others) {
    return new GatewaySettings(
        others,
        credentials,
        tls,
        system,
        maxRequestsInFlight,
        connectTimeout,
        requestTimeout,
        userAgent);
  }

  public GatewaySettings withSystem(String nameOrId) {
    return new GatewaySettings(
        addresses,
        credentials,
        tls,
        Optional.of(nameOrId),
        maxRequestsInFlight,
        connectTimeout,
        requestTimeout,
        userAgent);
  }

  public GatewaySettings withMaxRequestsInFlight(int requests) {
    return new GatewaySettings(
        addresses, credentials, tls, system, requests, connectTimeout, requestTimeout, userAgent);
  }

  public GatewaySettings withTimeouts(Duration connect, Duration request) {
    return new GatewaySettings(
        addresses, credentials, tls, system, maxRequestsInFlight, connect, request, userAgent);
  }

  private static void requirePositive(Duration duration, String name) {
    if (!duration.isPositive()) {
      throw new IllegalArgumentException(name + " must be more than nothing");
    }
  }

  /** Scheme, host and port, and a path when a proxy needs one; never ends in a slash. */
  private static URI normalized(URI given) {
    String text = given.toString().strip();
    if (!text.contains("://")) {
      text = "https://" + text;
    }
    text = withoutSuffix(withoutSuffix(withoutSuffix(text, "/"), "/api"), "/");
    URI uri = URI.create(text);
    String scheme = uri.getScheme().toLowerCase(Locale.ROOT);
    if (!scheme.equals("https") && !scheme.equals("http")) {
      throw new IllegalArgumentException("a gateway address begins with https://: " + given);
    }
    if (uri.getHost() == null || uri.getQuery() != null || uri.getFragment() != null) {
      throw new IllegalArgumentException("not a gateway address (https://host:port): " + given);
    }
    if (uri.getUserInfo() != null) {
      // Not repeated: it holds a password.
      throw new IllegalArgumentException(
          "a gateway address holds no user or password; they have settings of their own");
    }
    return uri;
  }

  private static String withoutSuffix(String text, String suffix) {
    return text.endsWith(suffix) ? text.substring(0, text.length() - suffix.length()) : text;
  }
}
