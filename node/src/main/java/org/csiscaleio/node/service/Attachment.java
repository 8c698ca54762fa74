package org.csiscaleio.node.service;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.csiscaleio.gateway.VolumeId;
import org.csiscaleio.operation.Deadline;
import org.csiscaleio.operation.Failure;
import org.csiscaleio.operation.Failure.Code;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gets volumes to this node and away from it. Where a controller mapped a volume it owns the
 * mapping, and only one that the array forgot is made again. Where nobody did, this node maps the
 * volume itself, and unmaps what it mapped: the record is written before the mapping is made and
 * removed after it is gone.
 */
final class Attachment {
  private static final Logger LOG = LoggerFactory.getLogger(Attachment.class);

  /** A mapping takes the SDC one to three seconds; after that it is asked whether there is one. */
  private static final Duration GRACE = Duration.ofSeconds(3);

  private static final Duration ANSWER_MARGIN = Duration.ofSeconds(1);
  private static final Duration UNMAP_PATIENCE = Duration.ofSeconds(10);

  private final boolean alone;
  private final Host host;
  private final VolumeRecords records;
  private final Optional<ArrayAccess> array;

  /** Known, as long as this program lives, to be mapped by others. */
  private final Set<VolumeId> others = ConcurrentHashMap.newKeySet();

  /**
   * @param alone whether this program serves no controller
   */
  Attachment(boolean alone, Host host, VolumeRecords records, Optional<ArrayAccess> array) {
    this.alone = alone;
    this.host = host;
    this.records = records;
    this.array = array;
  }

  /**
   * Why a volume is needed here.
   *
   * @param handle what the orchestrator calls it
   * @param path where it is to be staged or published
   */
  record Need(
      VolumeId volume,
      String handle,
      Path path,
      boolean staging,
      Capability capability,
      Mapping mapping,
      VolumeContext context) {
    static Need of(VolumeId volume, NodeRequest.Stage request) {
      return new Need(
          volume,
          request.volumeId(),
          request.stagingPath(),
          true,
          request.capability(),
          request.mapping(),
          request.context());
    }

    static Need of(VolumeId volume, NodeRequest.Publish request) {
      return new Need(
          volume,
          request.volumeId(),
          request.targetPath(),
          false,
          request.capability(),
          request.mapping(),
          request.context());
    }

    ArrayAccess.Use use(String nodeId) {
      return new ArrayAccess.Use(nodeId, capability, context.array());
    }

    VolumeRecord in(VolumeRecord record) {
      VolumeRecord named = record.named(handle);
      return staging ? named.stagedAt(path) : named.publishedAt(path);
    }
  }

  /**
   * The volume's device, once it is here and proven to be the right one.
   *
   * @throws Failure FAILED_PRECONDITION when nobody mapped it and it cannot be mapped, or it is not
   *     the right device; UNAVAILABLE when it does not come
   */
  Device device(Need need, Deadline deadline) {
    if (array.isEmpty()) {
      return host.awaitDevice(need.volume(), need.mapping(), deadline);
    }
    return need.mapping().made()
        ? mappedByController(need, array.get(), deadline)
        : mappedHere(need, array.get(), deadline);
  }

  /**
   * After a host's restart an orchestrator may publish with what it remembers of a mapping that the
   * array has not any more.
   */
  private Device mappedByController(Need need, ArrayAccess access, Deadline deadline) {
    others.add(need.volume());
    if (host.device(need.volume(), deadline).isPresent()) {
      return host.awaitDevice(need.volume(), need.mapping(), deadline);
    }
    Duration third = deadline.remaining().dividedBy(3);
    try {
      return host.awaitDevice(
          need.volume(),
          need.mapping(),
          deadline.orAfter(third.compareTo(GRACE) < 0 ? third : GRACE));
    } catch (Failure notYet) {
      if (!passes(notYet)) {
        throw notYet;
      }
    }
    try {
      String nodeId = host.nodeId(deadline);
      if (!access.mapped(need.volume(), nodeId, deadline)) {
        LOG.warn(
            "Volume {} was mapped to this node when it was last published, and is not any more; it"
                + " is mapped again",
            need.volume());
        access.map(need.volume(), need.use(nodeId), deadline);
      }
    } catch (Failure failure) {
      if (!passes(failure)) {
        throw failure;
      }
      LOG.warn(
          "Whether volume {} is still mapped to this node cannot be told: {}",
          need.volume(),
          failure.message());
    }
    return host.awaitDevice(need.volume(), need.mapping(), deadline);
  }

