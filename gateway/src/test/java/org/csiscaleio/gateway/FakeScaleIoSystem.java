package org.csiscaleio.gateway;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.csiscaleio.operation.Deadline;

/**
 * A ScaleIO system in memory that obeys the array's rules (see {@link FakeArray}), goes wrong when
 * told to (see {@link FakeFaults}) and counts the calls made to it.
 */
public final class FakeScaleIoSystem implements ScaleIoSystem {
  /** The methods of {@link ScaleIoSystem}. */
  public enum Call {
    INFO,
    VERSION,
    PROTECTION_DOMAINS,
    STORAGE_POOLS,
    POOL_STATISTICS,
    SDCS,
    USER,
    LIMITS,
    CREATE_VOLUME,
    VOLUME,
    VOLUME_ID_BY_NAME,
    FOR_EACH_VOLUME,
    VOLUMES_OF_SDC,
    VOLUMES,
    VOLUMES_OF_TREE,
    SNAPSHOT,
    REMOVE_SNAPSHOT_GROUP,
    GROW_VOLUME,
    REMOVE_VOLUME,
    MAP,
    UNMAP,
    UNMAP_ALL,
    LIMIT_MAPPING,
    RENAME,
    APPROVE_SDC,
    RENAME_SDC
  }

  private final FakeArray array;
  private final FakeFaults faults = new FakeFaults();
  private final Map<Call, Integer> calls = new ConcurrentHashMap<>();
  private volatile boolean closed;

  /** A 3.6 array without protection domains, pools and SDCs. */
  public FakeScaleIoSystem() {
    this(new GatewayVersion(3, 6));
  }

  public FakeScaleIoSystem(GatewayVersion version) {
    this(version, FakeArray.SYSTEM_ID);
  }

  /** An array of that id; any but the usual one is called scaleio-ID. */
  public FakeScaleIoSystem(GatewayVersion version, String systemId) {
    this.array = new FakeArray(version, systemId);
  }

  /** What the array holds; for setting up and for looking, neither counted nor disturbed. */
  public FakeArray array() {
    return array;
  }

  /** What shall go wrong with the next calls. */
  public FakeFaults faults() {
    return faults;
  }

  /** How often that method was called. */
  public int calls(Call call) {
    return calls.getOrDefault(call, 0);
  }

  /** How many calls were made altogether, {@code version} not counted: it costs no request. */
  public int allCalls() {
    int sum = 0;
    for (Call call : Call.values()) {
      sum += call == Call.VERSION ? 0 : calls(call);
    }
    return sum;
  }

  /** Counts from zero again. */
  public void resetCalls() {
    calls.clear();
  }

  public boolean closed() {
    return closed;
  }

  private <T> T run(Call call, Deadline deadline, Supplier<T> work) {
    calls.merge(call, 1, Integer::sum);
    FakeFaults.Fault fault = faults.before(call, deadline);
    T answer = work.get();
    faults.after(call, fault);
    return answer;
  }

  private void run(Call call, Deadline deadline, Runnable work) {
    run(
        call,
        deadline,
        () -> {
          work.run();
          return true;
        });
  }

  @Override
  public SystemInfo info(Deadline deadline) {
    return run(Call.INFO, deadline, array::info);
  }

  @Override
  public GatewayVersion version(Deadline deadline) {
    return run(Call.VERSION, deadline, array::version);
  }

  @Override
  public List<ProtectionDomain> protectionDomains(Deadline deadline) {
    return run(Call.PROTECTION_DOMAINS, deadline, array::protectionDomains);
  }

  @Override
  public List<StoragePool> storagePools(Deadline deadline) {
    return run(Call.STORAGE_POOLS, deadline, array::storagePools);
  }

  @Override
  public PoolStatistics poolStatistics(String storagePoolId, Deadline deadline) {
    return run(Call.POOL_STATISTICS, deadline, () -> array.poolStatistics(storagePoolId));
  }

  @Override
  public List<Sdc> sdcs(Deadline deadline) {
    return run(Call.SDCS, deadline, array::sdcs);
  }

