package org.csiscaleio.gateway;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.csiscaleio.gateway.http.GatewayHttp;
import org.csiscaleio.gateway.http.Queries;
import org.csiscaleio.gateway.http.SdcChanges;
import org.csiscaleio.gateway.http.SnapshotChanges;
import org.csiscaleio.gateway.http.VolumeChanges;
import org.csiscaleio.operation.Deadline;
import org.csiscaleio.operation.meter.Meter;
import org.jspecify.annotations.Nullable;

/**
 * A {@link ScaleIoSystem} reached over HTTP through its gateways. The HTTP client and the JSON
 * parser are loaded with the first call, not before: a program that starts has better things to do.
 */
public final class HttpScaleIoSystem implements ScaleIoSystem {
  private record Client(
      GatewayHttp http,
      Queries queries,
      VolumeChanges changes,
      SnapshotChanges snapshots,
      SdcChanges sdcs) {}

  private final GatewaySettings settings;
  private final LongSupplier nanoTime;
  private final Meter meter;
  private final ReentrantLock opening = new ReentrantLock();
  private volatile @Nullable Client client;
  private volatile boolean closed;

  private HttpScaleIoSystem(GatewaySettings settings, LongSupplier nanoTime, Meter meter) {
    this.settings = requireNonNull(settings, "settings is null");
    this.nanoTime = requireNonNull(nanoTime, "nanoTime is null");
    this.meter = requireNonNull(meter, "meter is null");
  }

  /** A client of that system. Does no I/O: the first call connects and logs in. */
  public static ScaleIoSystem open(GatewaySettings settings) {
    return open(settings, Meter.NONE);
  }

  /**
   * A client of that system.
   *
   * @param meter of that system
   */
  public static ScaleIoSystem open(GatewaySettings settings, Meter meter) {
    return new HttpScaleIoSystem(settings, System::nanoTime, meter);
  }

  /**
   * A client of that system, with a clock of the caller's for the ages of sessions.
   *
   * @param nanoTime a monotonic clock, in nanoseconds
   */
  public static ScaleIoSystem open(GatewaySettings settings, LongSupplier nanoTime) {
    return new HttpScaleIoSystem(settings, nanoTime, Meter.NONE);
  }

  private Client client() {
    Client now = client;
    if (now != null && !closed) {
      return now;
    }
    opening.lock();
    try {
      if (closed) {
        throw new GatewayException(
            GatewayException.Kind.UNREACHABLE,
            "the client of " + settings.addresses() + " is closed: the program is stopping");
      }
      if (client == null) {
        var http = new GatewayHttp(settings, nanoTime, meter);
        var queries = new Queries(http);
        client =
            new Client(
                http,
                queries,
                new VolumeChanges(http, queries),
                new SnapshotChanges(http, queries),
                new SdcChanges(http, queries));
      }
      return client;
    } finally {
      opening.unlock();
    }
  }

  private Queries queries() {
    return client().queries();
  }

  private VolumeChanges changes() {
    return client().changes();
  }

  @Override
  public Meter meter() {
    return meter;
  }

  @Override
  public SystemInfo info(Deadline deadline) {
    return queries().info(deadline);
  }

  @Override
  public GatewayVersion version(Deadline deadline) {
    return queries().version(deadline);
  }

  @Override
  public List<ProtectionDomain> protectionDomains(Deadline deadline) {
    return queries().protectionDomains(deadline);
  }

  @Override
  public List<StoragePool> storagePools(Deadline deadline) {
    return queries().storagePools(deadline);
  }

  @Override
  public PoolStatistics poolStatistics(String storagePoolId, Deadline deadline) {
    return queries().poolStatistics(storagePoolId, deadline);
  }

  @Override
  public List<Sdc> sdcs(Deadline deadline) {
    return queries().sdcs(deadline);
  }

  @Override
  public Optional<GatewayUser> user(String name, Deadline deadline) {
    return queries().user(name, deadline);
  }

  @Override
  public Map<String, Long> limits(Deadline deadline) {
    return queries().limits(deadline);
  }

  @Override
  public String createVolume(NewVolume volume, Deadline deadline) {
    return changes().createVolume(volume, deadline);
  }

  @Override
  public Optional<Volume> volume(String volumeId, Deadline deadline) {
    return queries().volume(volumeId, deadline);
  }

  @Override
  public Optional<String> volumeIdByName(String name, Deadline deadline) {
    return queries().volumeIdByName(name, deadline);
  }

  @Override
  public void forEachVolume(Consumer<Volume> consumer, Deadline deadline) {
    queries().forEachVolume(consumer, deadline);
  }

  @Override
  public List<Volume> volumesOfSdc(String sdcId, Deadline deadline) {
    return queries().volumesOfSdc(sdcId, deadline);
  }

  @Override
  public List<Volume> volumes(List<String> volumeIds, Deadline deadline) {
    return queries().volumes(volumeIds, deadline);
  }

  @Override
  public List<Volume> volumesOfTree(String vtreeId, Deadline deadline) {
    return queries().volumesOfTree(vtreeId, deadline);
  }

  @Override
  public TakenSnapshots snapshot(NewSnapshots wanted, Deadline deadline) {
    return client().snapshots().take(wanted, deadline);
  }

  @Override
  public void removeSnapshotGroup(String groupId, Deadline deadline) {
    client().snapshots().removeGroup(groupId, deadline);
  }

  @Override
  public void growVolume(String volumeId, long sizeKib, Deadline deadline) {
    changes().growVolume(volumeId, sizeKib, deadline);
  }

  @Override
  public void removeVolume(String volumeId, Deadline deadline) {
    changes().removeVolume(volumeId, deadline);
  }

  @Override
  public void map(
      String volumeId,
      String sdcId,
      boolean allowMultiple,
      MappingAccess access,
      Deadline deadline) {
    changes().map(volumeId, sdcId, allowMultiple, access, deadline);
  }

  @Override
  public void unmap(String volumeId, String sdcId, Deadline deadline) {
    changes().unmap(volumeId, sdcId, deadline);
  }

  @Override
  public void unmapAll(String volumeId, Deadline deadline) {
    changes().unmapAll(volumeId, deadline);
  }

  @Override
  public void limitMapping(
      String volumeId, String sdcId, long iopsLimit, long bandwidthLimitKbps, Deadline deadline) {
    changes().limitMapping(volumeId, sdcId, iopsLimit, bandwidthLimitKbps, deadline);
  }

  @Override
  public void rename(String volumeId, String newName, Deadline deadline) {
    changes().rename(volumeId, newName, deadline);
  }

  @Override
  public void approveSdc(String guid, Deadline deadline) {
    client().sdcs().approve(guid, deadline);
  }

  @Override
  public void renameSdc(String sdcId, String name, Deadline deadline) {
    client().sdcs().rename(sdcId, name, deadline);
  }

  @Override
  public void close() {
    opening.lock();
    try {
      closed = true;
    } finally {
      opening.unlock();
    }
    Client last = client;
    if (last != null) {
      last.http().close();
    }
  }
}
