package org.csiscaleio.emulator.api;

import java.util.Map;
import org.csiscaleio.emulator.auth.Credentials;
import org.csiscaleio.emulator.auth.Doorkeeper;
import org.csiscaleio.emulator.auth.Tokens;
import org.csiscaleio.emulator.http.Answer;
import org.csiscaleio.emulator.http.Request;
import org.csiscaleio.emulator.model.ApiVersion;
import org.csiscaleio.emulator.model.RequestRefused;

/** Logging in and out, and who may call. */
final class Sessions {
  private final ApiVersion version;
  private final Tokens tokens;
  private final Doorkeeper door;
  private final ErrorAnswers errors;

  Sessions(ApiVersion version, Tokens tokens, Doorkeeper door, ErrorAnswers errors) {
    this.version = version;
    this.tokens = tokens;
    this.door = door;
    this.errors = errors;
  }

  /** Whether the request may be carried out; using its token keeps it alive. */
  boolean admits(Request request) {
    return door.admits(Credentials.parse(request.authorization()));
  }

  boolean mayChangeVolumes(Request request) {
    return door.mayChangeVolumes(Credentials.parse(request.authorization()));
  }

  void forget(Request request) {
    door.forget(Credentials.parse(request.authorization()));
  }

  /** A token for user and password by HTTP Basic; all releases have it. */
  Answer login(Request request) {
    if (Credentials.parse(request.authorization()) instanceof Credentials.Basic basic
        && door.knows(basic.user(), basic.password())) {
      return Answer.jsonText(tokens.issue(basic.user()));
    }
    return errors.unauthorized();
  }

  Answer logout(Request request) {
    forget(request);
    return new Answer(200, Answer.APPLICATION_JSON, Map.of(), new Answer.Fixed(new byte[0]));
  }

  /** Since 4.0. */
  Answer bearerLogin(Request request) {
    if (!version.hasBearerTokens()) {
      throw new TypeApi.UnknownCall();
    }
    Params params = Params.of(request);
    params.require("username", "password");
    String user = params.text("username");
    if (!door.knows(user, params.text("password"))) {
      return errors.unauthorized();
    }
    Tokens.BearerPair pair = tokens.issueBearer(user);
    return Answer.json(
        200,
        json -> {
          json.writeStartObject();
          json.writeStringProperty("scope", "openid profile email");
          json.writeStringProperty("access_token", pair.accessToken());
          json.writeNumberProperty("expires_in", pair.lifetimeSeconds());
          json.writeNumberProperty("refresh_expires_in", 1800);
          json.writeStringProperty("refresh_token", pair.refreshToken());
          json.writeStringProperty("token_type", "Bearer");
          json.writeEndObject();
        });
  }

  /** Since 4.0. */
  Answer bearerLogout(Request request) {
    if (!version.hasBearerTokens()) {
      throw new TypeApi.UnknownCall();
    }
    if (!tokens.endByRefreshToken(Params.of(request).text("refresh_token"))) {
      throw RequestRefused.http(400, "Invalid refresh token");
    }
    return Answer.empty(204);
  }
}
