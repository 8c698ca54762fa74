package org.csiscaleio.emulator.model;

/** A pool with some of its figures changed. */
public final class PoolEdit {
  private final StoragePool pool;
  private long capacityKib;
  private int sparePercent;
  private boolean zeroPadding;
  private long thinWrittenKib;
  private int high;
  private int critical;
  private PoolDamage damage;

  private PoolEdit(StoragePool pool) {
    this.pool = pool;
    this.capacityKib = pool.capacityKib();
    this.sparePercent = pool.sparePercent();
    this.zeroPadding = pool.zeroPadding();
    this.thinWrittenKib = pool.thinWrittenKib();
    this.high = pool.highThreshold();
    this.critical = pool.criticalThreshold();
    this.damage = pool.damage();
  }

  public static PoolEdit of(StoragePool pool) {
    return new PoolEdit(pool);
  }

  public PoolEdit capacityKib(long kib) {
    this.capacityKib = kib;
    return this;
  }

  public PoolEdit sparePercent(int percent) {
    this.sparePercent = percent;
    return this;
  }

  public PoolEdit zeroPadding(boolean on) {
    this.zeroPadding = on;
    return this;
  }

  public PoolEdit thinWrittenKib(long kib) {
    this.thinWrittenKib = kib;
    return this;
  }

  public PoolEdit thresholds(int highPercent, int criticalPercent) {
    this.high = highPercent;
    this.critical = criticalPercent;
    return this;
  }

  public PoolEdit damage(PoolDamage now) {
    this.damage = now;
    return this;
  }

  public StoragePool done() {
    return new StoragePool(
        pool.id(),
        pool.name(),
        pool.domainId(),
        capacityKib,
        sparePercent,
        zeroPadding,
        thinWrittenKib,
        high,
        critical,
        damage);
  }
}
