package org.csiscaleio.gateway.http;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.csiscaleio.gateway.GatewayCredentials;
import org.csiscaleio.gateway.GatewayException;
import org.csiscaleio.gateway.GatewayException.Kind;
import org.csiscaleio.gateway.GatewaySettings;
import org.csiscaleio.gateway.GatewayVersion;
import org.csiscaleio.gateway.json.ErrorReader;
import org.csiscaleio.gateway.json.ErrorReader.Refusal;
import org.csiscaleio.gateway.json.JsonInput;
import org.csiscaleio.gateway.json.JsonOutput;
import org.csiscaleio.gateway.json.MalformedAnswer;
import org.csiscaleio.operation.Deadline;
import org.jspecify.annotations.Nullable;

/**
 * Logs in at one gateway. Releases up to 3.x know {@code GET /api/login} alone; 4.x wants {@code
 * POST /rest/auth/login}, and may or may not answer the old way too. Which one it is, is found out
 * at the first login and remembered. Not safe for use by several threads.
 */
final class Login {
  /** An upgraded gateway is noticed by then at the latest. */
  private static final Duration VERSION_AGE = Duration.ofHours(1);

  private static final Pattern VERSION =
      Pattern.compile("(\\d{1,4})(?:\\.(\\d{1,4}))?(?:\\.\\d+)*");
  private static final Pattern TOKEN = Pattern.compile("[!-~&&[^\"\\\\<>{}]]{1,16384}");

  /** What a gateway of 4.x is taken for when it does not tell. */
  private static final GatewayVersion NEWEST_FAMILY = new GatewayVersion(4, 0);

  private final URI gateway;
  private final Wire wire;
  private final GatewaySettings settings;
  private final LongSupplier nanoTime;
  private String lastToken = "";
  private boolean newLoginOnly;
  private @Nullable GatewayVersion version;
  private long versionReadNanos;

  Login(URI gateway, Wire wire, GatewaySettings settings, LongSupplier nanoTime) {
    this.gateway = gateway;
    this.wire = wire;
    this.settings = settings;
    this.nanoTime = nanoTime;
  }

  /**
   * Logs in with the credentials that are configured now.
   *
   * @throws GatewayException when it did not succeed, of any kind but OUTCOME_UNKNOWN
   */
  Session login(Deadline deadline) {
    GatewayCredentials credentials = settings.credentials().get();
    if (newLoginOnly) {
      Optional<Session> session = newLogin(credentials, Optional.empty(), deadline);
      if (session.isPresent()) {
        return session.get();
      }
      newLoginOnly = false;
    }
    Optional<String> token = oldLogin(credentials, deadline);
    if (token.isEmpty()) {
      newLoginOnly = true;
      return newLogin(credentials, Optional.empty(), deadline)
          .orElseThrow(() -> noGateway(credentials));
    }
    return withOldToken(token.get(), credentials, deadline);
  }

  private Session withOldToken(String token, GatewayCredentials credentials, Deadline deadline) {
    GatewayVersion found = versionBy(Session.basicHeader("", token), credentials, deadline);
    if (found.major() < 4) {
      return Session.basic(token, credentials.password(), found, nanoTime.getAsLong());
    }
    Optional<Session> session = newLogin(credentials, Optional.of(found), deadline);
    newLoginOnly = session.isPresent();
    return session.orElseGet(
        () -> Session.bearerOfOldLogin(token, credentials.password(), found, nanoTime.getAsLong()));
  }

  /** Ends a session; failing to is of no consequence, it ends by itself. */
  void logout(Session session, Deadline deadline) {
    var message =
        session.isOfNewLogin()
            ? message(
                "POST",
                "/rest/auth/logout",
                session.authorization(),
                JsonOutput.object(Map.of("refresh_token", session.refreshToken())))
            : message("GET", "/api/logout", session.authorization(), null);
    try {
      wire.send(message, deadline, new Wire.Sent(), Wire.Reply::status);
    } catch (IOException | GatewayException e) {
      // The gateway forgets the session in ten minutes.
      return;
    }
  }

  /** Host and port, as far as they were said. */
  String place() {
    return gateway.getRawAuthority();
  }

  GatewayException tookTooLong() {
    return new Wording(gateway.toString(), List.of())
        .failure(Kind.TIMED_OUT, "log in", "another login had not ended in time");
  }

  /** The token of {@code /api/login}; empty when the gateway has no such login. */
  private Optional<String> oldLogin(GatewayCredentials credentials, Deadline deadline) {
    String header = Session.basicHeader(credentials.user(), credentials.password());
    LoginAnswer answer = ask(message("GET", "/api/login", header, null), credentials, deadline);
    if (answer.isNotHere()) {
      return Optional.empty();
    }
    if (!answer.isOk()) {
      throw refused(answer, credentials);
    }
    String token = answer.unquoted();
    if (!TOKEN.matcher(token).matches()) {
      throw wording(credentials)
          .failure(Kind.UNEXPECTED, "log in", "the gateway's answer to the login is no token");
    }
    lastToken = token;
    return Optional.of(token);
  }

