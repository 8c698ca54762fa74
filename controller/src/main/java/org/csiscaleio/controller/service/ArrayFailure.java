package org.csiscaleio.controller.service;

import java.util.function.Supplier;
import org.csiscaleio.gateway.GatewayException;
import org.csiscaleio.operation.Failure;

/** Says what was being done when the array or the way to it failed. */
final class ArrayFailure {
  private ArrayFailure() {}

  /**
   * The same failure, of the same code, with what was tried in front and what to do behind it.
   *
   * @param attempt e.g. {@code mapping volume x to SDC y}
   */
  static Failure during(String attempt, GatewayException e) {
    String next =
        e.kind() == GatewayException.Kind.OUTCOME_UNKNOWN
            ? "; whether it was done is not known yet: repeat the call, which finds out"
            : "";
    return new Failure(e.code(), attempt + " failed: " + e.message() + next, e);
  }

  /**
   * Runs an operation whose failures do not all say yet what was being done.
   *
   * @param operation e.g. {@code publishing volume x to node y}
   */
  static <T> T explain(String operation, Supplier<T> work) {
    try {
      return work.get();
    } catch (GatewayException e) {
      throw during(operation, e);
    }
  }

  /** The same with a code and advice of one's own. */
  static Failure during(String attempt, GatewayException e, Failure.Code code, String advice) {
    return new Failure(code, attempt + " failed: " + e.message() + "; " + advice, e);
  }
}
