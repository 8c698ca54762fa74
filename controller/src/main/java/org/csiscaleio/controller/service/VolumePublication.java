package org.csiscaleio.controller.service;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.csiscaleio.controller.limits.LimitsOverride;
import org.csiscaleio.gateway.GatewayException;
import org.csiscaleio.gateway.MappingAccess;
import org.csiscaleio.gateway.ScaleIoSystem;
import org.csiscaleio.gateway.Sdc;
import org.csiscaleio.gateway.SdcMapping;
import org.csiscaleio.gateway.Volume;
import org.csiscaleio.gateway.VolumeId;
import org.csiscaleio.operation.Deadline;
import org.csiscaleio.operation.Failure;
import org.csiscaleio.operation.Turns;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Maps volumes to nodes. The array is the fence: a single-node mapping is asked for as the only
 * one, and the array refuses it when another host has the volume. One request when volume and node
 * are known, one more for I/O limits, one more when a limit of volumes per node is set.
 */
final class VolumePublication {
  private static final Logger log = LoggerFactory.getLogger(VolumePublication.class);

  /** So often mappings may change under our hands before we give up. */
  private static final int ATTEMPTS = 4;

  private final ScaleIoSystem system;
  private final ControllerSettings settings;
  private final Turns turns;
  private final SdcDirectory sdcs;
  private final ArrayLimits arrayLimits;
  private final VolumeHandles handles;
  private final KnownSizes sizes;
  private final MappingRules rules;
  private final VolumeTakeover takeover;
  private final VolumeScope scope;

  VolumePublication(
      ScaleIoSystem system,
      ControllerSettings settings,
      VolumeScope scope,
      Turns turns,
      SdcDirectory sdcs,
      ArrayLimits arrayLimits,
      VolumeHandles handles,
      KnownSizes sizes) {
    this.system = system;
    this.settings = settings;
    this.scope = scope;
    this.turns = turns;
    this.sdcs = sdcs;
    this.arrayLimits = arrayLimits;
    this.handles = handles;
    this.sizes = sizes;
    this.rules = new MappingRules(system);
    this.takeover = new VolumeTakeover(system, settings.preemption(), sdcs);
  }

  /** Returns the publish_context: who mapped what, and how large it is at least. */
  Map<String, String> publish(PublishRequest request, Deadline deadline) {
    VolumeId id = handles.require(request.volumeId(), deadline);
    return turns.take(
        "volume " + id, request, deadline, () -> publishInTurn(id, request, deadline));
  }