  /** A session by {@code /rest/auth/login}; empty when the gateway has no such login. */
  private Optional<Session> newLogin(
      GatewayCredentials credentials, Optional<GatewayVersion> known, Deadline deadline) {
    var fields = new LinkedHashMap<String, String>();
    fields.put("username", credentials.user());
    fields.put("password", credentials.password());
    LoginAnswer answer =
        ask(
            message("POST", "/rest/auth/login", "", JsonOutput.object(fields)),
            credentials,
            deadline);
    // A page with 401 is how the front door of 4.x says that the password is wrong.
    if (answer.isNotHere() && answer.status() != 401 && answer.status() != 403) {
      return Optional.empty();
    }
    if (!answer.isOk()) {
      throw refused(answer, credentials);
    }
    BearerToken token = bearerToken(answer, credentials);
    GatewayVersion found =
        known.orElseGet(() -> versionBy("Bearer " + token.access(), credentials, deadline));
    return Optional.of(
        Session.bearer(
            token.access(),
            token.refresh(),
            credentials.password(),
            found,
            Duration.ofSeconds(token.seconds()),
            nanoTime.getAsLong()));
  }

  private record BearerToken(String access, String refresh, long seconds) {}

  private BearerToken bearerToken(LoginAnswer answer, GatewayCredentials credentials) {
    var found =
        new Object() {
          String access = "";
          String refresh = "";
          long seconds;
        };
    try (JsonInput in = JsonInput.of(answer.stream())) {
      in.object((name, value) -> {
        switch (name) {
          case "access_token" -> found.access = value.text();
          case "refresh_token" -> found.refresh = value.text();
          case "expires_in" -> found.seconds = Math.clamp(value.number().orElse(0), 0, 28800);
          default -> {}
        }
      });
    } catch (MalformedAnswer e) {
      throw wording(credentials).failure(Kind.UNEXPECTED, "log in", clean(e));
    }
    if (!TOKEN.matcher(found.access).matches()) {
      throw wording(credentials)
          .failure(
              Kind.UNEXPECTED, "log in", "the gateway's answer to the login has no access_token");
    }
    lastToken = found.access;
    return new BearerToken(found.access, found.refresh, found.seconds);
  }

  private GatewayVersion versionBy(
      String authorization, GatewayCredentials credentials, Deadline deadline) {
    GatewayVersion known = version;
    if (known != null && nanoTime.getAsLong() - versionReadNanos < VERSION_AGE.toNanos()) {
      return known;
    }
    LoginAnswer answer =
        ask(message("GET", "/api/version", authorization, null), credentials, deadline);
    GatewayVersion found;
    if (answer.isNotHere() && newLoginOnly) {
      found = NEWEST_FAMILY;
    } else if (answer.isOk()) {
      found = parseVersion(answer, credentials);
    } else {
      throw refused(answer, credentials);
    }
    version = found;
    versionReadNanos = nanoTime.getAsLong();
    return found;
  }

  private GatewayVersion parseVersion(LoginAnswer answer, GatewayCredentials credentials) {
    Matcher matcher = VERSION.matcher(answer.unquoted());
    if (!matcher.matches()) {
      throw wording(credentials)
          .failure(Kind.UNEXPECTED, "ask for the version", "the gateway's answer is no version");
    }
    String minor = matcher.group(2);
    return new GatewayVersion(
        Integer.parseInt(matcher.group(1)), minor == null ? 0 : Integer.parseInt(minor));
  }

  private LoginAnswer ask(Wire.Message message, GatewayCredentials credentials, Deadline deadline) {
    var sent = new Wire.Sent();
    try {
      return wire.send(message, deadline, sent, LoginAnswer::of);
    } catch (IOException e) {
      Kind kind = Trouble.kind(e, sent.maybe(), deadline);
      throw wording(credentials).failure(kind, "log in", wording(credentials).trouble(e));
    }
  }

  private Wire.Message message(
      String method, String path, String authorization, @Nullable String body) {
    return new Wire.Message(gateway, method, path, authorization, body, false);
  }

  private GatewayException refused(LoginAnswer answer, GatewayCredentials credentials) {
    Refusal refusal = ErrorReader.read(answer.stream());
    Kind kind = FailureCatalogue.of(answer.status(), refusal, Kind.UNEXPECTED).kind();
    Wording wording = wording(credentials);
    return wording.failure(
        kind, "log in", wording.refusal(answer.status(), answer.contentType(), refusal));
  }

  private GatewayException noGateway(GatewayCredentials credentials) {
    return wording(credentials)
        .failure(
            Kind.UNEXPECTED,
            "log in",
            "neither /api/login nor /rest/auth/login is there: this is no ScaleIO gateway");
  }

  private Wording wording(GatewayCredentials credentials) {
    return new Wording(
        gateway.toString(),
        List.of(
            credentials.password(),
            Session.basicPair(credentials.user(), credentials.password()),
            lastToken,
            Session.basicPair("", lastToken)));
  }

  private static String clean(MalformedAnswer e) {
    String message = e.getMessage();
    return message == null ? "the answer is malformed" : message;
  }
}
