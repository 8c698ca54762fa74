package org.csiscaleio.emulator.control;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.csiscaleio.emulator.model.EmulatorClock;
import org.jspecify.annotations.Nullable;

/** Faults that are still to be done, in the order they were asked for. */
public final class Faults {
  private final EmulatorClock clock;
  private final List<Pending> pending = new ArrayList<>();
  private int lastId;

  private static final class Pending {
    private final Fault fault;
    private int toSkip;
    private int toHit;
    private long failoverEnds;

    Pending(Fault fault) {
      this.fault = fault;
      this.toSkip = fault.skip();
      this.toHit = fault.times();
    }
  }

  public Faults(EmulatorClock clock) {
    this.clock = clock;
  }

  /** Adds a fault; returns its id. The fault's own id is ignored. */
  public synchronized int add(Fault fault) {
    lastId++;
    pending.add(new Pending(fault.with(lastId, fault.skip(), fault.times())));
    return lastId;
  }

  public synchronized void clear() {
    pending.clear();
  }

  /** Those that are not used up, with what is left of skip and times. */
  public synchronized List<Fault> left() {
    List<Fault> left = new ArrayList<>();
    for (Pending one : pending) {
      left.add(one.fault.with(one.fault.id(), one.toSkip, one.toHit));
    }
    return left;
  }

  /** The fault that hits this request; it is then one time nearer to its end. */
  public synchronized @Nullable Fault take(String requestKind) {
    for (Iterator<Pending> all = pending.iterator(); all.hasNext(); ) {
      Pending one = all.next();
      if (!one.fault.matches(requestKind)) {
        continue;
      }
      if (one.toSkip > 0) {
        one.toSkip--;
        continue;
      }
      if (one.fault.action() == FaultAction.MDM_FAILOVER) {
        if (failoverIsOver(one)) {
          all.remove();
          continue;
        }
        return one.fault;
      }
      if (one.toHit > 0 && --one.toHit == 0) {
        all.remove();
      }
      return one.fault;
    }
    return null;
  }

  private boolean failoverIsOver(Pending one) {
    if (one.failoverEnds == 0) {
      one.failoverEnds = clock.millis() + one.fault.millis();
    }
    return clock.millis() >= one.failoverEnds;
  }
}
