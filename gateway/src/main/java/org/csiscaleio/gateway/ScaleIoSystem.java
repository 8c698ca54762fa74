package org.csiscaleio.gateway;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.csiscaleio.operation.Deadline;
import org.csiscaleio.operation.meter.Meter;

/**
 * One ScaleIO system, seen through its gateways. Every call blocks, ends by its deadline, and
 * throws {@link GatewayException} when it was not carried out. Each method says how many requests
 * it costs when all is well ("warm": logged in).
 *
 * <p>After a doubtful answer to a call that changes something (none in time, a reset, nonsense) the
 * state is read back: the call then returns as if it had been answered, throws as if it had never
 * been sent ({@code UNREACHABLE}), or, when reading back fails too, throws {@code OUTCOME_UNKNOWN}.
 *
 * <p>Safe for use by many threads; at most a configured number of requests is in flight.
 */
public interface ScaleIoSystem extends AutoCloseable {

  /** Who counts what is learnt of this system. */
  default Meter meter() {
    return Meter.NONE;
  }

  /** Who the system is; asked once, then remembered. One request the first time. */
  SystemInfo info(Deadline deadline);

  /** The API version in use; known after login. */
  GatewayVersion version(Deadline deadline);

  /** One request. */
  List<ProtectionDomain> protectionDomains(Deadline deadline);

  /** One request. */
  List<StoragePool> storagePools(Deadline deadline);

  /** One request. */
  PoolStatistics poolStatistics(String storagePoolId, Deadline deadline);

  /** One request. */
  List<Sdc> sdcs(Deadline deadline);

  /**
   * The MDM's user of that name; empty when it lists none, as one of a directory service. One
   * request.
   *
   * @throws GatewayException of several kinds where users are not told of
   */
  Optional<GatewayUser> user(String name, Deadline deadline);

  /**
   * The array's limits by its own keys, e.g. {@code volumeSizeGb} or {@code volumesPerSdc}; the
   * greatest value allowed. Empty when the release does not tell. One request.
   */
  Map<String, Long> limits(Deadline deadline);

  /**
   * Makes a volume. One request. Thick and thin alike are there when this returns.
   *
   * @return the new volume's id
   * @throws GatewayException {@code NAME_IN_USE} whatever holds the name; never after our own
   *     attempt made it and its answer was lost (then its id is returned)
   */
  String createVolume(NewVolume volume, Deadline deadline);

  /** One request; empty when there is no such volume, also for a malformed id. */
  Optional<Volume> volume(String volumeId, Deadline deadline);

  /** One request. Exact, case-sensitive; finds snapshots too. */
  Optional<String> volumeIdByName(String name, Deadline deadline);

  /**
   * Streams all volumes and snapshots, in the array's order, holding one in memory at a time. One
   * request.
   */
  void forEachVolume(Consumer<Volume> consumer, Deadline deadline);

  /** The volumes mapped to an SDC. One request. */
  List<Volume> volumesOfSdc(String sdcId, Deadline deadline);

  /**
   * Those volumes, in no particular order. One request.
   *
   * @throws GatewayException {@code VOLUME_NOT_FOUND} when any of them does not exist
   */
  List<Volume> volumes(List<String> volumeIds, Deadline deadline);

  /**
   * All volumes and snapshots of a tree: a volume, its snapshots, theirs, and so on. Empty when
   * there is no such tree. One request.
   */
  List<Volume> volumesOfTree(String vtreeId, Deadline deadline);

  /**
   * Takes snapshots of one moment, all or none. One request. They are there, with the sources'
   * content of that moment, when this returns.
   *
   * @throws GatewayException {@code NAME_IN_USE} whatever holds one of the names; never after our
   *     own attempt took them and its answer was lost (then they are returned). {@code
   *     VOLUME_NOT_FOUND} when one of the sources does not exist; {@code LIMIT_REACHED} when a tree
   *     holds no more
   */
  TakenSnapshots snapshot(NewSnapshots wanted, Deadline deadline);

  /**
   * Removes the snapshots of a consistency group, all or none. One request.
   *
   * @throws GatewayException {@code VOLUME_NOT_FOUND} when there is none in that group; {@code
   *     VOLUME_MAPPED} when one of them is mapped
   */
  void removeSnapshotGroup(String groupId, Deadline deadline);

  /**
   * Makes a volume or snapshot larger, mapped or not. One request.
   *
   * @param sizeKib in KiB, a multiple of 8 GiB
   * @throws GatewayException {@code ILLEGAL_SIZE} when it is larger already, or there is no such
   *     size; its present size is accepted
   */
  void growVolume(String volumeId, long sizeKib, Deadline deadline);

  /** Removes this volume only, never descendants. One request. Waits out a running removal. */
  void removeVolume(String volumeId, Deadline deadline);

  /**
   * Maps a volume to an SDC. One request.
   *
   * @param allowMultiple false: the array refuses when another SDC has it ({@code
   *     MAPPED_ELSEWHERE})
   * @param access READ_ONLY needs an array of 3.0 or later; not sent to older ones
   * @throws GatewayException {@code ALREADY_MAPPED} when it is mapped to this SDC already, in
   *     whatever mode
   */
  void map(
      String volumeId,
      String sdcId,
      boolean allowMultiple,
      MappingAccess access,
      Deadline deadline);

  /** Unmaps a volume from one SDC. One request. */
  void unmap(String volumeId, String sdcId, Deadline deadline);

  /** Unmaps a volume from every SDC. One request. */
  void unmapAll(String volumeId, Deadline deadline);

  /**
   * Limits one mapping. One request; two when both limits are taken away.
   *
   * @param iopsLimit 0 = unlimited, else at least 11
   * @param bandwidthLimitKbps in KiB/s; 0 = unlimited, else a multiple of 1024
   */
  void limitMapping(
      String volumeId, String sdcId, long iopsLimit, long bandwidthLimitKbps, Deadline deadline);

  /**
   * Gives a volume another name; one it has already is fine. One request.
   *
   * @param newName 1 to 31 printable ASCII characters without spaces
   * @throws GatewayException {@code NAME_IN_USE} when another volume or snapshot has it
   */
  void rename(String volumeId, String newName, Deadline deadline);

  /**
   * Lets an SDC in, on an array that asks which ones it does. One request.
   *
   * @param guid of an SDC that the array knows already, or that will come
   * @throws GatewayException {@code REFUSED} in the array's words, also when it is approved already
   */
  void approveSdc(String guid, Deadline deadline);

  /**
   * Names an SDC. One request.
   *
   * @param name 1 to 31 printable ASCII characters without spaces
   * @throws GatewayException {@code SDC_NOT_FOUND}; {@code NAME_IN_USE} or {@code REFUSED} when
   *     another SDC has the name
   */
  void renameSdc(String sdcId, String name, Deadline deadline);

  /** Logs out, bounded to a second or two, and lets go of connections. */
  @Override
  void close();
}
