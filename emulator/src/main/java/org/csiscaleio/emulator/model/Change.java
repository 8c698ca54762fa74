package org.csiscaleio.emulator.model;

import java.util.ArrayList;
import java.util.List;

/**
 * All that one call changes: committed whole or not at all. Rules are checked before anything is
 * put in here.
 */
public final class Change {
  private final ArrayTables tables;
  private final List<Object> puts = new ArrayList<>();
  private final List<Long> removedVolumes = new ArrayList<>();
  private final List<Long> removedVTrees = new ArrayList<>();
  private final List<Long> removedSdcs = new ArrayList<>();
  private final List<Integer> takenVolumeSlots = new ArrayList<>();
  private final List<Integer> takenVTreeSlots = new ArrayList<>();
  private final List<Runnable> beforehand = new ArrayList<>();
  private final List<Runnable> afterwards = new ArrayList<>();

  Change(ArrayTables tables) {
    this.tables = tables;
  }

  ArrayTables tables() {
    return tables;
  }

  long newVolumeId() {
    int slot = tables.volumeSlots().takeSlot();
    takenVolumeSlots.add(slot);
    return ObjectId.make(tables.nextGeneration(), slot);
  }

  long newVTreeId() {
    int slot = tables.vtreeSlots().takeSlot();
    takenVTreeSlots.add(slot);
    return ObjectId.make(tables.nextGeneration(), slot);
  }

  /** An id for something of which there are few. */
  long newId(int slot) {
    return ObjectId.make(tables.nextGeneration(), slot);
  }

  void put(Volume volume) {
    puts.add(volume);
  }

  void put(VTree vtree) {
    puts.add(vtree);
  }

  void put(Sdc sdc) {
    puts.add(sdc);
  }

  void put(StoragePool pool) {
    puts.add(pool);
  }

  void put(SystemSettings settings) {
    puts.add(settings);
  }

  void put(ProtectionDomain domain) {
    puts.add(domain);
  }

  void removeVolume(long id) {
    removedVolumes.add(id);
  }

  void removeVTree(long id) {
    removedVTrees.add(id);
  }

  void removeSdc(long id) {
    removedSdcs.add(id);
  }

  /** Done before the commit, in order; what fails there keeps the change from being made. */
  void beforehand(Runnable action) {
    beforehand.add(action);
  }

  void prepare() {
    beforehand.forEach(Runnable::run);
  }

  /** Done after the commit, in order: telling the hosts. */
  void afterwards(Runnable action) {
    afterwards.add(action);
  }

  /** What is added or replaced, in order: {@link Volume}, {@link VTree}, {@link Sdc} and so on. */
  public List<Object> puts() {
    return puts;
  }

  public List<Long> removedVolumes() {
    return removedVolumes;
  }

  public List<Long> removedVTrees() {
    return removedVTrees;
  }

  public List<Long> removedSdcs() {
    return removedSdcs;
  }

  /** The generation to go on from after a restart. */
  public int generation() {
    return tables.generation();
  }

  boolean isEmpty() {
    return puts.isEmpty()
        && removedVolumes.isEmpty()
        && removedVTrees.isEmpty()
        && removedSdcs.isEmpty();
  }

  void apply() {
    for (Object put : puts) {
      switch (put) {
        case Volume volume -> tables.put(volume);
        case VTree vtree -> tables.put(vtree);
        case Sdc sdc -> tables.put(sdc);
        case StoragePool pool -> tables.put(pool);
        case ProtectionDomain domain -> tables.put(domain);
        case SystemSettings settings -> tables.put(settings);
        default -> throw new IllegalStateException("not an object of the array: " + put);
      }
    }
    removedVolumes.forEach(tables::removeVolume);
    removedVTrees.forEach(tables::removeVTree);
    removedSdcs.forEach(tables::removeSdc);
    afterwards.forEach(Runnable::run);
  }

  void abandon() {
    takenVolumeSlots.forEach(tables.volumeSlots()::giveBack);
    takenVTreeSlots.forEach(tables.vtreeSlots()::giveBack);
  }
}
