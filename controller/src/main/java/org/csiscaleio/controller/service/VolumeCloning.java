package org.csiscaleio.controller.service;

import static org.csiscaleio.controller.service.VolumeSize.describe;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.csiscaleio.gateway.GatewayException;
import org.csiscaleio.gateway.MappingAccess;
import org.csiscaleio.gateway.NewSnapshots;
import org.csiscaleio.gateway.ScaleIoSystem;
import org.csiscaleio.gateway.SystemInfo;
import org.csiscaleio.gateway.Volume;
import org.csiscaleio.gateway.VolumeId;
import org.csiscaleio.operation.Deadline;
import org.csiscaleio.operation.Failure;
import org.csiscaleio.operation.Turns;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes volumes from snapshots and from other volumes: what the array calls a snapshot that can be
 * written. It lies in its source's pool, is thin, and has its source's size unless it is grown. One
 * request once the source was seen, two when the new volume is to be larger; the file system in it
 * is grown by the node. The source is never changed.
 */
final class VolumeCloning {
  private static final Logger log = LoggerFactory.getLogger(VolumeCloning.class);

  private static final int ATTEMPTS = 3;

  private final ScaleIoSystem system;
  private final VolumeScope scope;
  private final SnapshotAdmission admission;
  private final Turns turns;
  private final PoolDirectory pools;
  private final ArrayLimits limits;
  private final VolumeHandles handles;
  private final KnownSizes sizes;
  private final SnapshotTrees trees;

  /** What is asked of the array. */
  private record Wanted(CreateRequest request, String arrayName, VolumeId source, ChosenSize size) {

    String describe() {
      return "volume '"
          + request.name()
          + (arrayName.equals(request.name()) ? "'" : "' ('" + arrayName + "' on the array)")
          + " from "
          + source;
    }
  }

  VolumeCloning(
      ScaleIoSystem system,
      VolumeScope scope,
      SnapshotAdmission admission,
      Turns turns,
      PoolDirectory pools,
      ArrayLimits limits,
      VolumeHandles handles,
      KnownSizes sizes,
      SnapshotTrees trees) {
    this.system = system;
    this.scope = scope;
    this.admission = admission;
    this.turns = turns;
    this.pools = pools;
    this.limits = limits;
    this.handles = handles;
    this.sizes = sizes;
    this.trees = trees;
  }

  ProvisionedVolume create(CreateRequest request, ContentSource source, Deadline deadline) {
    scope
        .objection(request.parameters(), request.capabilities())
        .ifPresent(reason -> {
          throw Failure.invalid("volume '" + request.name() + "' cannot be made: " + reason);
        });
    VolumeId sourceId = handles.require(source.id(), deadline);
    return turns.take(
        "the volume name '" + request.name() + "'",
        request,
        deadline,
        () -> createInTurn(request, sourceId, deadline));
  }

