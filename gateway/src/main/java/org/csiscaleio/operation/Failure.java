package org.csiscaleio.operation;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;

/**
 * Why an operation did not do what was asked. The set of {@link Code}s is closed; they bear the
 * names the CSI specification uses, and one place (the server's edge) turns them into gRPC status
 * codes. The message tells an operator what happened, to which object, and what to do next; it
 * never holds a secret.
 */
public class Failure extends RuntimeException {
  /** The kinds of failure CSI knows. What passes by itself is UNAVAILABLE, and only that. */
  public enum Code {
    INVALID_ARGUMENT,
    NOT_FOUND,
    ALREADY_EXISTS,
    OUT_OF_RANGE,
    RESOURCE_EXHAUSTED,
    FAILED_PRECONDITION,
    ABORTED,
    UNAVAILABLE,
    DEADLINE_EXCEEDED,
    UNAUTHENTICATED,
    PERMISSION_DENIED,
    UNIMPLEMENTED,
    INTERNAL
  }

  private final Code code;

  public Failure(Code code, String message) {
    this(code, message, null);
  }

  public Failure(Code code, String message, @Nullable Throwable cause) {
    super(requireNonNull(message, "message is null"), cause);
    this.code = requireNonNull(code, "code is null");
  }

  public Code code() {
    return code;
  }

  /** The message; unlike {@link #getMessage} never null. */
  public String message() {
    return requireNonNull(getMessage());
  }

  public static Failure invalid(String message) {
    return new Failure(Code.INVALID_ARGUMENT, message);
  }

  public static Failure notFound(String message) {
    return new Failure(Code.NOT_FOUND, message);
  }

  public static Failure precondition(String message) {
    return new Failure(Code.FAILED_PRECONDITION, message);
  }

  public static Failure unavailable(String message) {
    return new Failure(Code.UNAVAILABLE, message);
  }

  public static Failure deadlineExceeded(String message) {
    return new Failure(Code.DEADLINE_EXCEEDED, message);
  }

  public static Failure internal(String message, @Nullable Throwable cause) {
    return new Failure(Code.INTERNAL, message, cause);
  }
}