  private Map<String, String> publishInTurn(
      VolumeId id, PublishRequest request, Deadline deadline) {
    if (!scope.admit(id, deadline)) {
      throw VolumeHandles.unknown(id);
    }
    Optional<LimitsOverride> modified = scope.modifiedLimits(id, deadline);
    long asked = Remembered.now();
    // An unknown volume is to be reported before an unknown node.
    Sdc sdc =
        sdcs.ofNode(request.nodeId(), deadline)
            .orElseThrow(() -> {
              handles.read(id, deadline);
              return unknownNode(id, request.nodeId());
            });
    Volume seen = sizes.isVolume(id.volumeId()) ? null : read(id, request, deadline);
    for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
      if (seen != null) {
        boolean here = rules.alreadyDone(request, sdc, id, seen, deadline);
        List<SdcMapping> inTheWay = rules.inTheWay(request, sdc, seen, deadline);
        if (!inTheWay.isEmpty()) {
          takeover.clear(request, sdc, id, seen, inTheWay, deadline);
          seen = read(id, request, deadline);
          scope.learn(seen);
          continue;
        }
        if (here) {
          limit(id, sdc, request, modified, seen, deadline);
          scope.mapped(id.volumeId(), sdc);
          return context(id);
        }
      }
      try {
        map(id, sdc, request, seen, deadline);
        scope.mapped(id.volumeId(), sdc);
        limit(id, sdc, request, modified, null, deadline);
        return context(id);
      } catch (GatewayException refusal) {
        switch (refusal.kind()) {
          case ALREADY_MAPPED, MAPPED_ELSEWHERE -> seen = read(id, request, deadline);
          case SDC_NOT_FOUND -> sdc = sameNodeElsewhere(sdc, id, request, asked, deadline);
          case LIMIT_REACHED -> throw full(id, sdc, refusal, deadline);
          default -> throw explained(id, sdc, refusal);
        }
      }
    }
    throw mappingsChange(id);
  }

  private static Failure mappingsChange(VolumeId id) {
    return Failure.unavailable(
        "the mappings of volume " + id + " change while it is to be published; repeat the call");
  }

  private Volume read(VolumeId id, PublishRequest request, Deadline deadline) {
    Volume volume = handles.read(id, deadline);
    scope.admit(id, volume, deadline);
    if (request.access() != MappingAccess.READ_ONLY && SnapshotRule.isSnapshot(volume)) {
      throw Failure.precondition(
          VolumeHandles.describe(id, volume)
              + " is a snapshot, and is not published to be written to; publish it read-only, or"
              + " make a volume with its content (CreateVolume)");
    }
    sizes.learn(volume);
    return volume;
  }

  /**
   * Asks for the mapping. As the only one, unless other hosts may write, or it has been seen that
   * those who have the volume only read.
   */
  private void map(
      VolumeId id, Sdc sdc, PublishRequest request, @Nullable Volume seen, Deadline deadline) {
    boolean others = seen != null && !seen.mappings().isEmpty();
    boolean allowMultiple = !request.exclusive() && (others || request.toleratesWriters());
    if (settings.maxVolumesPerNode() == 0) {
      system.map(id.volumeId(), sdc.id(), allowMultiple, request.access(), deadline);
    } else {
      // Counting and mapping are two requests; nobody else may map to this node in between.
      turns.take(
          "node " + sdc.guid(),
          new Object(),
          deadline,
          () -> {
            requireRoom(id, sdc, deadline);
            system.map(id.volumeId(), sdc.id(), allowMultiple, request.access(), deadline);
            return true;
          });
    }
    log.info("mapped volume {} to {} as {}", id, sdc.describe(), request.access());
  }

  private void requireRoom(VolumeId id, Sdc sdc, Deadline deadline) {
    var mapped = system.volumesOfSdc(sdc.id(), deadline);
    boolean here = mapped.stream().anyMatch(volume -> volume.id().equals(id.volumeId()));
    if (here || mapped.size() < settings.maxVolumesPerNode()) {
      return;
    }
    handles.read(id, deadline);
    throw new Failure(
        Failure.Code.RESOURCE_EXHAUSTED,
        "volume "
            + id
            + " cannot be published to "
            + sdc.describe()
            + ": it has "
            + mapped.size()
            + " volumes and maxVolumesPerNode is "
            + settings.maxVolumesPerNode()
            + "; unpublish one there, use another node, or raise the limit");
  }

  private void limit(
      VolumeId id,
      Sdc sdc,
      PublishRequest request,
      Optional<LimitsOverride> modified,
      @Nullable Volume seen,
      Deadline deadline) {
    QosLimits said = scope.limits(request.limits());
    QosLimits limits = modified.map(said::changedBy).orElse(said);
    Optional<SdcMapping> present =
        seen == null
            ? Optional.empty()
            : seen.mappings().stream().filter(m -> m.sdcId().equals(sdc.id())).findFirst();
    // Limits that nobody asked us for are left alone: somebody may have set them on the array.
    boolean asked = limits.any() || (modified.isPresent() && present.isPresent());
    if (!asked || present.filter(limits::heldBy).isPresent()) {
      return;
    }
    try {
      system.limitMapping(id.volumeId(), sdc.id(), limits.iops(), limits.bandwidthKbps(), deadline);
    } catch (GatewayException e) {
      throw ArrayFailure.during(
          "limiting the I/O of " + sdc.describe() + " on volume " + id + ", which is mapped there,",
          e,
          e.kind() == GatewayException.Kind.NOT_MAPPED ? Failure.Code.UNAVAILABLE : e.code(),
          "repeat the call");
    }
  }

  /** An SDC that was removed and added again has another id, and the same GUID. */
  private Sdc sameNodeElsewhere(
      Sdc gone, VolumeId id, PublishRequest request, long asked, Deadline deadline) {
    Optional<Sdc> now = sdcs.ofNodeSince(asked, request.nodeId(), deadline);
    return now.filter(sdc -> !sdc.id().equals(gone.id()))
        .orElseThrow(() -> unknownNode(id, request.nodeId()));
  }

  private static Failure explained(VolumeId id, Sdc sdc, GatewayException refusal) {
    String attempt = "mapping volume " + id + " to " + sdc.describe();
    return switch (refusal.kind()) {
      case VOLUME_NOT_FOUND -> VolumeHandles.unknown(id);
      case SDC_NOT_APPROVED ->
          ArrayFailure.during(
              attempt,
              refusal,
              Failure.Code.FAILED_PRECONDITION,
              "approve the SDC on the array (approveSdc), which is in restricted SDC mode");
      default -> ArrayFailure.during(attempt, refusal);
    };
  }

  /** How full the node is, as far as the array tells: it has a limit for all mappings, too. */
  private Failure full(VolumeId id, Sdc sdc, GatewayException refusal, Deadline deadline) {
    OptionalInt most = arrayLimits.volumesPerSdc(deadline);
    return ArrayFailure.during(
        "mapping volume " + id + " to " + sdc.describe(),
        refusal,
        Failure.Code.RESOURCE_EXHAUSTED,
        "it has "
            + system.volumesOfSdc(sdc.id(), deadline).size()
            + " volumes"
            + (most.isPresent() ? ", and the array allows " + most.getAsInt() : "")
            + "; unpublish one there or use another node");
  }

  private static Failure unknownNode(VolumeId id, String nodeId) {
    return Failure.notFound(
        "volume "
            + id
            + " cannot be published: the array has no SDC with GUID '"
            + nodeId
            + "'; see that the SDC of that node runs and is connected to this system"
            + " (drv_cfg --query_guid, --query_mdms)");
  }

  private Map<String, String> context(VolumeId id) {
    return Map.of(
        "mappedBy", "controller",
        "systemId", id.systemId(),
        "volumeId", id.volumeId(),
        "sizeKib", Long.toString(sizes.of(id.volumeId()).orElse(0)));
  }
}
