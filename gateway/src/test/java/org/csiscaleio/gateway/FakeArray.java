package org.csiscaleio.gateway;

import static org.csiscaleio.gateway.FakePool.BLOCK_KIB;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.csiscaleio.gateway.GatewayException.Kind;

/**
 * What the array behind a {@link FakeScaleIoSystem} holds, and its rules: sizes in blocks of 8 GiB,
 * names of at most 31 characters unique over volumes and snapshots, thick and thin capacity,
 * exclusive mappings, no removal while mapped. Safe for use by many threads.
 */
public final class FakeArray {
  public static final String SYSTEM_ID = "1f3c6a2b7d8e9a0f";

  private final GatewayVersion version;
  private final String systemId;
  private final Map<String, ProtectionDomain> domains = new LinkedHashMap<>();
  private final Map<String, FakePool> pools = new LinkedHashMap<>();
  private final Map<String, Sdc> sdcs = new LinkedHashMap<>();
  private final Map<String, Volume> volumes = new LinkedHashMap<>();
  private final Map<String, Long> limits =
      new HashMap<>(Map.of("volumeSizeGb", 1L << 20, "volumes", 131072L, "volumesPerSdc", 8192L));
  private boolean restrictedSdcMode;
  private int idsGiven;

  FakeArray(GatewayVersion version, String systemId) {
    this.version = version;
    this.systemId = systemId;
  }

  // Setting up, as an administrator would.

  /** Adds an active protection domain; returns its id. */
  public synchronized String addProtectionDomain(String name) {
    String id = newId();
    domains.put(id, new ProtectionDomain(id, name, true));
    return id;
  }

  public synchronized void setDomainActive(String domainId, boolean active) {
    domains.computeIfPresent(domainId, (id, d) -> new ProtectionDomain(id, d.name(), active));
  }

  /**
   * Adds a zero-padded pool with 10 % spare; returns its id.
   *
   * @param capacityGib raw, both copies
   */
  public String addStoragePool(String domainId, String name, long capacityGib) {
    return addStoragePool(domainId, name, capacityGib, true);
  }

  public synchronized String addStoragePool(
      String domainId, String name, long capacityGib, boolean zeroPadding) {
    String id = newId();
    long limitKib = capacityGib << 20;
    var description = new StoragePool(id, name, domainId, zeroPadding, false, 80, 90);
    pools.put(
        id,
        new FakePool(description, limitKib, (limitKib / 10) >> 10 << 10, 0, FakePool.Damage.NONE));
    return id;
  }

  /** Adds a zero-padded pool of fine granularity, which takes thin volumes only; returns its id. */
  public synchronized String addFineGranularityPool(
      String domainId, String name, long capacityGib) {
    String id = addStoragePool(domainId, name, capacityGib);
    FakePool pool = requirePool(id);
    pools.put(
        id,
        new FakePool(
            new StoragePool(id, name, domainId, true, true, 80, 90),
            pool.capacityLimitKib(),
            pool.spareKib(),
            0,
            FakePool.Damage.NONE));
    return id;
  }

  /** Takes a pool away; it must hold no volumes. */
  public synchronized void removeStoragePool(String poolId) {
    pools.remove(poolId);
  }

  /** Says how much (raw, in GiB) hosts have written to the pool's thin volumes. */
  public synchronized void setThinWritten(String poolId, long gib) {
    pools.computeIfPresent(
        poolId,
        (id, p) ->
            new FakePool(
                p.description(), p.capacityLimitKib(), p.spareKib(), gib << 20, p.damage()));
  }

  /** Devices have failed: of so much data (raw, in GiB) one copy is lost, of so much both. */
  public synchronized void setDamage(String poolId, long degradedGib, long failedGib) {
    pools.computeIfPresent(
        poolId,
        (id, p) ->
            new FakePool(
                p.description(),
                p.capacityLimitKib(),
                p.spareKib(),
                p.thinWrittenKib(),
                new FakePool.Damage(degradedGib << 20, failedGib << 20)));
  }

  /** Adds an approved, connected SDC; returns its id. */
  public synchronized String addSdc(String guid, String name, String ip) {
    String id = newId();
    sdcs.put(id, new Sdc(id, guid.toUpperCase(Locale.ROOT), name, ip, true, true));
    return id;
  }

  public synchronized void setSdcConnected(String sdcId, boolean connected) {
    sdcs.computeIfPresent(
        sdcId, (id, s) -> new Sdc(id, s.guid(), s.name(), s.ip(), s.approved(), connected));
  }