  @Override
  public Optional<GatewayUser> user(String name, Deadline deadline) {
    return run(Call.USER, deadline, () -> array.user(name));
  }

  @Override
  public Map<String, Long> limits(Deadline deadline) {
    return run(Call.LIMITS, deadline, array::limits);
  }

  @Override
  public String createVolume(NewVolume volume, Deadline deadline) {
    return run(Call.CREATE_VOLUME, deadline, () -> array.create(volume));
  }

  @Override
  public Optional<Volume> volume(String volumeId, Deadline deadline) {
    return run(Call.VOLUME, deadline, () -> array.volume(volumeId));
  }

  @Override
  public Optional<String> volumeIdByName(String name, Deadline deadline) {
    return run(Call.VOLUME_ID_BY_NAME, deadline, () -> array.volumeNamed(name).map(Volume::id));
  }

  @Override
  public void forEachVolume(Consumer<Volume> consumer, Deadline deadline) {
    run(Call.FOR_EACH_VOLUME, deadline, () -> array.volumes().forEach(consumer));
  }

  @Override
  public List<Volume> volumesOfSdc(String sdcId, Deadline deadline) {
    return run(Call.VOLUMES_OF_SDC, deadline, () -> array.volumesOfSdc(sdcId));
  }

  @Override
  public List<Volume> volumes(List<String> volumeIds, Deadline deadline) {
    return run(Call.VOLUMES, deadline, () -> array.volumes(volumeIds));
  }

  @Override
  public List<Volume> volumesOfTree(String vtreeId, Deadline deadline) {
    return run(Call.VOLUMES_OF_TREE, deadline, () -> array.volumesOfTree(vtreeId));
  }

  @Override
  public TakenSnapshots snapshot(NewSnapshots wanted, Deadline deadline) {
    return run(Call.SNAPSHOT, deadline, () -> array.snapshot(wanted));
  }

  @Override
  public void removeSnapshotGroup(String groupId, Deadline deadline) {
    run(Call.REMOVE_SNAPSHOT_GROUP, deadline, () -> array.removeSnapshotGroup(groupId));
  }

  @Override
  public void growVolume(String volumeId, long sizeKib, Deadline deadline) {
    run(Call.GROW_VOLUME, deadline, () -> array.resize(volumeId, sizeKib));
  }

  @Override
  public void removeVolume(String volumeId, Deadline deadline) {
    run(Call.REMOVE_VOLUME, deadline, () -> array.remove(volumeId));
  }

  @Override
  public void map(
      String volumeId,
      String sdcId,
      boolean allowMultiple,
      MappingAccess access,
      Deadline deadline) {
    run(Call.MAP, deadline, () -> array.map(volumeId, sdcId, allowMultiple, access));
  }

  @Override
  public void unmap(String volumeId, String sdcId, Deadline deadline) {
    run(Call.UNMAP, deadline, () -> array.unmap(volumeId, sdcId));
  }

  @Override
  public void unmapAll(String volumeId, Deadline deadline) {
    run(Call.UNMAP_ALL, deadline, () -> array.unmapAll(volumeId));
  }

  @Override
  public void limitMapping(
      String volumeId, String sdcId, long iopsLimit, long bandwidthLimitKbps, Deadline deadline) {
    run(
        Call.LIMIT_MAPPING,
        deadline,
        () -> array.limitMapping(volumeId, sdcId, iopsLimit, bandwidthLimitKbps));
  }

  @Override
  public void rename(String volumeId, String newName, Deadline deadline) {
    run(Call.RENAME, deadline, () -> array.rename(volumeId, newName));
  }

  @Override
  public void approveSdc(String guid, Deadline deadline) {
    run(Call.APPROVE_SDC, deadline, () -> array.approveSdc(guid));
  }

  @Override
  public void renameSdc(String sdcId, String name, Deadline deadline) {
    run(Call.RENAME_SDC, deadline, () -> array.renameSdc(sdcId, name));
  }

  @Override
  public void close() {
    closed = true;
  }
}
