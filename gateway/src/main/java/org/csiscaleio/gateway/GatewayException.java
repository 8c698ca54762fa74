package org.csiscaleio.gateway;

import static java.util.Objects.requireNonNull;

import org.csiscaleio.operation.Failure;
import org.jspecify.annotations.Nullable;

/**
 * A call that a ScaleIO gateway, the MDM behind it or the way to them did not carry out. The {@link
 * Kind}s are a closed set; each has the CSI code it means when nobody knows better. Callers that do
 * know better (a delete that finds no volume) look at the kind.
 */
public final class GatewayException extends Failure {
  /** What went wrong, independent of release and wording. */
  public enum Kind {
    /** User or password refused, also after a fresh login. */
    NOT_AUTHENTICATED(Code.UNAUTHENTICATED),
    /** The user's role does not allow it. */
    NOT_PERMITTED(Code.PERMISSION_DENIED),
    /** The gateway answers, but has no MDM (428, 403, 503, fail-over running). */
    NOT_READY(Code.UNAVAILABLE),
    /** Nothing was sent: no connection, TLS refused, all addresses down. */
    UNREACHABLE(Code.UNAVAILABLE),
    /** TLS said no: untrusted certificate, wrong host name, wrong fingerprint. Nothing was sent. */
    UNTRUSTED(Code.UNAVAILABLE),
    /** A changing call was sent and its answer did not come or could not be understood. */
    OUTCOME_UNKNOWN(Code.UNAVAILABLE),
    /** The time ran out before anything that changes something was sent. */
    TIMED_OUT(Code.DEADLINE_EXCEEDED),
    /** The array is busy, try again (68, 69, 164, "Retry later"). */
    BUSY(Code.UNAVAILABLE),
    /** The gateway found fault with the request itself: our bug, or a release too new. */
    INVALID_REQUEST(Code.INTERNAL),
    VOLUME_NOT_FOUND(Code.NOT_FOUND),
    NAME_IN_USE(Code.ALREADY_EXISTS),
    INVALID_NAME(Code.INVALID_ARGUMENT),
    /** Not a multiple of 8 GiB, too large, or smaller than it is. */
    ILLEGAL_SIZE(Code.OUT_OF_RANGE),
    /** No room: capacity, thin allocation limit, critical threshold, reservation. */
    NO_CAPACITY(Code.RESOURCE_EXHAUSTED),
    /** A count limit of the array: volumes, mappings, snapshots in a tree. */
    LIMIT_REACHED(Code.RESOURCE_EXHAUSTED),
    POOL_NOT_FOUND(Code.INVALID_ARGUMENT),
    DOMAIN_NOT_FOUND(Code.INVALID_ARGUMENT),
    DOMAIN_NOT_ACTIVE(Code.FAILED_PRECONDITION),
    SDC_NOT_FOUND(Code.NOT_FOUND),
    SDC_NOT_APPROVED(Code.FAILED_PRECONDITION),
    /** Mapped to this very SDC already (81; 4037 since 4.0). */
    ALREADY_MAPPED(Code.FAILED_PRECONDITION),
    /** Mapped to another SDC, and several mappings were not allowed. */
    MAPPED_ELSEWHERE(Code.FAILED_PRECONDITION),
    /** Not mapped to this SDC (84; 4039 since 4.0). */
    NOT_MAPPED(Code.FAILED_PRECONDITION),
    /** Cannot be removed because it is mapped (104). */
    VOLUME_MAPPED(Code.FAILED_PRECONDITION),
    /** An earlier removal is still running (212). */
    REMOVAL_IN_PROGRESS(Code.UNAVAILABLE),
    /** The array finds that all is as asked already (183). */
    NOTHING_TO_DO(Code.INTERNAL),
    /** An answer nobody could make sense of, to a call that changes nothing. */
    UNEXPECTED(Code.UNAVAILABLE),
    /** The array refused for a reason not listed here; its own words are in the message. */
    REFUSED(Code.INTERNAL);

    private final Code code;

    Kind(Code code) {
      this.code = code;
    }

    /** The CSI code when nobody knows better. */
    public Code code() {
      return code;
    }
  }

  private final Kind kind;

  public GatewayException(Kind kind, String message) {
    this(kind, message, null);
  }

  public GatewayException(Kind kind, String message, @Nullable Throwable cause) {
    super(requireNonNull(kind, "kind is null").code(), message, cause);
    this.kind = kind;
  }

  public Kind kind() {
    return kind;
  }
}