  public synchronized void setSdcApproved(String sdcId, boolean approved) {
    restrictedSdcMode |= !approved;
    sdcs.computeIfPresent(
        sdcId, (id, s) -> new Sdc(id, s.guid(), s.name(), s.ip(), approved, s.connected()));
  }

  /** Takes an SDC away; nothing may be mapped to it. Added again it has another id. */
  public synchronized void removeSdc(String sdcId) {
    sdcs.remove(sdcId);
  }

  /** Makes a volume larger. */
  public synchronized void grow(String volumeId, long sizeKib) {
    volumes.put(volumeId, FakeSnapshots.grown(require(volumeId), sizeKib));
  }

  /** Maps a volume to every SDC at once. */
  public synchronized void mapToAll(String volumeId) {
    volumes.put(volumeId, FakeSnapshots.mappedToAll(require(volumeId)));
  }

  /** Says that a snapshot policy took this snapshot. */
  public synchronized void markOfPolicy(String snapshotId) {
    volumes.put(snapshotId, FakeSnapshots.ofPolicy(require(snapshotId)));
  }

  /** Sets one of the array's limits: volumeSizeGb, volumes or volumesPerSdc. */
  public synchronized void setLimit(String key, long max) {
    limits.put(key, max);
  }

  /** Adds thin volumes of 8 GiB, named prefix and number, however little room there is. */
  public synchronized void addThinVolumes(String poolId, String prefix, int count) {
    for (int i = 0; i < count; i++) {
      String id = newId();
      volumes.put(
          id,
          new Volume(
              id,
              prefix + i,
              BLOCK_KIB,
              VolumeType.THIN,
              poolId,
              newId(),
              "",
              Instant.now(),
              List.of(),
              false));
    }
  }

  /** Adds a snapshot of a volume that can be written; returns its id. */
  public synchronized String addSnapshot(String volumeId, String name) {
    return snapshot(NewSnapshots.of(volumeId, name, MappingAccess.READ_WRITE))
        .volumeIds()
        .getFirst();
  }

  // What is there, in the order it was made.

  public synchronized SystemInfo info() {
    String words = "DellEMC ScaleIO Version: R" + version.major() + "_" + version.minor() + ".0";
    String name = systemId.equals(SYSTEM_ID) ? "scaleio-1" : "scaleio-" + systemId;
    return new SystemInfo(systemId, name, words, restrictedSdcMode);
  }

  public GatewayVersion version() {
    return version;
  }

  public synchronized List<ProtectionDomain> protectionDomains() {
    return List.copyOf(domains.values());
  }

  public synchronized List<StoragePool> storagePools() {
    return pools.values().stream().map(FakePool::description).toList();
  }

  public synchronized List<Sdc> sdcs() {
    return List.copyOf(sdcs.values());
  }

  public synchronized List<Volume> volumes() {
    return List.copyOf(volumes.values());
  }

  /** Every user is an administrator, but for one called monitor. */
  public Optional<GatewayUser> user(String name) {
    String role = name.equals("monitor") ? "Monitor" : "Administrator";
    return Optional.of(new GatewayUser(name, role, false));
  }

  public synchronized Map<String, Long> limits() {
    return Map.copyOf(limits);
  }

  public synchronized PoolStatistics poolStatistics(String poolId) {
    return requirePool(poolId).statistics(volumes.values(), version.isAtLeast(3, 0));
  }

  public synchronized Optional<Volume> volume(String volumeId) {
    return Optional.ofNullable(volumes.get(volumeId));
  }

  public synchronized Optional<Volume> volumeNamed(String name) {
    return volumes.values().stream().filter(v -> v.name().equals(name)).findFirst();
  }

  public synchronized List<Volume> volumesOfSdc(String sdcId) {
    requireSdc(sdcId);
    return volumes.values().stream().filter(v -> FakeMappings.has(v, sdcId)).toList();
  }

  // Changes, as through the gateway.

