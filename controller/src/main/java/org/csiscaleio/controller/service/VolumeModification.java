package org.csiscaleio.controller.service;

import java.util.List;
import java.util.Optional;
import org.csiscaleio.controller.limits.LimitsOverride;
import org.csiscaleio.controller.service.LimitsKnowledge.Kept;
import org.csiscaleio.gateway.GatewayException;
import org.csiscaleio.gateway.GatewayException.Kind;
import org.csiscaleio.gateway.ScaleIoSystem;
import org.csiscaleio.gateway.SdcMapping;
import org.csiscaleio.gateway.Volume;
import org.csiscaleio.gateway.VolumeId;
import org.csiscaleio.operation.Deadline;
import org.csiscaleio.operation.Failure;
import org.csiscaleio.operation.Turns;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Changes a volume's I/O limits: first where they are kept, then on every mapping there is. One
 * request to look, one to keep them, one for each mapping; those that would change nothing are left
 * out. Whoever repeats a call that came to no end finds the rest still to be done.
 */
final class VolumeModification {
  private static final Logger log = LoggerFactory.getLogger(VolumeModification.class);

  private final ScaleIoSystem system;
  private final VolumeScope scope;
  private final LimitsRecords records;
  private final Turns turns;
  private final VolumeHandles handles;

  VolumeModification(
      ScaleIoSystem system,
      VolumeScope scope,
      LimitsRecords records,
      Turns turns,
      VolumeHandles handles) {
    this.system = system;
    this.scope = scope;
    this.records = records;
    this.turns = turns;
    this.handles = handles;
  }

  /** What is on the array now. */
  private record Present(Volume volume, Optional<Kept> record) {
    LimitsOverride kept() {
      return record.map(kept -> kept.record().limits()).orElse(LimitsOverride.NOTHING);
    }
  }

  void modify(ModifyRequest request, Deadline deadline) {
    VolumeId id = handles.require(request.volumeId(), deadline);
    turns.take(
        "volume " + id,
        request,
        deadline,
        () -> {
          modifyInTurn(id, request.limits(), deadline);
          return true;
        });
  }

  private void modifyInTurn(VolumeId id, LimitsOverride wanted, Deadline deadline) {
    Present present = look(id, deadline);
    scope.admit(id, present.volume(), deadline);
    VolumeHandles.requireVolume(id, present.volume());
    if (wanted.isEmpty()) {
      return;
    }
    if (present.volume().mappedToAll()) {
      throw Failure.precondition(
          VolumeHandles.describe(id, present.volume())
              + " is mapped to all SDCs at once, where limits cannot be changed; take that mapping"
              + " away first");
    }
    LimitsOverride limits = wanted.over(present.kept());
    if (!limits.equals(present.kept())) {
      records.keep(present.volume(), present.record(), limits, deadline);
      log.info("volume {} is limited to {} from now on", id, limits);
    }
    records.removeOlder(id.volumeId(), deadline);
    for (SdcMapping mapping : present.volume().mappings()) {
      limit(id, mapping, limits, deadline);
    }
  }

  /** The volume and the record of its limits, both as they are now. One request. */
  private Present look(VolumeId id, Deadline deadline) {
    Optional<Kept> known = records.forChange(id.volumeId(), deadline);
    if (known.isPresent()) {
      try {
        List<Volume> both = system.volumes(List.of(id.volumeId(), known.get().id()), deadline);
        return new Present(
            with(both, id.volumeId()).orElseThrow(() -> VolumeHandles.unknown(id)),
            with(both, known.get().id())
                .flatMap(LimitsKnowledge::kept)
                .filter(kept -> kept.record().volumeId().equals(id.volumeId())));
      } catch (GatewayException e) {
        if (e.kind() != Kind.VOLUME_NOT_FOUND) {
          throw e;
        }
        // The one or the other.
      }
    }
    return new Present(handles.read(id, deadline), Optional.empty());
  }

  private static Optional<Volume> with(List<Volume> volumes, String id) {
    return volumes.stream().filter(volume -> volume.id().equals(id)).findFirst();
  }

  private void limit(VolumeId id, SdcMapping mapping, LimitsOverride wanted, Deadline deadline) {
    QosLimits limits = QosLimits.of(mapping).changedBy(wanted);
    if (limits.heldBy(mapping)) {
      return;
    }
    try {
      system.limitMapping(
          id.volumeId(), mapping.sdcId(), limits.iops(), limits.bandwidthKbps(), deadline);
    } catch (GatewayException e) {
      switch (e.kind()) {
        case NOT_MAPPED, SDC_NOT_FOUND ->
            log.debug("volume {} was unmapped from SDC {} meanwhile", id, mapping.sdcId());
        case VOLUME_NOT_FOUND -> throw VolumeHandles.unknown(id);
        default ->
            throw ArrayFailure.during(
                "limiting the I/O of SDC "
                    + mapping.sdcId()
                    + " on volume "
                    + id
                    + ", whose new limits are kept already,",
                e,
                e.code(),
                "repeat the call");
      }
    }
  }
}
