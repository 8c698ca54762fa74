package org.csiscaleio.controller.service;

import static org.csiscaleio.controller.service.VolumeSize.describe;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.csiscaleio.gateway.GatewayException;
import org.csiscaleio.gateway.NewVolume;
import org.csiscaleio.gateway.ScaleIoSystem;
import org.csiscaleio.gateway.Volume;
import org.csiscaleio.gateway.VolumeType;
import org.csiscaleio.operation.Deadline;
import org.csiscaleio.operation.Failure;
import org.csiscaleio.operation.Turns;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes volumes. The array decides who comes first: the volume is asked for at once, and only when
 * that is refused is it looked up by its name, compared, and taken over if it is what was asked
 * for. One request, once system, pools and limits are known.
 */
final class VolumeCreation {
  private static final Logger log = LoggerFactory.getLogger(VolumeCreation.class);

  /** So often a volume may come and go under our hands before we give up. */
  private static final int ATTEMPTS = 3;

  private final ScaleIoSystem system;
  private final ControllerSettings settings;
  private final VolumeScope scope;
  private final Turns turns;
  private final PoolDirectory pools;
  private final ArrayLimits limits;
  private final VolumeHandles handles;
  private final KnownSizes sizes;

  /** What is asked of the array. */
  private record Wanted(
      String requestedName,
      String arrayName,
      Pool pool,
      VolumeType type,
      ChosenSize size,
      SizeRange range) {

    NewVolume toMake() {
      return new NewVolume(arrayName, pool.id(), VolumeSize.kib(size.arrayBytes()), type);
    }

    /** The volume it became. */
    Volume made(String volumeId) {
      return new Volume(
          volumeId,
          arrayName,
          VolumeSize.kib(size.arrayBytes()),
          type,
          pool.id(),
          "",
          "",
          Instant.now(),
          List.of(),
          false);
    }

    /** How an operator finds it, here and on the array. */
    String describe() {
      return arrayName.equals(requestedName)
          ? "volume '" + arrayName + "'"
          : "volume '" + requestedName + "' ('" + arrayName + "' on the array)";
    }
  }

  VolumeCreation(
      ScaleIoSystem system,
      ControllerSettings settings,
      VolumeScope scope,
      Turns turns,
      PoolDirectory pools,
      ArrayLimits limits,
      VolumeHandles handles,
      KnownSizes sizes) {
    this.system = system;
    this.settings = settings;
    this.scope = scope;
    this.turns = turns;
    this.pools = pools;
    this.limits = limits;
    this.handles = handles;
    this.sizes = sizes;
  }

  ProvisionedVolume create(CreateRequest request, Deadline deadline) {
    scope
        .objection(request.parameters(), request.capabilities())
        .ifPresent(reason -> {
          throw Failure.invalid("volume '" + request.name() + "' cannot be made: " + reason);
        });
    ChosenSize size =
        scope.choose(
            request.size(), settings.defaultVolumeBytes(), limits.maxVolumeBytes(deadline));
    String arrayName =
        scope.arrayName(
            request.parameters().prefixed(request.name()), size.reportedBytes(), deadline);
    return turns.take(
        "the volume name '" + request.name() + "'",
        request,
        deadline,
        () -> createInTurn(request, arrayName, size, deadline));
  }

  /** Whether a volume was made for such a request, or stands under its name. */
  boolean hasMade(CreateRequest request, Deadline deadline) {
    ChosenSize size =
        scope.choose(
            request.size(), settings.defaultVolumeBytes(), limits.maxVolumeBytes(deadline));
    String arrayName =
        scope.arrayName(
            request.parameters().prefixed(request.name()), size.reportedBytes(), deadline);
    return scope.earlier(arrayName, deadline).isPresent()
        || system.volumeIdByName(arrayName, deadline).isPresent();
  }

