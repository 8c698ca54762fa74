package org.csiscaleio.gateway;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.csiscaleio.operation.Deadline;
import org.jspecify.annotations.Nullable;

/**
 * What a test wants to go wrong with the next calls of a kind to a {@link FakeScaleIoSystem}. Each
 * fault is used up by one call; several for the same kind are used in order.
 */
public final class FakeFaults {
  /** Held by the test: the call that ran into it waits until {@link #release}. */
  public static final class Block {
    private final CountDownLatch reached = new CountDownLatch(1);
    private final CountDownLatch released = new CountDownLatch(1);

    /** Waits until a call stands at the block; fails the test after 10 s. */
    public void awaitReached() {
      try {
        if (!reached.await(10, TimeUnit.SECONDS)) {
          throw new AssertionError("no call came to the block within 10 s");
        }
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
    }

    /** Lets the call go on. */
    public void release() {
      released.countDown();
    }
  }

  sealed interface Fault {
    record Delay(Duration time) implements Fault {}

    record Hold(Block block) implements Fault {}

    record Fail(GatewayException.Kind kind) implements Fault {}

    record LoseAnswer() implements Fault {}
  }

  private final Map<FakeScaleIoSystem.Call, Deque<Fault>> pending =
      new EnumMap<>(FakeScaleIoSystem.Call.class);

  /**
   * The next call of that kind takes so long; one whose deadline is sooner ends TIMED_OUT without
   * having done anything.
   */
  public void delay(FakeScaleIoSystem.Call call, Duration time) {
    add(call, new Fault.Delay(time));
  }

  /** The next call of that kind stops, before it does anything, until the test lets it go. */
  public Block block(FakeScaleIoSystem.Call call) {
    var block = new Block();
    add(call, new Fault.Hold(block));
    return block;
  }

  /** The next call of that kind does nothing and fails. */
  public void fail(FakeScaleIoSystem.Call call, GatewayException.Kind kind) {
    add(call, new Fault.Fail(kind));
  }

  /** The next calls of that kind do nothing and fail. */
  public void fail(FakeScaleIoSystem.Call call, GatewayException.Kind kind, int times) {
    for (int i = 0; i < times; i++) {
      fail(call, kind);
    }
  }

  /** The next call of that kind is carried out, and then ends OUTCOME_UNKNOWN. */
  public void loseAnswer(FakeScaleIoSystem.Call call) {
    add(call, new Fault.LoseAnswer());
  }

  /** Forgets the faults that no call ran into yet. */
  public void clear() {
    synchronized (pending) {
      pending.clear();
    }
  }

  private void add(FakeScaleIoSystem.Call call, Fault fault) {
    synchronized (pending) {
      pending.computeIfAbsent(call, c -> new ArrayDeque<>()).add(requireNonNull(fault));
    }
  }

  /** Suffers the next fault of that kind, up to the point where the call would be carried out. */
  @Nullable Fault before(FakeScaleIoSystem.Call call, Deadline deadline) {
    Fault fault;
    synchronized (pending) {
      Deque<Fault> faults = pending.get(call);
      fault = faults == null ? null : faults.poll();
    }
    switch (fault) {
      case null -> {}
      case Fault.Delay delay -> wait(call, delay.time(), deadline);
      case Fault.Hold hold -> hold(call, hold.block(), deadline);
      case Fault.Fail fail -> throw new GatewayException(fail.kind(), call + " was made to fail");
      case Fault.LoseAnswer lose -> {}
    }
    if (deadline.expired()) {
      throw timedOut(call);
    }
    return fault;
  }

  /** What becomes of the answer of a call that was carried out. */
  void after(FakeScaleIoSystem.Call call, @Nullable Fault fault) {
    if (fault instanceof Fault.LoseAnswer) {
      throw new GatewayException(
          GatewayException.Kind.OUTCOME_UNKNOWN, "the answer to " + call + " was lost");
    }
  }

  private static void wait(FakeScaleIoSystem.Call call, Duration time, Deadline deadline) {
    Deadline until = deadline.orAfter(time);
    while (!until.expired()) {
      LockSupport.parkNanos(until.remaining().toNanos());
    }
    if (deadline.expired()) {
      throw timedOut(call);
    }
  }

  private static void hold(FakeScaleIoSystem.Call call, Block block, Deadline deadline) {
    block.reached.countDown();
    try {
      if (!block.released.await(deadline.remaining().toNanos(), TimeUnit.NANOSECONDS)) {
        throw timedOut(call);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw timedOut(call);
    }
  }

  private static GatewayException timedOut(FakeScaleIoSystem.Call call) {
    return new GatewayException(GatewayException.Kind.TIMED_OUT, call + " did not end in time");
  }
}
