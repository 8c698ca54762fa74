package org.csiscaleio.gateway;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.csiscaleio.operation.Deadline;

/** A {@link ScaleIoSystem} reached over HTTP through its gateways. */
public final class HttpScaleIoSystem implements ScaleIoSystem {
  private final GatewaySettings settings;

  private HttpScaleIoSystem(GatewaySettings settings) {
    this.settings = requireNonNull(settings, "settings is null");
  }

  /** A client of that system. Does no I/O: the first call connects and logs in. */
  public static ScaleIoSystem open(GatewaySettings settings) {
    return new HttpScaleIoSystem(settings);
  }

  private GatewayException notYet() {
    return new GatewayException(
        GatewayException.Kind.UNREACHABLE,
        "the gateway client for " + settings.addresses() + " is not built yet");
  }

  @Override
  public SystemInfo info(Deadline deadline) {
    throw notYet();
  }

  @Override
  public GatewayVersion version(Deadline deadline) {
    throw notYet();
  }

  @Override
  public List<ProtectionDomain> protectionDomains(Deadline deadline) {
    throw notYet();
  }

  @Override
  public List<StoragePool> storagePools(Deadline deadline) {
    throw notYet();
  }

  @Override
  public PoolStatistics poolStatistics(String storagePoolId, Deadline deadline) {
    throw notYet();
  }

  @Override
  public List<Sdc> sdcs(Deadline deadline) {
    throw notYet();
  }

  @Override
  public Map<String, Long> limits(Deadline deadline) {
    throw notYet();
  }

  @Override
  public String createVolume(NewVolume volume, Deadline deadline) {
    throw notYet();
  }

  @Override
  public Optional<Volume> volume(String volumeId, Deadline deadline) {
    throw notYet();
  }

  @Override
  public Optional<String> volumeIdByName(String name, Deadline deadline) {
    throw notYet();
  }

  @Override
  public void forEachVolume(Consumer<Volume> consumer, Deadline deadline) {
    throw notYet();
  }

  @Override
  public List<Volume> volumesOfSdc(String sdcId, Deadline deadline) {
    throw notYet();
  }

  @Override
  public void removeVolume(String volumeId, Deadline deadline) {
    throw notYet();
  }

  @Override
  public void map(
      String volumeId,
      String sdcId,
      boolean allowMultiple,
      MappingAccess access,
      Deadline deadline) {
    throw notYet();
  }

  @Override
  public void unmap(String volumeId, String sdcId, Deadline deadline) {
    throw notYet();
  }

  @Override
  public void unmapAll(String volumeId, Deadline deadline) {
    throw notYet();
  }

  @Override
  public void limitMapping(
      String volumeId, String sdcId, long iopsLimit, long bandwidthLimitKbps, Deadline deadline) {
    throw notYet();
  }

  @Override
  public void close() {}
}
