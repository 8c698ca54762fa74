package org.csiscaleio.gateway.http;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import org.csiscaleio.gateway.GatewayException;
import org.csiscaleio.gateway.GatewayException.Kind;
import org.csiscaleio.gateway.json.ErrorReader.Detail;
import org.csiscaleio.gateway.json.ErrorReader.Refusal;
import org.jspecify.annotations.Nullable;

/**
 * Words failures for operators: what was tried, where, what the other side said, what to do. What
 * the other side said is cut, cleaned and freed of our secrets, which a gateway might echo.
 */
record Wording(String gateway, List<String> secrets) {
  private static final int MAX_WORDS = 300;

  Wording {
    secrets = secrets.stream().filter(s -> s.length() >= 4).toList();
  }

  /** A failure of that request at this gateway. */
  GatewayException failure(Kind kind, String what, String why) {
    String advice = advice(kind);
    return new GatewayException(
        kind, what + " at " + gateway + ": " + why + (advice.isEmpty() ? "" : "; " + advice));
  }

  /** What the gateway said, with its codes. */
  String refusal(int status, String contentType, Refusal refusal) {
    var said = new ArrayList<String>();
    if (!refusal.message().isEmpty()) {
      said.add('"' + clean(refusal.message()) + '"');
    }
    for (Detail detail : refusal.details()) {
      said.add('"' + clean(detail.message()) + "\" (code " + detail.code() + ")");
    }
    String body =
        said.isEmpty()
            ? "with "
                + (contentType.isEmpty() ? "nothing" : clean(contentType))
                + " instead of a reason"
            : String.join(", ", said);
    String code = refusal.code() == 0 ? "" : ", code " + refusal.code();
    return "the gateway answered " + body + " (HTTP " + status + code + ")";
  }

  /** What went wrong on the way. */
  String trouble(IOException e) {
    return switch (e) {
      case UnknownHostException unknown -> "unknown host " + clean(unknown.getMessage());
      case ConnectException refused -> "no connection (" + clean(refused.getMessage()) + ")";
      case InterruptedIOException timeout -> "no answer in time";
      default -> causes(e);
    };
  }

  private String causes(Throwable e) {
    var words = new ArrayList<String>();
    for (Throwable cause = e; cause != null && words.size() < 4; cause = cause.getCause()) {
      String message = clean(cause.getMessage());
      if (words.stream().noneMatch(w -> w.contains(message))) {
        words.add(cause.getClass().getSimpleName() + ": " + message);
      }
    }
    return String.join(", ", words);
  }

  /** The text without secrets and control characters, and no longer than a line or two. */
  String clean(@Nullable String text) {
    if (text == null) {
      return "no further word";
    }
    String cleaned = text;
    for (String secret : secrets) {
      cleaned = cleaned.replace(secret, "(redacted)");
    }
    cleaned = cleaned.replaceAll("[\\p{Cntrl}\\s]+", " ").strip();
    return cleaned.length() <= MAX_WORDS ? cleaned : cleaned.substring(0, MAX_WORDS) + "…";
  }

  private static String advice(Kind kind) {
    return switch (kind) {
      case NOT_AUTHENTICATED ->
          "check the configured user and password (since 4.0 a PowerFlex Manager user, not an MDM"
              + " one)";
      case NOT_PERMITTED ->
          "give the user a role that may change volumes (FrontendConfigure or Administrator), and"
              + " see whether its password must be changed";
      case NOT_READY -> "see whether the gateway is enabled and connected to the primary MDM";
      case UNREACHABLE -> "check the address, the network, and whether the gateway runs";
      case UNTRUSTED ->
          "configure the gateway's CA file or certificate fingerprint, if it is the right one";
      case OUTCOME_UNKNOWN -> "it may or may not have happened; repeat the call";
      case TIMED_OUT, BUSY, REMOVAL_IN_PROGRESS -> "repeat the call";
      case NO_CAPACITY -> "free or add capacity in this pool, or use another one";
      case LIMIT_REACHED -> "the array holds no more of this kind; remove some";
      case SDC_NOT_APPROVED -> "approve the SDC on the array (scli --add_sdc)";
      case DOMAIN_NOT_ACTIVE -> "have the protection domain activated, with devices on three hosts";
      case POOL_NOT_FOUND, DOMAIN_NOT_FOUND -> "check the configured storage pool";
      case VOLUME_MAPPED -> "unmap it first";
      case INVALID_REQUEST ->
          "see whether the address is that of a ScaleIO gateway; else report this, it is our fault"
              + " or the release is too new";
      case UNEXPECTED ->
          "repeat the call; if it stays so, see what stands between this host and the gateway";
      case REFUSED -> "the reason is the array's own; its events and alerts may tell more";
      case VOLUME_NOT_FOUND,
          NAME_IN_USE,
          INVALID_NAME,
          ILLEGAL_SIZE,
          SDC_NOT_FOUND,
          ALREADY_MAPPED,
          MAPPED_ELSEWHERE,
          NOT_MAPPED,
          NOTHING_TO_DO ->
          "";
    };
  }
}
