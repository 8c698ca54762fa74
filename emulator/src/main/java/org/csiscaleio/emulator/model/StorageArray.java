package org.csiscaleio.emulator.model;

import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The array: one call at a time changes it, whole or not at all, like the MDM that it stands for.
 * The rules of the calls are in {@link VolumeOperations}, {@link MappingOperations}, {@link
 * SnapshotOperations}, {@link MigrationOperations}, {@link SdcOperations}, {@link SdcApprovals} and
 * {@link Inventory}.
 */
public final class StorageArray {
  private final ReentrantLock lock = new ReentrantLock();
  private final ArrayTables tables;
  private final ChangeLog log;
  private final ApiVersion version;
  private final EmulatorClock clock;
  private final HostBoard hosts;
  private final Queue<Removal> removals = new ArrayDeque<>();
  private final Set<Long> migrating = new HashSet<>();
  private long removalMillis;
  private long migrationMillis;

  private record Removal(long volumeId, long dueMillis) {}

  public StorageArray(
      ArrayTables tables, ChangeLog log, ApiVersion version, EmulatorClock clock, HostBoard hosts) {
    this.tables = tables;
    this.log = log;
    this.version = version;
    this.clock = clock;
    this.hosts = hosts;
  }

  public ApiVersion version() {
    return version;
  }

  EmulatorClock clock() {
    return clock;
  }

  HostBoard hosts() {
    return hosts;
  }

  /** Looks at the array at one moment. Keep nothing of the tables but the objects they gave. */
  public <T extends @Nullable Object> T read(Function<ArrayTables, T> reader) {
    lock.lock();
    try {
      finishWhatIsDue();
      return reader.apply(tables);
    } finally {
      lock.unlock();
    }
  }

  /**
   * Changes the array.
   *
   * @throws RequestRefused when a rule is against it; nothing has changed then
   */
  <T> T change(Function<Change, T> changer) {
    lock.lock();
    try {
      finishWhatIsDue();
      return commit(changer);
    } finally {
      lock.unlock();
    }
  }

  private <T> T commit(Function<Change, T> changer) {
    Change change = new Change(tables);
    boolean committed = false;
    try {
      T result = changer.apply(change);
      change.prepare();
      if (!change.isEmpty()) {
        log.append(change, tables);
      }
      change.apply();
      committed = true;
      return result;
    } finally {
      if (!committed) {
        change.abandon();
      }
    }
  }

  /** From now on a removed volume lingers this long; 0 = it is gone at once. */
  public void removeSlowly(long millis) {
    lock.lock();
    try {
      removalMillis = millis;
    } finally {
      lock.unlock();
    }
  }

  /** Whether removals take time; to be asked within {@link #change}. */
  boolean removesSlowly() {
    return removalMillis > 0;
  }

  void beginRemoval(long volumeId) {
    removals.add(new Removal(volumeId, clock.millis() + removalMillis));
  }

  /** At start: what was being removed when the process ended is removed. */
  public void finishRemovalsOfLastTime() {
    lock.lock();
    try {
      for (Volume volume : tables.volumesWhere(Volume::removing)) {
        drop(volume.id());
      }
    } finally {
      lock.unlock();
    }
  }

  /** From now on moving a family takes this long; 0 = it is moved at once. */
  public void migrateSlowly(long millis) {
    lock.lock();
    try {
      migrationMillis = millis;
    } finally {
      lock.unlock();
    }
  }

  /** How long moving a family takes; to be asked within {@link #change}. */
  long migrationMillis() {
    return migrationMillis;
  }

  void watchMigration(long vtreeId) {
    migrating.add(vtreeId);
  }

  /** At start: what was on its way when the process ended goes on. */
  public void resumeMigrationsOfLastTime() {
    lock.lock();
    try {
      tables.vtrees().stream()
          .filter(vtree -> vtree.migration() != null)
          .forEach(vtree -> watchMigration(vtree.id()));
    } finally {
      lock.unlock();
    }
  }

  private void finishWhatIsDue() {
    finishRemovals();
    for (long vtreeId : List.copyOf(migrating)) {
      VTree vtree = tables.vtreeOrNull(vtreeId);
      VTreeMigration migration = vtree == null ? null : vtree.migration();
      if (vtree == null || migration == null) {
        migrating.remove(vtreeId);
      } else if (migration.over(clock.millis())) {
        migrating.remove(vtreeId);
        commit(change -> {
          MigrationOperations.finish(change, vtree, migration);
          return vtreeId;
        });
      }
    }
  }

  private void finishRemovals() {
    while (!removals.isEmpty() && removals.element().dueMillis() <= clock.millis()) {
      drop(removals.remove().volumeId());
    }
  }

  private void drop(long volumeId) {
    commit(change -> {
      VolumeFamily.drop(change, List.of(tables.volume(volumeId)), hosts);
      return volumeId;
    });
  }
}
