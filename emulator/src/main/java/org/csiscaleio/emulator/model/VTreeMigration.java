package org.csiscaleio.emulator.model;

/**
 * A family's way to another pool.
 *
 * @param leftMillis of work
 * @param sinceMillis the gateway's clock when it went on last; 0 while it is paused
 */
public record VTreeMigration(long destinationPoolId, long leftMillis, long sinceMillis) {
  public boolean paused() {
    return sinceMillis == 0;
  }

  VTreeMigration pausedAt(long nowMillis) {
    return paused()
        ? this
        : new VTreeMigration(
            destinationPoolId, Math.max(0, leftMillis - (nowMillis - sinceMillis)), 0);
  }

  VTreeMigration resumedAt(long nowMillis) {
    return paused() ? new VTreeMigration(destinationPoolId, leftMillis, nowMillis) : this;
  }

  boolean over(long nowMillis) {
    return !paused() && nowMillis - sinceMillis >= leftMillis;
  }
}
