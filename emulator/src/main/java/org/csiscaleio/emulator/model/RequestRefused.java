package org.csiscaleio.emulator.model;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A request that is not carried out; nothing has changed. Not a bug, hence no stack. */
public final class RequestRefused extends RuntimeException {
  private final int httpStatus;
  private final @Nullable ErrorCode code;
  private final List<ErrorCode> details;

  private RequestRefused(
      int httpStatus, @Nullable ErrorCode code, String message, List<ErrorCode> details) {
    super(message, null, false, false);
    this.httpStatus = httpStatus;
    this.code = code;
    this.details = List.copyOf(details);
  }

  /** The MDM says no: HTTP 500 with its return code. */
  public static RequestRefused mdm(ErrorCode code) {
    return new RequestRefused(500, code, code.message(), List.of());
  }

  /** The MDM says no to parts of a request: the outer code is 0, the parts' are in the details. */
  public static RequestRefused mdmDetails(List<ErrorCode> details) {
    return new RequestRefused(500, null, "Error with details", details);
  }

  /** The gateway itself says no before the MDM hears of it: HTTP 400, code 0. */
  public static RequestRefused invalid(String message) {
    return new RequestRefused(400, null, message, List.of());
  }

  /** The gateway says no with another HTTP status, code 0. */
  public static RequestRefused http(int status, String message) {
    return new RequestRefused(status, null, message, List.of());
  }

  public int httpStatus() {
    return httpStatus;
  }

  /** The MDM's return code as this release numbers it; 0 when the MDM was not asked. */
  public int codeIn(ApiVersion version) {
    return code == null ? 0 : code.number(version);
  }

  public @Nullable ErrorCode code() {
    return code;
  }

  public List<ErrorCode> details() {
    return details;
  }

  /** The message, never null. */
  public String text() {
    String message = getMessage();
    return message == null ? "" : message;
  }
}