  /** Makes a volume; its size is rounded up to 8 GiB. Returns its id. */
  public synchronized String create(NewVolume wanted) {
    FakePool pool = requirePool(wanted.storagePoolId());
    ProtectionDomain domain = domains.get(pool.description().protectionDomainId());
    if (domain != null && !domain.active()) {
      throw refused(Kind.DOMAIN_NOT_ACTIVE, "The Protection Domain is not active.");
    }
    checkName(wanted.name());
    long sizeKib = (wanted.sizeKib() + BLOCK_KIB - 1) / BLOCK_KIB * BLOCK_KIB;
    if (sizeKib <= 0 || sizeKib > limits.getOrDefault("volumeSizeGb", 0L) << 20) {
      throw refused(Kind.ILLEGAL_SIZE, "The volume size too large");
    }
    if (volumes.size() >= limits.getOrDefault("volumes", 0L)) {
      throw refused(Kind.LIMIT_REACHED, "Too many volumes in the system");
    }
    pool.checkRoom(sizeKib, wanted.type(), volumes.values());
    String id = newId();
    volumes.put(
        id,
        new Volume(
            id,
            wanted.name(),
            sizeKib,
            wanted.type(),
            wanted.storagePoolId(),
            newId(),
            "",
            Instant.now(),
            List.of(),
            false));
    return id;
  }

  /** Takes snapshots, all or none; their ids come in an order of the array's own. */
  public synchronized TakenSnapshots snapshot(NewSnapshots wanted) {
    var names = new HashSet<String>();
    var grown = new HashMap<String, Integer>();
    for (NewSnapshots.Source source : wanted.sources()) {
      Volume of = require(source.volumeId());
      checkName(source.snapshotName());
      if (!names.add(source.snapshotName())) {
        throw refused(Kind.NAME_IN_USE, "Volume name already in use.");
      }
      int more = grown.merge(of.vtreeId(), 1, Integer::sum);
      if (volumesOfTree(of.vtreeId()).size() + more > volumesPerTree()) {
        throw refused(Kind.LIMIT_REACHED, "There are too many snapshots in the VTree");
      }
    }
    String groupId = newId();
    var ids = new ArrayList<String>();
    for (NewSnapshots.Source source : wanted.sources()) {
      String id = newId();
      MappingAccess limit = version.isAtLeast(3, 0) ? wanted.access() : MappingAccess.READ_WRITE;
      volumes.put(id, FakeSnapshots.taken(require(source.volumeId()), id, source, groupId, limit));
      ids.addFirst(id);
    }
    return new TakenSnapshots(groupId, ids);
  }

  private int volumesPerTree() {
    return version.isAtLeast(2, 5) ? 127 : 32;
  }

  public synchronized List<Volume> volumesOfTree(String vtreeId) {
    return volumes.values().stream().filter(v -> v.vtreeId().equals(vtreeId)).toList();
  }

  /** Those volumes, in an order of the array's own. */
  public synchronized List<Volume> volumes(List<String> ids) {
    return ids.stream().map(this::require).toList().reversed();
  }

  /** Removes the snapshots of a group, all or none. */
  public synchronized void removeSnapshotGroup(String groupId) {
    List<Volume> group =
        volumes.values().stream().filter(v -> v.groupId().equals(groupId)).toList();
    if (group.isEmpty()) {
      throw refused(Kind.VOLUME_NOT_FOUND, "No volumes were found under the given group");
    }
    if (group.stream().anyMatch(v -> !v.mappings().isEmpty())) {
      throw refused(Kind.VOLUME_MAPPED, "Volume is mapped");
    }
    group.forEach(v -> remove(v.id()));
  }

  /** Grows a volume, as through the gateway. */
  public synchronized void resize(String volumeId, long sizeKib) {
    Volume volume = require(volumeId);
    if (sizeKib % BLOCK_KIB != 0) {
      throw refused(Kind.INVALID_REQUEST, "sizeInGB must be in granularity of 8 GB");
    }
    if (sizeKib < volume.sizeKib()) {
      throw refused(Kind.ILLEGAL_SIZE, "Volume capacity can only be increased");
    }
    if (sizeKib > limits.getOrDefault("volumeSizeGb", 0L) << 20) {
      throw refused(Kind.ILLEGAL_SIZE, "The volume size too large");
    }
    if (sizeKib > volume.sizeKib()) {
      requirePool(volume.storagePoolId())
          .checkRoom(sizeKib - volume.sizeKib(), volume.type(), volumes.values());
      grow(volumeId, sizeKib);
    }
  }

  /** Removes a volume; its snapshots stay, under its own ancestor. */
  public synchronized void remove(String volumeId) {
    Volume volume = require(volumeId);
    if (!volume.mappings().isEmpty()) {
      throw refused(Kind.VOLUME_MAPPED, "Volume is mapped");
    }
    volumes.remove(volumeId);
    volumes.replaceAll((id, v) ->
        v.ancestorVolumeId().equals(volumeId)
            ? FakeMappings.under(v, volume.ancestorVolumeId())
            : v);
  }

