package org.csiscaleio.emulator.api;

import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.csiscaleio.emulator.auth.Doorkeeper;
import org.csiscaleio.emulator.auth.Tokens;
import org.csiscaleio.emulator.config.UserConfig;
import org.csiscaleio.emulator.http.Answer;
import org.csiscaleio.emulator.http.Request;
import org.csiscaleio.emulator.model.ApiVersion;
import org.csiscaleio.emulator.model.ErrorCode;
import org.csiscaleio.emulator.model.RequestRefused;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The gateway's REST API: who is it, what do they want, may they, then the array's answer. Refuses
 * as the real one does and is never kinder than it.
 */
public final class Gateway {
  private static final Logger log = LoggerFactory.getLogger("emulator.api");
  private static final Pattern ACCEPT_VERSION = Pattern.compile("version=\"?([0-9.]+)");

  private final ApiVersion version;
  private final boolean strictAccept;
  private final Counters counters;
  private final ErrorAnswers errors;
  private final Sessions sessions;
  private final Calls calls;

  public Gateway(
      ArrayServices services,
      List<UserConfig> users,
      Tokens tokens,
      Doorkeeper door,
      Counters counters,
      boolean strictAccept) {
    this.version = services.version();
    this.strictAccept = strictAccept;
    this.counters = counters;
    this.errors = new ErrorAnswers(version);
    this.sessions = new Sessions(version, tokens, door, errors);
    this.calls = new Calls(services, users);
  }

  /** Which kind of request it is. */
  public RequestKind kind(Request request) {
    return RequestKind.of(ApiCall.parse(request.method(), request.path()));
  }

  /** Serves one request; every failure has its answer. */
  public Answer serve(Request request) {
    Answer answer;
    try {
      answer = admit(ApiCall.parse(request.method(), request.path()), request);
    } catch (RequestRefused refused) {
      answer = errors.of(refused);
    } catch (TypeApi.UnknownCall unknown) {
      answer = unknown(request);
    } catch (RuntimeException bug) {
      log.error("{} failed", request, bug);
      answer = errors.page(500, "Internal Server Error");
    }
    if (answer.status() == 401) {
      counters.count(Counters.UNAUTHORIZED);
    }
    return answer;
  }

  private Answer admit(ApiCall call, Request request) {
    return switch (call) {
      case ApiCall.Login login -> sessions.login(request);
      case ApiCall.BearerLogin login -> sessions.bearerLogin(request);
      case ApiCall.BearerLogout logout -> sessions.bearerLogout(request);
      case ApiCall.Elsewhere elsewhere -> throw new TypeApi.UnknownCall();
      case ApiCall.Version open when !version.atLeast(2, 5) -> Answer.jsonText(version.text());
      default -> sessions.admits(request) ? admitted(call, request) : errors.unauthorized();
    };
  }

  private Answer admitted(ApiCall call, Request request) {
    checkAccept(request.accept());
    return switch (call) {
      case ApiCall.Logout logout -> sessions.logout(request);
      case ApiCall.Version asked -> Answer.jsonText(version.text());
      case ApiCall.WrongMethod wrong -> {
        log.warn(
            "unknown: {} has no such method ({} characters)", request, request.body().length());
        throw RequestRefused.http(405, "Request method '" + request.method() + "' not supported");
      }
      default -> {
        if (!call.asksOnly() && !sessions.mayChangeVolumes(request)) {
          throw RequestRefused.mdm(ErrorCode.PERMISSION_DENIED);
        }
        yield calls.serve(call, request);
      }
    };
  }

  private void checkAccept(@Nullable String accept) {
    if (accept == null) {
      return;
    }
    String types = accept.toLowerCase(Locale.ROOT);
    if (!types.contains("application/json")
        && !types.contains("application/*")
        && !types.contains("*/*")) {
      throw RequestRefused.http(406, "Not Acceptable");
    }
    Matcher asked = ACCEPT_VERSION.matcher(types);
    if (strictAccept && asked.find() && !asked.group(1).equals(version.text())) {
      throw RequestRefused.http(
          500,
          "Requested REST API version is not supported. Supported version is " + version.text());
    }
  }

  /** As a stale token is answered; the token is stale from now on. */
  public Answer expireToken(Request request) {
    sessions.forget(request);
    counters.count(Counters.UNAUTHORIZED);
    return errors.unauthorized();
  }

  /** As a gateway answers that does not reach its MDM. */
  public Answer notConnected() {
    return errors.of(RequestRefused.mdm(ErrorCode.NOT_CONNECTED));
  }

  private Answer unknown(Request request) {
    log.warn("unknown: {} ({} characters)", request, request.body().length());
    return request.path().startsWith("/api/")
        ? errors.of(RequestRefused.http(404, "The requested resource is not available"))
        : errors.page(404, "Not Found");
  }
}
