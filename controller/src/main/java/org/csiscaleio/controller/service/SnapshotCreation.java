package org.csiscaleio.controller.service;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.csiscaleio.gateway.GatewayException;
import org.csiscaleio.gateway.MappingAccess;
import org.csiscaleio.gateway.NewSnapshots;
import org.csiscaleio.gateway.ScaleIoSystem;
import org.csiscaleio.gateway.Volume;
import org.csiscaleio.gateway.VolumeId;
import org.csiscaleio.operation.Deadline;
import org.csiscaleio.operation.Failure;
import org.csiscaleio.operation.Turns;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes snapshots. As with volumes the array decides who comes first: the snapshot is asked for at
 * once, and only when that is refused is it looked up by its name, and taken over if it provably is
 * of the same source. One request, once the source was seen and its tree counted.
 */
final class SnapshotCreation {
  private static final Logger log = LoggerFactory.getLogger(SnapshotCreation.class);

  private static final int ATTEMPTS = 3;

  private final ScaleIoSystem system;
  private final SnapshotAdmission admission;
  private final Turns turns;
  private final VolumeHandles handles;
  private final KnownSizes sizes;
  private final SnapshotTrees trees;
  private final ArrayClock clock = new ArrayClock();

  SnapshotCreation(
      ScaleIoSystem system,
      SnapshotAdmission admission,
      Turns turns,
      VolumeHandles handles,
      KnownSizes sizes,
      SnapshotTrees trees) {
    this.system = system;
    this.admission = admission;
    this.turns = turns;
    this.handles = handles;
    this.sizes = sizes;
    this.trees = trees;
  }

  Snapshot create(SnapshotRequest request, Deadline deadline) {
    VolumeId source = handles.require(request.sourceVolumeId(), deadline);
    return turns.take(
        "the snapshot name '" + request.name() + "'",
        request,
        deadline,
        () -> createInTurn(request, source, deadline));
  }

  private Snapshot createInTurn(SnapshotRequest request, VolumeId source, Deadline deadline) {
    admission.admitSource(source, deadline);
    String arrayName = admission.snapshotName(request.name(), deadline);
    String what = describe(request, arrayName) + " of volume " + source;
    var wanted = NewSnapshots.of(source.volumeId(), arrayName, MappingAccess.READ_ONLY);
    for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
      try {
        String id = system.snapshot(wanted, deadline).volumeIds().getFirst();
        log.info("took {} as {}", what, id);
        return taken(source, id, deadline);
      } catch (GatewayException refusal) {
        Optional<Volume> there = lookUp(arrayName, refusal, deadline);
        if (there.isPresent()) {
          return adopted(request, arrayName, source, there.get(), deadline);
        }
        switch (refusal.kind()) {
          case NAME_IN_USE -> log.debug("{} went away while it was looked up", what);
          case VOLUME_NOT_FOUND -> throw VolumeHandles.unknown(source);
          case LIMIT_REACHED ->
              throw trees.full("taking " + what, List.of(source), refusal, deadline);
          default -> throw ArrayFailure.during("taking " + what, refusal);
        }
      }
    }
    throw Failure.unavailable(
        what
            + " could not be taken: its name came and went on the array meanwhile; repeat the call");
  }

  /** What was just taken; read when the source's size is not known, or its tree's is not. */
  private Snapshot taken(VolumeId source, String id, Deadline deadline) {
    Instant now = clock.now();
    Optional<KnownSizes.Known> known = sizes.known(source.volumeId());
    if (known.isPresent()
        && !known.get().vtreeId().isEmpty()
        && trees.isCounted(known.get().vtreeId(), deadline)) {
      trees.taken(source, known.get().vtreeId(), deadline);
      long sizeBytes = VolumeSize.bytes(known.get().sizeKib());
      sizes.learnSnapshot(id, known.get());
      return new Snapshot(handles.of(id, deadline), source, sizeBytes, now, Optional.empty());
    }
    Volume snapshot = handles.read(handles.of(id, deadline), deadline);
    clock.learn(snapshot.creationTime());
    sizes.learn(snapshot);
    // To the array its size is the source's at that moment.
    sizes.learn(
        source.volumeId(), snapshot.sizeKib(), snapshot.storagePoolId(), snapshot.vtreeId());
    trees.taken(source, snapshot.vtreeId(), deadline);
    return Snapshot.of(source.systemId(), snapshot);
  }

  /** The snapshot of that name, when a refusal may hide that it is there already. */
  private Optional<Volume> lookUp(String arrayName, GatewayException refusal, Deadline deadline) {
    return switch (refusal.kind()) {
      case NAME_IN_USE, NO_CAPACITY, LIMIT_REACHED, REFUSED ->
          handles.withArrayName(arrayName, deadline);
      default -> Optional.empty();
    };
  }

  private Snapshot adopted(
      SnapshotRequest request, String arrayName, VolumeId source, Volume there, Deadline deadline) {
    boolean same =
        there.name().equals(arrayName)
            && SnapshotRule.isSnapshot(there)
            && there.ancestorVolumeId().equals(source.volumeId());
    if (!same) {
      throw new Failure(
          Failure.Code.ALREADY_EXISTS,
          describe(request, arrayName)
              + " already exists as "
              + there.id()
              + " and is "
              + (there.ancestorVolumeId().isEmpty()
                  ? "of a volume that is gone"
                  : "of volume " + there.ancestorVolumeId())
              + ", not of volume "
              + source
              + "; use another name");
    }
    sizes.learn(there);
    log.info("{} of volume {} is there already as {}", request.name(), source, there.id());
    return Snapshot.of(handles.of(there.id(), deadline).systemId(), there);
  }

  private static String describe(SnapshotRequest request, String arrayName) {
    return "snapshot '" + request.name() + "' ('" + arrayName + "' on the array)";
  }
}
