package org.csiscaleio.model;

import io.grpc.Status;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * One call, and what may come of it.
 *
 * @param what it is, for people
 * @param call makes it; may be made again until it ends for good
 * @param success judges the answer and changes the model; empty when it must be refused
 * @param refusals the codes it may be refused with
 */
record Step<T>(
    String what, Supplier<T> call, Optional<Consumer<T>> success, Set<Status.Code> refusals) {
  /** A call that has to succeed. */
  static <T> Step<T> succeeds(String what, Supplier<T> call, Consumer<T> success) {
    return new Step<>(what, call, Optional.of(success), Set.of());
  }

  /** A call that has to be refused. */
  static <T> Step<T> refused(String what, Supplier<T> call, Status.Code... codes) {
    return new Step<>(what, call, Optional.empty(), Set.of(codes));
  }

  /** A call for which the specification, or what the array can tell, leaves it open. */
  static <T> Step<T> either(
      String what, Supplier<T> call, Consumer<T> success, Status.Code... codes) {
    return new Step<>(what, call, Optional.of(success), Set.of(codes));
  }

  /** Judges what came of it. */
  String judge(T answer) {
    if (success.isEmpty()) {
      throw new AssertionError("it succeeded, and had to be refused with " + refusals);
    }
    success.get().accept(answer);
    return "OK";
  }

  String judge(Status status) {
    if (!refusals.contains(status.getCode())) {
      throw new AssertionError(
          "it ended as "
              + status
              + "; permitted are "
              + refusals
              + (success.isPresent() ? " and success" : ""));
    }
    return status.getCode().toString();
  }
}
