package org.csiscaleio.emulator.api;

import org.csiscaleio.emulator.http.Answer;
import org.csiscaleio.emulator.model.ApiVersion;
import org.csiscaleio.emulator.model.ErrorCode;
import org.csiscaleio.emulator.model.RequestRefused;
import tools.jackson.core.JsonGenerator;

/** Errors in the forms that releases give them. */
final class ErrorAnswers {
  private final ApiVersion version;

  ErrorAnswers(ApiVersion version) {
    this.version = version;
  }

  Answer of(RequestRefused refused) {
    return Answer.json(
        refused.httpStatus(),
        json -> {
          json.writeStartObject();
          json.writeStringProperty("message", refused.text());
          json.writeNumberProperty("httpStatusCode", refused.httpStatus());
          json.writeNumberProperty("errorCode", refused.codeIn(version));
          if (!refused.details().isEmpty()) {
            details(json, refused);
          }
          json.writeEndObject();
        });
  }

  private void details(JsonGenerator json, RequestRefused refused) {
    json.writeArrayPropertyStart("details");
    for (ErrorCode code : refused.details()) {
      json.writeStartObject();
      json.writeStringProperty("error", code.name());
      json.writeNumberProperty("rc", code.number(version));
      json.writeStringProperty("errorMessage", code.message());
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  /** JSON up to 3.x; since 4.0 the proxy in front answers, in HTML. */
  Answer unauthorized() {
    if (version.hasBearerTokens()) {
      return page(401, "Authorization Required").withHeader("WWW-Authenticate", "Bearer");
    }
    return of(RequestRefused.http(401, "Unauthorized"))
        .withHeader("WWW-Authenticate", "Basic realm=\"ScaleIO Gateway\"");
  }

  /** A page of the web server, for what never reached the API. */
  Answer page(int status, String reason) {
    String title = status + " " + reason;
    return Answer.html(
        status,
        "<html><head><title>"
            + title
            + "</title></head><body><h1>"
            + title
            + "</h1></body></html>\n");
  }
}
