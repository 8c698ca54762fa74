package org.csiscaleio.emulator.model;

import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicLong;

/** The time the gateway and the array live by; it can be put forward. */
public final class EmulatorClock {
  private final InstantSource source;
  private final AtomicLong aheadMillis = new AtomicLong();

  public EmulatorClock(InstantSource source) {
    this.source = source;
  }

  /** Milliseconds since the epoch. */
  public long millis() {
    return source.millis() + aheadMillis.get();
  }

  public void advanceSeconds(long seconds) {
    aheadMillis.addAndGet(seconds * 1000);
  }
}