  private Device mappedHere(Need need, ArrayAccess access, Deadline deadline) {
    VolumeId volume = need.volume();
    Optional<VolumeRecord> before = records.of(volume, deadline);
    VolumeRecord record = need.in(before.orElse(VolumeRecord.of(volume)));
    boolean mapped = record.mapped();
    if (mapped && host.device(volume, deadline).isPresent()) {
      // Were it not ours any more, the array would not let this node at it.
      keep(before, record, deadline);
      return host.awaitDevice(volume, new Mapping(true, OptionalLong.empty()), deadline);
    }
    String nodeId = host.nodeId(deadline);
    boolean ours = mapped || !access.mapped(volume, nodeId, deadline);
    var _ = ours ? others.remove(volume) : others.add(volume);
    if (ours || VolumeIds.isName(need.handle())) {
      keep(before, record.mapped(ours), deadline);
    } else {
      LOG.info("Volume {} is mapped to this node already, so others will unmap it", volume);
    }
    return host.awaitDevice(volume, access.map(volume, need.use(nodeId), deadline), deadline);
  }

  private void keep(Optional<VolumeRecord> before, VolumeRecord record, Deadline deadline) {
    if (!before.equals(Optional.of(record))) {
      records.keep(record, deadline);
    }
  }

  /**
   * Has the volume leave this node if it was mapped for a call that failed for good, and nothing
   * else uses it. Transient failures are repeated, and then find it here.
   */
  void takeBack(Need need, Failure failure, Deadline deadline) {
    if (passes(failure) || need.mapping().made() || array.isEmpty()) {
      return;
    }
    try {
      if (host.shownAt(need.volume(), need.path(), deadline) instanceof Shown.Nothing) {
        left(need.volume(), need.path(), deadline);
      }
    } catch (Failure second) {
      failure.addSuppressed(second);
    }
  }

  /**
   * The volume is not shown at {@code path} any more. If this node mapped it and nothing uses it
   * now, it is unmapped. If that does not work it is tried again later: what keeps the data whole
   * is that nothing is mounted, and an orchestrator that is told of a failure here may never end
   * (Mesos' container clean-up does not).
   */
  void left(VolumeId volume, Path path, Deadline deadline) {
    Optional<VolumeRecord> record = records.of(volume, deadline);
    if (record.isEmpty()) {
      warnOfWhatMayBeOurs(volume, deadline);
      return;
    }
    VolumeRecord now = used(record.get().without(path), deadline);
    if (now.inUse()) {
      keep(record, now, deadline);
    } else if (!now.mapped()) {
      records.forget(volume, deadline);
    } else {
      keep(record, now.onItsWayOut(), deadline);
      unmap(volume, deadline.earlierBy(ANSWER_MARGIN).orAfter(UNMAP_PATIENCE));
    }
  }

  /** Records can be lost, and then a volume stays here that no other host may have. */
  private void warnOfWhatMayBeOurs(VolumeId volume, Deadline deadline) {
    if (!alone || array.isEmpty() || others.contains(volume)) {
      return;
    }
    try {
      Optional<Device> device = host.device(volume, deadline);
      if (device.isPresent() && host.shown(device.get(), deadline).isEmpty()) {
        LOG.warn(
            "Volume {} is not used here any more and stays mapped to this node, because there is no"
                + " record that this node mapped it. If no controller unmaps it (was stateDir lost?),"
                + " do so: scli --unmap_volume_from_sdc --volume_id {} --sdc_guid {}",
            volume,
            volume.volumeId(),
            host.nodeId(deadline));
      }
    } catch (Failure failure) {
      LOG.debug("Whether volume {} is still here cannot be told", volume, failure);
    }
  }

  /** Without targets at which nothing is mounted any more: they went with a restart of the host. */
  private VolumeRecord used(VolumeRecord record, Deadline deadline) {
    VolumeRecord used = record;
    for (Path target : record.targets()) {
      if (host.shownAt(record.volume(), target, deadline) instanceof Shown.Nothing) {
        used = used.without(target);
      }
    }
    return used;
  }

  /** Unmaps a volume that is on its way out; tells whether it is gone. */
  boolean unmap(VolumeId volume, Deadline deadline) {
    Optional<VolumeRecord> record = records.of(volume, deadline).filter(VolumeRecord::leaving);
    if (record.isEmpty()) {
      return true;
    }
    try {
      ArrayAccess access =
          array.orElseThrow(() -> Failure.precondition("this plugin has no gateway to ask"));
      host.requireUnused(volume, deadline);
      access.unmap(volume, host.nodeId(deadline), deadline);
      records.forget(volume, deadline);
      LOG.info("Volume {} was unmapped from this node, which had mapped it", volume);
      return true;
    } catch (Failure failure) {
      LOG.warn(
          "Volume {} is not used here any more, but stays mapped to this node for now; that is"
              + " tried again: {}",
          volume,
          failure.message());
      return false;
    }
  }

  private static boolean passes(Failure failure) {
    return failure.code() == Code.UNAVAILABLE || failure.code() == Code.DEADLINE_EXCEEDED;
  }
}