  private ProvisionedVolume createInTurn(
      CreateRequest request, String arrayName, ChosenSize size, Deadline deadline) {
    request.parameters().requireMeant(system.info(deadline));
    long asked = Remembered.now();
    var choice = PoolChoice.of(request.parameters(), settings);
    Pool pool = require(pools.find(choice, deadline));
    for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
      var wanted =
          new Wanted(
              request.name(),
              arrayName,
              pool,
              choice.thick() ? VolumeType.THICK : VolumeType.THIN,
              size,
              request.size());
      Optional<Volume> earlier = scope.earlier(arrayName, deadline);
      if (earlier.isPresent()) {
        return adopted(wanted, request, earlier.get(), deadline);
      }
      try {
        return make(wanted, request, deadline);
      } catch (GatewayException refusal) {
        Optional<Volume> there = lookUp(wanted, refusal, deadline);
        if (there.isPresent()) {
          return adopted(wanted, request, there.get(), deadline);
        }
        switch (refusal.kind()) {
          case NAME_IN_USE -> log.debug("{} went away while it was looked up", wanted.describe());
          case POOL_NOT_FOUND -> pool = require(pools.findSince(asked, choice, deadline));
          default -> throw ArrayFailure.during("making " + wanted.describe(), refusal);
        }
      } catch (Failure lack) {
        // Of what this instance may use: it can hide that the volume is there, as the array's can.
        Optional<Volume> there =
            lack.code() == Failure.Code.RESOURCE_EXHAUSTED
                ? handles.withArrayName(wanted.arrayName(), deadline)
                : Optional.empty();
        return adopted(wanted, request, there.orElseThrow(() -> lack), deadline);
      }
    }
    throw Failure.unavailable(
        "volume '"
            + request.name()
            + "' could not be made: its name or its pool came and went on the array meanwhile;"
            + " repeat the call");
  }

  private ProvisionedVolume make(Wanted wanted, CreateRequest request, Deadline deadline) {
    try (Reservation reservation =
        scope.reserve(
            wanted.pool(),
            request.parameters(),
            wanted.arrayName(),
            wanted.size().reportedBytes(),
            deadline)) {
      try {
        return made(wanted, request, system.createVolume(wanted.toMake(), deadline), deadline);
      } catch (GatewayException e) {
        if (e.kind() == GatewayException.Kind.OUTCOME_UNKNOWN) {
          reservation.doubtful();
        }
        throw e;
      }
    }
  }

  private ProvisionedVolume made(
      Wanted wanted, CreateRequest request, String volumeId, Deadline deadline) {
    Volume volume = wanted.made(volumeId);
    sizes.learn(volume);
    scope.learn(volume);
    log.info(
        "made {} as {} of {} in {}",
        wanted.describe(),
        volumeId,
        describe(wanted.size().reportedBytes()),
        wanted.pool().describe());
    scope.keepLimits(volume, request.parameters(), true, deadline);
    return new ProvisionedVolume(
        handles.of(volumeId, deadline),
        wanted.size().reportedBytes(),
        scope.context(request.parameters()));
  }

  /**
   * The volume of that name, when a refusal may hide that it is there already: an earlier attempt
   * whose answer was lost leaves a pool without room, say, and then the array need not mention the
   * name.
   */
  private Optional<Volume> lookUp(Wanted wanted, GatewayException refusal, Deadline deadline) {
    return switch (refusal.kind()) {
      case NAME_IN_USE, NO_CAPACITY, LIMIT_REACHED, ILLEGAL_SIZE, DOMAIN_NOT_ACTIVE, REFUSED ->
          handles.withArrayName(wanted.arrayName(), deadline);
      default -> Optional.empty();
    };
  }

  private ProvisionedVolume adopted(
      Wanted wanted, CreateRequest request, Volume there, Deadline deadline) {
    VolumeHandles.requireSame(wanted.describe(), there, differences(wanted, there, deadline));
    sizes.learn(there);
    scope.learn(there);
    log.info("{} is there already as {}", wanted.describe(), there.id());
    scope.keepLimits(there, request.parameters(), false, deadline);
    return new ProvisionedVolume(
        handles.of(there.id(), deadline),
        scope.reportedBytes(there),
        scope.context(request.parameters()));
  }

  private List<String> differences(Wanted wanted, Volume there, Deadline deadline) {
    var differences = new ArrayList<String>();
    if (!scope.sameRequest(there.name(), wanted.arrayName())) {
      differences.add("its name is '" + there.name() + "'");
    }
    if (there.isSnapshot()) {
      differences.add("it is a snapshot, or was made from another volume");
    } else if (!scope.lists(there)) {
      differences.add("it is none of the volumes this plugin speaks for");
    } else if (there.type() != wanted.type()) {
      differences.add("it is " + there.type().wireName() + ", not " + wanted.type().wireName());
    }
    if (!there.storagePoolId().equals(wanted.pool().id())) {
      differences.add(
          "it lies in "
              + pools.describe(there.storagePoolId(), deadline)
              + ", not in "
              + wanted.pool().describe());
    }
    if (!wanted.range().contains(scope.reportedBytes(there))) {
      differences.add(
          "it has " + describe(scope.reportedBytes(there)) + ", outside " + wanted.range());
    }
    return differences;
  }

  private static Pool require(PoolChoice.Answer answer) {
    return switch (answer) {
      case PoolChoice.Answer.Usable usable -> usable.pool();
      case PoolChoice.Answer.Refused refused -> throw refused.why();
    };
  }
}
