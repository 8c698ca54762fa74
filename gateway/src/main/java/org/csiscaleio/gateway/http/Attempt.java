package org.csiscaleio.gateway.http;

import org.csiscaleio.gateway.GatewayException;

/** What became of one attempt to have one request carried out by one gateway. */
sealed interface Attempt<T> {

  /** Carried out. */
  record Answered<T>(T value) implements Attempt<T> {}

  /** Not carried out because the gateway no longer knows our session. */
  record SessionRefused<T>(GatewayException failure) implements Attempt<T> {}

  /** Not carried out, for good. */
  record Refused<T>(GatewayException failure) implements Attempt<T> {}

  /** Not carried out because the array is busy; the same may succeed a moment later. */
  record Busy<T>(GatewayException failure) implements Attempt<T> {}

  /**
   * Not carried out (or it changes nothing, so that it does not matter), and another gateway may do
   * better.
   *
   * @param passing whether the same gateway, too, may do better at once
   */
  record Elsewhere<T>(GatewayException failure, boolean passing) implements Attempt<T> {}

  /** It changes something, was sent, and nobody knows whether it was carried out. */
  record Doubtful<T>(GatewayException failure) implements Attempt<T> {}

  /** The same failure of a request with another kind of answer. */
  static <A, B> Attempt<B> sameFailure(Attempt<A> failed) {
    return switch (failed) {
      case Answered<A>(A value) -> throw new IllegalArgumentException("no failure: " + value);
      case SessionRefused<A>(GatewayException failure) -> new SessionRefused<>(failure);
      case Refused<A>(GatewayException failure) -> new Refused<>(failure);
      case Busy<A>(GatewayException failure) -> new Busy<>(failure);
      case Elsewhere<A>(GatewayException failure, boolean passing) ->
          new Elsewhere<>(failure, passing);
      case Doubtful<A>(GatewayException failure) -> new Doubtful<>(failure);
    };
  }
}
