package org.csiscaleio.gateway.http;

import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.csiscaleio.gateway.GatewayException;
import org.csiscaleio.gateway.GatewayException.Kind;
import org.csiscaleio.gateway.GatewayVersion;
import org.csiscaleio.operation.Deadline;
import org.csiscaleio.operation.meter.Measurement;
import org.csiscaleio.operation.meter.Meter;
import org.jspecify.annotations.Nullable;

/**
 * The session at one gateway, shared by all requests to it. One login at a time: who finds one
 * under way waits for it and shares what becomes of it, good or bad, so that a wrong password is
 * not tried once per waiting request.
 */
final class Sessions {
  private final Login login;
  private final LongSupplier nanoTime;
  private final Meter meter;
  private final ReentrantLock oneAtATime = new ReentrantLock(true);
  private volatile @Nullable Session session;
  private volatile int attempts;
  private volatile @Nullable GatewayException lastFailure;

  Sessions(Login login, LongSupplier nanoTime, Meter meter) {
    this.login = login;
    this.nanoTime = nanoTime;
    this.meter = meter;
  }

  /**
   * A session that the gateway should still know; logs in when there is none.
   *
   * @throws GatewayException when the login did not succeed; nothing else was sent
   */
  Session current(Deadline deadline) {
    Session now = session;
    if (now == null || !now.isFresh(nanoTime.getAsLong())) {
      now = loginInsteadOf(now, deadline);
    }
    now.use(nanoTime.getAsLong());
    return now;
  }

  /** The version of the gateway; logs in when that was never done. */
  GatewayVersion version(Deadline deadline) {
    Session now = session;
    return now == null ? current(deadline).version() : now.version();
  }

  /** A session other than {@code refused}, which the gateway did not accept. */
  Session replacing(Session refused, Deadline deadline) {
    Session now = session;
    return now != null && now != refused ? now : loginInsteadOf(refused, deadline);
  }

  /** The session there is, if any; gone afterwards. */
  Optional<Session> take() {
    Session now = session;
    session = null;
    return Optional.ofNullable(now);
  }

  private Session loginInsteadOf(@Nullable Session old, Deadline deadline) {
    int seen = attempts;
    waitForTurn(deadline);
    try {
      Session now = session;
      if (now != null && now != old && now.isFresh(nanoTime.getAsLong())) {
        return now;
      }
      GatewayException shared = lastFailure;
      // One that only ran out of its own time says nothing about the gateway.
      if (attempts != seen && shared != null && shared.kind() != Kind.TIMED_OUT) {
        throw new GatewayException(shared.kind(), shared.message(), shared);
      }
      return logIn(deadline);
    } finally {
      oneAtATime.unlock();
    }
  }

  @SuppressWarnings("NonAtomicVolatileUpdate") // written under the lock only
  private Session logIn(Deadline deadline) {
    try {
      Session fresh = login.login(deadline);
      session = fresh;
      lastFailure = null;
      meter.note(new Measurement.GatewayLogin(login.place(), "OK"));
      return fresh;
    } catch (GatewayException e) {
      lastFailure = e;
      meter.note(new Measurement.GatewayLogin(login.place(), e.kind().name()));
      throw e;
    } finally {
      attempts++;
    }
  }

  private void waitForTurn(Deadline deadline) {
    try {
      if (oneAtATime.tryLock(deadline.remaining().toNanos(), TimeUnit.NANOSECONDS)) {
        return;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    throw login.tookTooLong();
  }
}
