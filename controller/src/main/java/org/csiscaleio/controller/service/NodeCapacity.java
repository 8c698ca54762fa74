package org.csiscaleio.controller.service;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.csiscaleio.gateway.GatewayException;
import org.csiscaleio.gateway.SystemInfo;
import org.csiscaleio.operation.Deadline;
import org.csiscaleio.operation.Failure;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * GetCapacity in node scope: what is left of this instance's room in a pool, to the byte what Mesos
 * computes itself. From memory; asks the array only about what it has never asked before.
 */
final class NodeCapacity implements CapacitySource {
  private static final Logger log = LoggerFactory.getLogger(NodeCapacity.class);

  /** For a first look at a pool, which the answer does not depend on. */
  private static final Duration LOOK = Duration.ofSeconds(2);

  /** A profile that names a pool which is not there is asked about every few seconds. */
  private static final Duration POOLS_AGE = Duration.ofSeconds(30);

  private static final int REMARKS = 100;

  private final ControllerSettings settings;
  private final NodeScope scope;
  private final OwnVolumesReader reader;
  private final PoolDirectory pools;
  private final PoolWatch watch;
  private final Room room;
  private final Set<String> remarks = ConcurrentHashMap.newKeySet();

  NodeCapacity(
      ControllerSettings settings,
      NodeScope scope,
      OwnVolumesReader reader,
      PoolDirectory pools,
      PoolWatch watch,
      Room room) {
    this.settings = settings;
    this.scope = scope;
    this.reader = reader;
    this.pools = pools;
    this.watch = watch;
    this.room = room;
  }

  @Override
  public Capacity of(
      List<VolumeCapability> capabilities, Map<String, String> raw, Deadline deadline) {
    SystemInfo here = reader.await(deadline);
    Optional<String> unsupported =
        capabilities.stream().flatMap(c -> c.unsupportedBecause().stream()).findFirst();
    if (unsupported.isPresent()) {
      return none(unsupported.get());
    }
    VolumeParameters parameters;
    try {
      parameters = VolumeParameters.parse(raw);
    } catch (Failure e) {
      return none(e.message());
    }
    Optional<String> objection = scope.objection(parameters, capabilities);
    if (objection.isPresent()) {
      return none(objection.get());
    }
    if (!parameters.mean(here)) {
      return none("another system is meant than " + here.id() + " '" + here.name() + "'");
    }
    var choice = PoolChoice.of(parameters, settings);
    return switch (find(choice, deadline)) {
      case PoolChoice.Answer.Usable usable ->
          of(usable.pool(), choice.thick(), parameters, deadline);
      case PoolChoice.Answer.Refused refused -> none(refused.why().message());
    };
  }

  private Capacity of(Pool pool, boolean thick, VolumeParameters parameters, Deadline deadline) {
    long quotaBytes = room.quotaBytes(pool, parameters, deadline);
    if (watch.of(pool.id()).isEmpty()) {
      look(pool, deadline);
    }
    long bytes = room.leftBytes(pool, thick, quotaBytes);
    return bytes == 0
        ? Capacity.NONE
        : new Capacity(bytes, OptionalLong.of(bytes), OptionalLong.of(scope.leastBytes()));
  }

  /** A pool that is not known can be a new one. */
  private PoolChoice.Answer find(PoolChoice choice, Deadline deadline) {
    PoolChoice.Answer known = pools.remembered(choice);
    if (known instanceof PoolChoice.Answer.Usable) {
      return known;
    }
    try {
      pools.require(Remembered.now() - POOLS_AGE.toNanos(), deadline);
      return pools.remembered(choice);
    } catch (Failure e) {
      log.debug("the pools cannot be read now: {}", e.message());
      return known;
    }
  }

  private void look(Pool pool, Deadline deadline) {
    try {
      watch.read(pool.id(), deadline.orAfter(LOOK));
    } catch (GatewayException e) {
      log.info(
          "what {} can give is not known yet ({}); its quota is offered",
          pool.describe(),
          e.message());
    }
  }

  /** Said once: Mesos asks every few seconds. */
  private Capacity none(String reason) {
    if (remarks.size() < REMARKS && remarks.add(reason)) {
      log.warn("no capacity is offered to a profile: {}", reason);
    }
    return Capacity.NONE;
  }
}
