package org.csiscaleio.emulator.control;

import org.jspecify.annotations.Nullable;

/**
 * A fault to be done.
 *
 * @param kind the kind of request, or {@code *} for all
 * @param millis how long to wait before doing anything; for a fail-over, how long it lasts
 * @param status of {@link FaultAction#STATUS}
 * @param skip how many matching requests pass before the first is hit
 * @param times how many are hit; negative = all
 */
public record Fault(
    int id,
    String kind,
    FaultAction action,
    long millis,
    int status,
    @Nullable String body,
    String contentType,
    int skip,
    int times) {
  Fault with(int newId, int newSkip, int newTimes) {
    return new Fault(newId, kind, action, millis, status, body, contentType, newSkip, newTimes);
  }

  boolean matches(String requestKind) {
    return kind.equals("*") || kind.equals(requestKind);
  }
}
