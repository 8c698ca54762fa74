package org.csiscaleio.emulator.model;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * All objects of the array and what is counted of them. Holds no rules; is changed only by
 * committing a {@link Change} or by loading. Not safe for threads: {@link StorageArray} guards it.
 */
public final class ArrayTables {
  private final Map<Long, ProtectionDomain> domains = new LinkedHashMap<>();
  private final Map<Long, StoragePool> pools = new LinkedHashMap<>();
  private final Map<Long, Sdc> sdcs = new LinkedHashMap<>();
  private final SlotTable<Volume> volumes = new SlotTable<>(Volume::id);
  private final SlotTable<VTree> vtrees = new SlotTable<>(VTree::id);
  private final Map<String, Volume> volumesByName = new HashMap<>();
  private final Map<Long, PoolUsage> usage = new HashMap<>();
  private final Map<Long, Integer> mappingsBySdc = new HashMap<>();
  private SystemSettings settings = SystemSettings.INSTALLED;
  private int mappings;
  private int generation;

  /** Starts the ids' generations somewhere that another array does not. */
  public ArrayTables(long systemId) {
    generation = (int) ((systemId ^ (systemId >>> 32)) & 0x3fff_ffff) | 0x1000_0000;
  }

  public int generation() {
    return generation;
  }

  /** While loading: generations go on from here. */
  public void continueGenerations(int last) {
    generation = Math.max(generation, last);
  }

  int nextGeneration() {
    return ++generation;
  }

  SlotTable<Volume> volumeSlots() {
    return volumes;
  }

  SlotTable<VTree> vtreeSlots() {
    return vtrees;
  }

  /** Replaces. */
  public void put(SystemSettings newSettings) {
    settings = newSettings;
  }

  public SystemSettings settings() {
    return settings;
  }

  /** Adds or replaces. */
  public void put(ProtectionDomain domain) {
    domains.put(domain.id(), domain);
  }

  /** Adds or replaces. */
  public void put(StoragePool pool) {
    pools.put(pool.id(), pool);
  }

  /** Adds or replaces. */
  public void put(Sdc sdc) {
    sdcs.put(sdc.id(), sdc);
  }

  /** Adds or replaces. */
  public void put(VTree vtree) {
    vtrees.put(vtree);
  }

  /** Adds or replaces. */
  public void put(Volume volume) {
    Volume before = volumes.put(volume);
    if (before != null) {
      forget(before);
    }
    if (volume.name() != null) {
      volumesByName.put(volume.name(), volume);
    }
    usage(volume.poolId()).add(volume);
    for (Mapping mapping : volume.mappings()) {
      mappingsBySdc.merge(mapping.sdcId(), 1, Integer::sum);
    }
    mappings += volume.mappings().size();
  }

  private void forget(Volume volume) {
    if (volume.name() != null) {
      volumesByName.remove(volume.name());
    }
    usage(volume.poolId()).takeAway(volume);
    for (Mapping mapping : volume.mappings()) {
      mappingsBySdc.merge(mapping.sdcId(), -1, Integer::sum);
    }
    mappings -= volume.mappings().size();
  }

  public void removeVolume(long id) {
    Volume removed = volumes.remove(id);
    if (removed != null) {
      forget(removed);
    }
  }

  public void removeVTree(long id) {
    vtrees.remove(id);
  }

  public void removeSdc(long id) {
    sdcs.remove(id);
  }

  public void removePool(long id) {
    pools.remove(id);
  }

  public void removeDomain(long id) {
    domains.remove(id);
  }

  public Collection<ProtectionDomain> domains() {
    return List.copyOf(domains.values());
  }

  public Collection<StoragePool> pools() {
    return List.copyOf(pools.values());
  }

  public Collection<Sdc> sdcs() {
    return List.copyOf(sdcs.values());
  }

  /** All of this moment; cheap, since volumes are immutable. */
  public List<Volume> volumes() {
    return volumes.all();
  }

  public List<VTree> vtrees() {
    return vtrees.all();
  }

  public int volumeCount() {
    return volumes.size();
  }

  public List<Volume> volumesWhere(Predicate<Volume> wanted) {
    List<Volume> found = new ArrayList<>();
    volumes.forEach(volume -> {
      if (wanted.test(volume)) {
        found.add(volume);
      }
    });
    return found;
  }

  public @Nullable Volume volumeByName(String name) {
    return volumesByName.get(name);
  }

  /** Refuses when there is none. */
  public Volume volume(long id) {
    return found(volumes.get(id), ErrorCode.VOL_NOT_FOUND);
  }

  public @Nullable Volume volumeOrNull(long id) {
    return volumes.get(id);
  }

  /** Refuses when there is none. */
  public VTree vtree(long id) {
    return found(vtrees.get(id), ErrorCode.VTREE_NOT_FOUND);
  }

  public @Nullable VTree vtreeOrNull(long id) {
    return vtrees.get(id);
  }

  /** Refuses when there is none. */
  public StoragePool pool(long id) {
    return found(pools.get(id), ErrorCode.STORAGE_POOL_NOT_FOUND);
  }

  /** Refuses when there is none. */
  public ProtectionDomain domain(long id) {
    return found(domains.get(id), ErrorCode.FD_NOT_FOUND);
  }

  /** Refuses when there is none. */
  public Sdc sdc(long id) {
    return found(sdcs.get(id), ErrorCode.INI_NOT_FOUND);
  }

  public @Nullable Sdc sdcOrNull(long id) {
    return sdcs.get(id);
  }

  private static <T> T found(@Nullable T object, ErrorCode otherwise) {
    if (object == null) {
      throw RequestRefused.mdm(otherwise);
    }
    return object;
  }

  PoolUsage usage(long poolId) {
    return usage.computeIfAbsent(poolId, id -> new PoolUsage());
  }

  /** As of now, for keeping. */
  public PoolUsage usageNow(long poolId) {
    return usage(poolId).copy();
  }

  public PoolCapacity capacity(StoragePool pool) {
    return PoolCapacity.of(pool, usage(pool.id()));
  }

  public int mappingsOf(long sdcId) {
    return mappingsBySdc.getOrDefault(sdcId, 0);
  }

  int mappings() {
    return mappings;
  }

  int volumesInDomain(long domainId) {
    int count = 0;
    for (StoragePool pool : pools.values()) {
      if (pool.domainId() == domainId) {
        count += usage(pool.id()).volumes();
      }
    }
    return count;
  }
}
