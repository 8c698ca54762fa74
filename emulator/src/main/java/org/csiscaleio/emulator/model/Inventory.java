package org.csiscaleio.emulator.model;

import java.util.List;
import java.util.function.UnaryOperator;
import org.csiscaleio.emulator.sdc.LinkFault;
import org.jspecify.annotations.Nullable;

/** Setting up domains, pools and SDCs; what an administrator does, not what a client does. */
public final class Inventory {
  private static final int HIGH_THRESHOLD = 80;
  private static final int CRITICAL_THRESHOLD = 90;

  private final StorageArray array;

  public Inventory(StorageArray array) {
    this.array = array;
  }

  /** The domain of that name, made if need be. */
  public ProtectionDomain domain(String name) {
    return array.change(change -> {
      for (ProtectionDomain domain : change.tables().domains()) {
        if (domain.name().equals(name)) {
          return domain;
        }
      }
      long id = change.newId(change.tables().domains().size());
      ProtectionDomain made = new ProtectionDomain(id, name, true);
      change.put(made);
      return made;
    });
  }

  /** The pool of that name in the domain, made if need be, with these figures in any case. */
  public StoragePool pool(
      ProtectionDomain domain,
      String name,
      long capacityKib,
      int sparePercent,
      boolean zeroPadding) {
    return array.change(change -> {
      StoragePool before = find(change.tables(), domain.id(), name);
      StoragePool after =
          new StoragePool(
              before == null ? change.newId(change.tables().pools().size()) : before.id(),
              name,
              domain.id(),
              capacityKib,
              sparePercent,
              zeroPadding,
              before == null ? 0 : before.thinWrittenKib(),
              before == null ? HIGH_THRESHOLD : before.highThreshold(),
              before == null ? CRITICAL_THRESHOLD : before.criticalThreshold(),
              before == null ? PoolDamage.NONE : before.damage());
      change.put(after);
      return after;
    });
  }

  private static @Nullable StoragePool find(ArrayTables tables, long domainId, String name) {
    for (StoragePool pool : tables.pools()) {
      if (pool.domainId() == domainId && pool.name().equals(name)) {
        return pool;
      }
    }
    return null;
  }

  /** Changes a pool. */
  public StoragePool changePool(long poolId, UnaryOperator<StoragePool> how) {
    return array.change(change -> {
      StoragePool after = how.apply(change.tables().pool(poolId));
      change.put(after);
      return after;
    });
  }

  /** Activates or inactivates a domain. */
  public void setActive(long domainId, boolean active) {
    array.change(change -> {
      ProtectionDomain domain = change.tables().domain(domainId);
      change.put(new ProtectionDomain(domainId, domain.name(), active));
      return domainId;
    });
  }

  /** The SDC of that GUID registers: it is connected; its id is the one it always had. */
  public Sdc sdc(String guid, @Nullable String name, String ip, long linkDelayMillis) {
    return array.change(change -> {
      int slot = 0;
      for (Sdc sdc : change.tables().sdcs()) {
        if (sdc.guid().equals(guid)) {
          Sdc back = sdc.registered(name, ip, linkDelayMillis);
          change.put(back);
          return back;
        }
        slot = Math.max(slot, ObjectId.slot(sdc.id()) + 1);
      }
      boolean approved = change.tables().settings().admission().approvesNewcomers();
      Sdc made =
          new Sdc(
              change.newId(slot),
              guid,
              name,
              ip,
              approved,
              approved ? List.of(ip) : List.of(),
              true,
              linkDelayMillis,
              LinkFault.NONE);
      change.put(made);
      return made;
    });
  }

  /** The SDC is no longer there; the MDM still lists it. */
  public void sdcIsAway(long sdcId) {
    array.change(change -> {
      Sdc sdc = change.tables().sdc(sdcId);
      change.put(new SdcBehaviour(false, null, null, null).over(sdc));
      return sdcId;
    });
  }
}