  public synchronized void map(
      String volumeId, String sdcId, boolean allowMultiple, MappingAccess access) {
    Volume volume = require(volumeId);
    Sdc sdc = requireSdc(sdcId);
    if (restrictedSdcMode && !sdc.approved()) {
      throw refused(Kind.SDC_NOT_APPROVED, "The SDC is not approved");
    }
    MappingAccess held = version.isAtLeast(3, 0) ? access : MappingAccess.READ_WRITE;
    Volume mapped = FakeMappings.add(volume, sdc, allowMultiple, held);
    if (volumesOfSdc(sdcId).size() >= limits.getOrDefault("volumesPerSdc", 0L)) {
      throw refused(Kind.LIMIT_REACHED, "The SDC is mapped to too many volumes.");
    }
    volumes.put(volumeId, mapped);
  }

  public synchronized void unmap(String volumeId, String sdcId) {
    Volume volume = require(volumeId);
    requireSdc(sdcId);
    volumes.put(volumeId, FakeMappings.remove(volume, sdcId));
  }

  public synchronized void unmapAll(String volumeId) {
    volumes.put(volumeId, FakeMappings.removeAll(require(volumeId)));
  }

  public synchronized void limitMapping(
      String volumeId, String sdcId, long iopsLimit, long bandwidthLimitKbps) {
    Volume volume = require(volumeId);
    requireSdc(sdcId);
    volumes.put(volumeId, FakeMappings.limit(volume, sdcId, iopsLimit, bandwidthLimitKbps));
  }

  /** Gives a volume another name; its own is fine. */
  public synchronized void rename(String volumeId, String newName) {
    Volume v = require(volumeId);
    if (!v.name().equals(newName)) {
      checkName(newName);
    }
    volumes.put(
        volumeId,
        new Volume(
            v.id(),
            newName,
            v.sizeKib(),
            v.type(),
            v.storagePoolId(),
            v.vtreeId(),
            v.ancestorVolumeId(),
            v.creationTime(),
            v.mappings(),
            v.mappedToAll()));
  }

  /** Lets an SDC in, whether it was seen before or not. */
  public synchronized void approveSdc(String guid) {
    Optional<Sdc> there = sdcs.values().stream().filter(s -> s.guid().equals(guid)).findFirst();
    if (there.filter(Sdc::approved).isPresent()) {
      throw refused(Kind.REFUSED, "The SDC is already approved.");
    }
    String id = there.map(Sdc::id).orElseGet(this::newId);
    sdcs.put(
        id,
        there
            .map(s -> new Sdc(id, guid, s.name(), s.ip(), true, s.connected()))
            .orElseGet(() -> new Sdc(id, guid, "", "", true, false)));
  }

  public synchronized void renameSdc(String sdcId, String name) {
    Sdc s = requireSdc(sdcId);
    if (sdcs.values().stream().anyMatch(o -> o.name().equals(name) && !o.id().equals(sdcId))) {
      throw refused(Kind.REFUSED, "The SDC name is already in use.");
    }
    sdcs.put(sdcId, new Sdc(sdcId, s.guid(), name, s.ip(), s.approved(), s.connected()));
  }

  private void checkName(String name) {
    if (name.isEmpty() || name.length() > 31 || name.chars().anyMatch(c -> c <= ' ' || c > '~')) {
      throw refused(Kind.INVALID_NAME, "not a name of 1 to 31 characters: '" + name + "'");
    }
    if (volumeNamed(name).isPresent()) {
      throw refused(Kind.NAME_IN_USE, "Volume name already in use. Please use a different name.");
    }
  }

  private Volume require(String volumeId) {
    return volume(volumeId)
        .orElseThrow(() -> refused(Kind.VOLUME_NOT_FOUND, "Could not find the volume"));
  }

  private FakePool requirePool(String poolId) {
    return Optional.ofNullable(pools.get(poolId))
        .orElseThrow(() -> refused(Kind.POOL_NOT_FOUND, "Could not find Storage Pool"));
  }

  private Sdc requireSdc(String sdcId) {
    return Optional.ofNullable(sdcs.get(sdcId))
        .orElseThrow(() -> refused(Kind.SDC_NOT_FOUND, "Could not find the SDC"));
  }

  private static GatewayException refused(Kind kind, String words) {
    return new GatewayException(kind, words);
  }

  /** High half differs for every object, low half is a slot, as the array does it. */
  private String newId() {
    idsGiven++;
    return String.format(Locale.ROOT, "%08x%08x", 0x5c7723f8L + idsGiven * 7919L, idsGiven);
  }
}
