package org.csiscaleio.controller.service;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.csiscaleio.controller.limits.LimitsOverride;
import org.csiscaleio.controller.limits.LimitsRecord;
import org.csiscaleio.controller.service.LimitsKnowledge.Kept;
import org.csiscaleio.gateway.GatewayException;
import org.csiscaleio.gateway.GatewayException.Kind;
import org.csiscaleio.gateway.NewVolume;
import org.csiscaleio.gateway.ScaleIoSystem;
import org.csiscaleio.gateway.Volume;
import org.csiscaleio.gateway.VolumeType;
import org.csiscaleio.operation.Deadline;
import org.csiscaleio.operation.Failure;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where modified limits are kept: on the array, each in the name of a small volume that is never
 * mapped ({@link LimitsRecord}). All are read with one listing when the first is needed; every
 * listing of volumes refreshes them, and one of their own when they get old. docs/qos.md weighs
 * this against other places.
 */
final class LimitsRecords {
  private static final Logger log = LoggerFactory.getLogger(LimitsRecords.class);

  /** Older ones are not used; a call waits for new ones. */
  private static final Duration OLDEST = Duration.ofMinutes(10);

  /** So new they must be for it to be believed that a volume has none, before one is made. */
  private static final Duration CERTAIN = Duration.ofMinutes(1);

  /** The array's smallest volume. */
  private static final long SIZE_KIB = 8L << 20;

  private final ScaleIoSystem system;
  private final LimitsKnowledge knowledge = new LimitsKnowledge();
  private final LimitsReader reader;

  /**
   * @param nanoTime a monotonic clock, in nanoseconds
   */
  LimitsRecords(ScaleIoSystem system, LongSupplier nanoTime) {
    this.system = system;
    this.reader = new LimitsReader(system, knowledge, nanoTime);
  }

  /** To be shown every listing that is made for other reasons. */
  LimitsReader reader() {
    return reader;
  }

  /**
   * The limits a volume was given after it was made. No request, unless what is known is too old.
   *
   * @throws Failure UNAVAILABLE when the array could not be read in time
   */
  Optional<LimitsOverride> of(String volumeId, Deadline deadline) {
    reader.require(OLDEST, deadline);
    return knowledge.of(volumeId).stream().findFirst().map(kept -> kept.record().limits());
  }

  /** Whether the volume of that id is known to be a record. Never asks. */
  boolean isRecord(String id) {
    return knowledge.isRecord(id);
  }

  /** The record of a volume that is to be changed; empty when it is certain that there is none. */
  Optional<Kept> forChange(String volumeId, Deadline deadline) {
    reader.require(LimitsReader.ANY_AGE, deadline);
    if (knowledge.of(volumeId).isEmpty()) {
      reader.require(CERTAIN, deadline);
    }
    return knowledge.of(volumeId).stream().findFirst();
  }

  /**
   * Keeps limits: renames the record there is, which the array does at once or not at all, or makes
   * one. One request.
   *
   * @param earlier the record as the array has it now
   */
  void keep(Volume limited, Optional<Kept> earlier, LimitsOverride limits, Deadline deadline) {
    try {
      LimitsRecord wanted =
          earlier
              .map(kept -> kept.record().next(limits))
              .orElseGet(() -> LimitsRecord.first(limited.id(), limits));
      Kept kept =
          earlier.isPresent()
              ? renamed(earlier.get(), wanted, deadline)
              : made(limited, wanted, deadline);
      var now = new ArrayList<>(knowledge.of(limited.id()));
      now.removeIf(other -> other.id().equals(kept.id()));
      now.addFirst(kept);
      knowledge.changed(limited.id(), List.copyOf(now));
    } catch (GatewayException e) {
      String attempt = "keeping the limits of volume " + limited.id() + " in a record on the array";
      switch (e.kind()) {
        case OUTCOME_UNKNOWN -> reader.doubt();
        // Of the record, not of the volume: somebody removed it, or made another, this moment.
        case VOLUME_NOT_FOUND, NAME_IN_USE -> {
          reader.doubt();
          throw ArrayFailure.during(attempt, e, Failure.Code.UNAVAILABLE, "repeat the call");
        }
        default -> {}
      }
      throw ArrayFailure.during(attempt, e);
    }
  }

  private Kept renamed(Kept earlier, LimitsRecord wanted, Deadline deadline) {
    system.rename(earlier.id(), wanted.arrayName(), deadline);
    return new Kept(earlier.id(), earlier.madeAt(), wanted);
  }

  private Kept made(Volume limited, LimitsRecord wanted, Deadline deadline) {
    String name = wanted.arrayName();
    var volume = new NewVolume(name, limited.storagePoolId(), SIZE_KIB, VolumeType.THIN);
    try {
      String id = system.createVolume(volume, deadline);
      log.info("made volume {} '{}' to keep the limits of volume {}", id, name, limited.id());
      return new Kept(id, Instant.now().getEpochSecond(), wanted);
    } catch (GatewayException e) {
      if (e.kind() != Kind.NAME_IN_USE) {
        throw e;
      }
      // An earlier attempt made it and did not live, or hear of it.
      return system
          .volumeIdByName(name, deadline)
          .flatMap(id -> system.volume(id, deadline))
          .flatMap(LimitsKnowledge::kept)
          .orElseThrow(() -> e);
    }
  }

  /**
   * Removes what was kept of a volume that is gone. No request when nothing was; else two.
   *
   * @throws Failure when it could not be removed; to be repeated
   */
  void removeOf(String volumeId, Deadline deadline) {
    reader.require(LimitsReader.ANY_AGE, deadline);
    for (Kept kept : knowledge.of(volumeId)) {
      remove(kept, deadline);
    }
    if (!knowledge.of(volumeId).isEmpty()) {
      knowledge.changed(volumeId, List.of());
    }
  }

  /** Looks once more before: what bears another name by now, or is used, is not ours to remove. */
  private void remove(Kept kept, Deadline deadline) {
    try {
      Optional<Volume> there = system.volume(kept.id(), deadline);
      if (there.isEmpty()) {
        return;
      }
      boolean ours =
          LimitsKnowledge.kept(there.get())
              .filter(now -> now.record().volumeId().equals(kept.record().volumeId()))
              .isPresent();
      if (!ours || !there.get().mappings().isEmpty() || there.get().mappedToAll()) {
        log.warn(
            "volume {} '{}' stays: it kept the limits of volume {}, but was given another name or"
                + " use since",
            kept.id(),
            there.get().name(),
            kept.record().volumeId());
        return;
      }
      system.removeVolume(kept.id(), deadline);
      log.info("removed the record of the limits of volume {}", kept.record().volumeId());
    } catch (GatewayException e) {
      if (e.kind() != Kind.VOLUME_NOT_FOUND) {
        throw ArrayFailure.during(
            "removing the record "
                + kept.id()
                + " of the limits of volume "
                + kept.record().volumeId()
                + ", which is gone,",
            e);
      }
    }
  }

  /** Removes all but the one that counts; more than one is there only after a mishap. */
  void removeOlder(String volumeId, Deadline deadline) {
    List<Kept> all = knowledge.of(volumeId);
    for (Kept older : all.stream().skip(1).toList()) {
      remove(older, deadline);
    }
    if (all.size() > 1) {
      knowledge.changed(volumeId, all.subList(0, 1));
    }
  }
}
