package org.csiscaleio.controller.service;

import java.util.List;
import org.csiscaleio.gateway.GatewayException;
import org.csiscaleio.gateway.ScaleIoSystem;
import org.csiscaleio.gateway.Sdc;
import org.csiscaleio.gateway.SdcMapping;
import org.csiscaleio.gateway.Volume;
import org.csiscaleio.gateway.VolumeId;
import org.csiscaleio.operation.Deadline;
import org.csiscaleio.operation.Failure;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes a volume away from hosts that will not give it back, because they are gone: only where the
 * operator allows it, and only from an SDC that is disconnected according to what the array says
 * now. One that comes back, be it between our look and the unmapping, learns that the volume is not
 * its any more, and can write no longer. One that is alive and only out of touch with the MDM does
 * not learn it, and may go on writing for a while by the map it has: that such hosts are dead is
 * for the operator to see to, who allows it.
 */
final class VolumeTakeover {
  private static final Logger log = LoggerFactory.getLogger(VolumeTakeover.class);

  private final ScaleIoSystem system;
  private final Preemption preemption;
  private final SdcDirectory sdcs;

  VolumeTakeover(ScaleIoSystem system, Preemption preemption, SdcDirectory sdcs) {
    this.system = system;
    this.preemption = preemption;
    this.sdcs = sdcs;
  }

  /**
   * Unmaps the volume from those that are in the way. Whether it is free then is for the caller to
   * read: mappings may have changed meanwhile.
   *
   * @throws Failure FAILED_PRECONDITION, naming the hosts, when that is not allowed or one of them
   *     is connected; then none is unmapped
   */
  void clear(
      PublishRequest request,
      Sdc to,
      VolumeId id,
      Volume volume,
      List<SdcMapping> inTheWay,
      Deadline deadline) {
    String refusal =
        VolumeHandles.describe(id, volume)
            + " cannot be published to "
            + to.describe()
            + " as "
            + request.capability().mode()
            + ": it is mapped to "
            + sdcs.describe(inTheWay, deadline)
            + (request.exclusive() ? "" : ", which may write");
    if (!allowed(request)) {
      throw Failure.precondition(
          refusal
              + "; unpublish it there first"
              + (request.preempt() ? ". It is not taken over: the setting preempt is off" : ""));
    }
    List<Sdc> connected = connected(inTheWay, refusal, deadline);
    if (!connected.isEmpty()) {
      throw Failure.precondition(
          refusal
              + ". It is not taken over: according to the array that host is connected ("
              + connected.getFirst().describe()
              + "); unpublish it there first");
    }
    inTheWay.forEach(mapping -> unmap(id, volume, mapping, to, deadline));
  }

  private boolean allowed(PublishRequest request) {
    return switch (preemption) {
      case OFF -> false;
      case ON_REQUEST -> request.preempt();
      case ALWAYS -> true;
    };
  }

  /** Those that are connected, from what the array says now: what was remembered may be old. */
  private List<Sdc> connected(List<SdcMapping> mappings, String refusal, Deadline deadline) {
    long now = Remembered.now();
    return mappings.stream()
        .map(mapping ->
            sdcs.byIdSince(now, mapping.sdcId(), deadline)
                .orElseThrow(() ->
                    Failure.precondition(
                        refusal
                            + ". It is not taken over: the array does not say whether SDC "
                            + mapping.sdcId()
                            + " is connected")))
        .filter(Sdc::connected)
        .toList();
  }

  private void unmap(VolumeId id, Volume volume, SdcMapping from, Sdc to, Deadline deadline) {
    String what =
        "taking "
            + VolumeHandles.describe(id, volume)
            + " from "
            + sdcs.describe(List.of(from), deadline)
            + ", which is disconnected, for "
            + to.describe();
    try {
      system.unmap(id.volumeId(), from.sdcId(), deadline);
      log.warn("{}: unmapped", what);
    } catch (GatewayException refusal) {
      switch (refusal.kind()) {
        case NOT_MAPPED, SDC_NOT_FOUND -> log.info("{}: it was not mapped any more", what);
        case VOLUME_NOT_FOUND -> throw VolumeHandles.unknown(id);
        default -> throw ArrayFailure.during(what, refusal);
      }
    }
  }
}
