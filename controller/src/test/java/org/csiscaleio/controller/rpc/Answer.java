package org.csiscaleio.controller.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.stub.StreamObserver;
import java.util.ArrayList;
import java.util.List;

/** Keeps what a binding answered. */
final class Answer<T> implements StreamObserver<T> {
  private final List<T> messages = new ArrayList<>();
  private boolean completed;

  @Override
  public void onNext(T message) {
    messages.add(message);
  }

  @Override
  public void onError(Throwable failure) {
    throw new AssertionError("a binding throws its failures", failure);
  }

  @Override
  public void onCompleted() {
    completed = true;
  }

  /** The one message of a completed call. */
  T only() {
    assertThat(completed).isTrue();
    assertThat(messages).hasSize(1);
    return messages.getFirst();
  }

  boolean nothing() {
    return messages.isEmpty() && !completed;
  }
}
