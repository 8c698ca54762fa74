package org.csiscaleio.operation;

import static java.util.Objects.requireNonNull;

import java.util.Optional;
import java.util.function.Supplier;

/**
 * The id of the request this thread works for. It ties together what one request does in all layers
 * and all logs. A thread started on the way does not inherit it; hand it over with {@link #with}.
 */
public final class RequestId {
  private static final ScopedValue<String> CURRENT = ScopedValue.newInstance();

  private RequestId() {}

  /** The id, or empty when this thread does not work for a request. */
  public static Optional<String> current() {
    return CURRENT.isBound() ? Optional.of(CURRENT.get()) : Optional.empty();
  }

  /** Runs {@code work} under that id. */
  public static void with(String id, Runnable work) {
    ScopedValue.where(CURRENT, requireNonNull(id, "id is null")).run(work);
  }

  /** Runs {@code work} under that id. */
  public static <T> T with(String id, Supplier<T> work) {
    return ScopedValue.where(CURRENT, requireNonNull(id, "id is null")).call(work::get);
  }
}
