package org.csiscaleio.image.server;

import io.grpc.ServerCall.Listener;

/** A listener all of whose callbacks run inside something. */
abstract class WrappedListener<Q> extends Listener<Q> {
  private final Listener<Q> wrapped;

  WrappedListener(Listener<Q> wrapped) {
    this.wrapped = wrapped;
  }

  abstract void run(Runnable callback);

  @Override
  public void onMessage(Q message) {
    run(() -> wrapped.onMessage(message));
  }

  /** Where a unary request is complete, and its handler runs. */
  @Override
  public void onHalfClose() {
    run(wrapped::onHalfClose);
  }

  @Override
  public void onCancel() {
    run(wrapped::onCancel);
  }

  @Override
  public void onComplete() {
    run(wrapped::onComplete);
  }

  @Override
  public void onReady() {
    run(wrapped::onReady);
  }
}