  private ProvisionedVolume createInTurn(
      CreateRequest request, VolumeId source, Deadline deadline) {
    SystemInfo here = system.info(deadline);
    request.parameters().requireMeant(here);
    Optional<Volume> read = admission.admitContent(source, deadline);
    read.ifPresent(sizes::learn);
    KnownSizes.Known known = fitting(request, source, deadline);
    long sourceBytes = VolumeSize.bytes(known.sizeKib());
    var present = new ChosenSize(read.map(scope::reportedBytes).orElse(sourceBytes), sourceBytes);
    ChosenSize size;
    try {
      size = scope.chooseFrom(request.size(), present, limits.maxVolumeBytes(deadline));
    } catch (Failure tooSmall) {
      return madeBefore(request, source, present, deadline).orElseThrow(() -> tooSmall);
    }
    String arrayName =
        scope.arrayName(
            request.parameters().prefixed(request.name()), size.reportedBytes(), deadline);
    var wanted = new Wanted(request, arrayName, source, size);
    for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
      Optional<Volume> earlier = scope.earlier(arrayName, deadline);
      if (earlier.isPresent()) {
        return adopted(wanted, earlier.get(), deadline);
      }
      try {
        return make(wanted, known, deadline);
      } catch (GatewayException refusal) {
        Optional<Volume> there = lookUp(arrayName, refusal, deadline);
        if (there.isPresent()) {
          return adopted(wanted, there.get(), deadline);
        }
        switch (refusal.kind()) {
          case NAME_IN_USE -> log.debug("{} went away meanwhile", wanted.describe());
          case VOLUME_NOT_FOUND -> throw VolumeHandles.unknown(source);
          case LIMIT_REACHED ->
              throw trees.full("making " + wanted.describe(), List.of(source), refusal, deadline);
          default -> throw ArrayFailure.during("making " + wanted.describe(), refusal);
        }
      }
    }
    throw Failure.unavailable(
        wanted.describe()
            + " could not be made: its name came and went on the array meanwhile; repeat the call");
  }

  /** What such a request has made before its source grew beyond what it allows. */
  private Optional<ProvisionedVolume> madeBefore(
      CreateRequest request, VolumeId source, ChosenSize present, Deadline deadline) {
    if (!scope.speaksForAll()) {
      // There the name depends on the size, which nobody can choose any more.
      return Optional.empty();
    }
    String arrayName =
        scope.arrayName(
            request.parameters().prefixed(request.name()), present.reportedBytes(), deadline);
    return handles
        .withArrayName(arrayName, deadline)
        .filter(there -> request.size().contains(scope.reportedBytes(there)))
        .map(there -> adopted(new Wanted(request, arrayName, source, present), there, deadline));
  }

  /**
   * What is known of the source, if a volume can be made from it as asked. What is remembered is
   * never the reason for a refusal.
   */
  private KnownSizes.Known fitting(CreateRequest request, VolumeId source, Deadline deadline) {
    Optional<KnownSizes.Known> known =
        sizes.known(source.volumeId()).filter(k -> !k.poolId().isEmpty());
    if (known.isPresent() && objection(request, source, known.get(), deadline).isEmpty()) {
      return known.get();
    }
    Volume volume = handles.read(source, deadline);
    sizes.learn(volume);
    KnownSizes.Known now = sizes.known(source.volumeId()).orElseThrow();
    objection(request, source, now, deadline)
        .ifPresent(objection -> {
          throw Failure.invalid(
              "volume '" + request.name() + "' cannot be made from " + source + ": " + objection);
        });
    return now;
  }

  private Optional<String> objection(
      CreateRequest request, VolumeId source, KnownSizes.Known known, Deadline deadline) {
    VolumeParameters parameters = request.parameters();
    if (parameters.thick().orElse(false)) {
      return Optional.of(
          "it would be thin, as everything that is made from another volume; leave parameter"
              + " thickprovisioning out");
    }
    if (parameters.storagePool().isEmpty() && parameters.protectionDomain().isEmpty()) {
      return Optional.empty();
    }
    boolean there =
        pools
            .byId(known.poolId(), deadline)
            .filter(pool -> parameters.storagePool().map(pool::isCalled).orElse(true))
            .filter(pool -> parameters.protectionDomain().map(pool::isIn).orElse(true))
            .isPresent();
    return there
        ? Optional.empty()
        : Optional.of(
            "it would lie where "
                + source
                + " lies, in "
                + pools.describe(known.poolId(), deadline)
                + ", and not where parameters storagepool and protectiondomain say");
  }

  private ProvisionedVolume make(Wanted wanted, KnownSizes.Known source, Deadline deadline) {
    try (Reservation reservation = reserve(wanted, source, deadline)) {
      try {
        return made(wanted, source, taken(wanted, deadline), deadline);
      } catch (GatewayException e) {
        if (e.kind() == GatewayException.Kind.OUTCOME_UNKNOWN) {
          reservation.doubtful();
        }
        throw e;
      }
    }
  }

  private String taken(Wanted wanted, Deadline deadline) {
    var snapshot =
        NewSnapshots.of(wanted.source().volumeId(), wanted.arrayName(), MappingAccess.READ_WRITE);
    return system.snapshot(snapshot, deadline).volumeIds().getFirst();
  }

  private Reservation reserve(Wanted wanted, KnownSizes.Known source, Deadline deadline) {
    if (scope.speaksForAll()) {
      return Reservation.NONE;
    }
    Pool pool =
        pools
            .byId(source.poolId(), deadline)
            .orElseThrow(() ->
                Failure.unavailable(
                    "the storage pool of " + wanted.source() + " is not known; repeat the call"));
    return scope.reserve(
        pool,
        wanted.request().parameters(),
        wanted.arrayName(),
        wanted.size().reportedBytes(),
        deadline);
  }

  private ProvisionedVolume made(
      Wanted wanted, KnownSizes.Known source, String id, Deadline deadline) {
    sizes.learn(id, source.sizeKib(), source.poolId(), source.vtreeId());
    log.info("made {} as {}", wanted.describe(), id);
    trees.add(wanted.source(), source.vtreeId(), deadline);
    long bytes = VolumeSize.bytes(source.sizeKib());
    if (wanted.size().arrayBytes() > bytes) {
      bytes = grownOrGone(wanted, id, deadline);
    }
    if (scope.speaksForAll()) {
      return told(wanted, id, bytes, deadline);
    }
    Volume volume = handles.read(handles.of(id, deadline), deadline);
    scope.learn(volume);
    scope.keepLimits(volume, wanted.request().parameters(), true, deadline);
    return told(wanted, id, scope.reportedBytes(volume), deadline);
  }

  private ProvisionedVolume told(Wanted wanted, String id, long bytes, Deadline deadline) {
    return new ProvisionedVolume(
        handles.of(id, deadline), bytes, scope.context(wanted.request().parameters()));
  }

  /**
   * Grows what was just made. What cannot be grown goes again: nobody was told of it, so nobody
   * would ever delete it.
   */
  private long grownOrGone(Wanted wanted, String id, Deadline deadline) {
    try {
      return grown(wanted, id, deadline);
    } catch (GatewayException refusal) {
      switch (refusal.kind()) {
        case NO_CAPACITY, LIMIT_REACHED, ILLEGAL_SIZE -> takeBack(wanted, id, deadline);
        default -> log.debug("{} stays as {} to be grown later", wanted.describe(), id);
      }
      throw ArrayFailure.during(
          "growing " + wanted.describe() + " to " + describe(wanted.size().arrayBytes()), refusal);
    }
  }

  private long grown(Wanted wanted, String id, Deadline deadline) {
    long bytes = wanted.size().arrayBytes();
    try {
      system.growVolume(id, VolumeSize.kib(bytes), deadline);
      sizes.learn(id, VolumeSize.kib(bytes));
      return bytes;
    } catch (GatewayException refusal) {
      if (refusal.kind() != GatewayException.Kind.ILLEGAL_SIZE) {
        throw refusal;
      }
      // The source may have grown since it was seen, and the new volume with it.
      Volume volume = handles.read(handles.of(id, deadline), deadline);
      if (volume.sizeBytes() < bytes
          || !wanted.request().size().contains(scope.reportedBytes(volume))) {
        throw refusal;
      }
      sizes.learn(volume);
      return volume.sizeBytes();
    }
  }

  private void takeBack(Wanted wanted, String id, Deadline deadline) {
    try {
      system.removeVolume(id, deadline);
      sizes.forget(id);
      log.info("{} could not be grown, and {} was removed", wanted.describe(), id);
    } catch (GatewayException e) {
      log.warn("{} could not be grown, and {} stays: {}", wanted.describe(), id, e.message());
    }
  }

  /** The volume of that name, when a refusal may hide that it is there already. */
  private Optional<Volume> lookUp(String arrayName, GatewayException refusal, Deadline deadline) {
    return switch (refusal.kind()) {
      case NAME_IN_USE, NO_CAPACITY, LIMIT_REACHED, REFUSED ->
          handles.withArrayName(arrayName, deadline);
      default -> Optional.empty();
    };
  }

  private ProvisionedVolume adopted(Wanted wanted, Volume there, Deadline deadline) {
    VolumeHandles.requireSame(wanted.describe(), there, differences(wanted, there));
    sizes.learn(there);
    log.info("{} is there already as {}", wanted.describe(), there.id());
    long bytes = scope.reportedBytes(there);
    if (isUnfinished(wanted, there)) {
      // An earlier attempt came as far as this.
      try {
        long grown = grown(wanted, there.id(), deadline);
        bytes = scope.speaksForAll() ? grown : bytes;
      } catch (GatewayException refusal) {
        throw ArrayFailure.during(
            "growing " + wanted.describe() + " to " + describe(wanted.size().arrayBytes()),
            refusal);
      }
    }
    scope.learn(there);
    scope.keepLimits(there, wanted.request().parameters(), false, deadline);
    return told(wanted, there.id(), bytes, deadline);
  }

  /** Whether it does not have the size yet that it was made for. */
  private boolean isUnfinished(Wanted wanted, Volume there) {
    return scope.speaksForAll()
        ? !wanted.request().size().contains(there.sizeBytes())
        : there.sizeBytes() < VolumeSize.roundUp(scope.reportedBytes(there));
  }

  private List<String> differences(Wanted wanted, Volume there) {
    var differences = new ArrayList<String>();
    if (!scope.sameRequest(there.name(), wanted.arrayName())) {
      differences.add("its name is '" + there.name() + "'");
    }
    if (!there.isSnapshot()) {
      differences.add("it was made empty");
    } else if (!SnapshotRule.isVolume(there)) {
      differences.add("it is a snapshot");
    } else if (!there.ancestorVolumeId().equals(wanted.source().volumeId())) {
      differences.add(
          there.ancestorVolumeId().isEmpty()
              ? "what it was made from is gone"
              : "it was made from " + there.ancestorVolumeId());
    }
    long bytes = scope.reportedBytes(there);
    boolean canGrow =
        scope.speaksForAll() && bytes < wanted.size().arrayBytes() && there.mappings().isEmpty();
    if (!wanted.request().size().contains(bytes) && !canGrow) {
      differences.add("it has " + describe(bytes) + ", outside " + wanted.request().size());
    }
    return differences;
  }
}
