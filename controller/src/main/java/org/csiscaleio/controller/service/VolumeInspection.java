package org.csiscaleio.controller.service;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.csiscaleio.gateway.ScaleIoSystem;
import org.csiscaleio.gateway.SystemInfo;
import org.csiscaleio.gateway.Volume;
import org.csiscaleio.gateway.VolumeId;
import org.csiscaleio.gateway.VolumeType;
import org.csiscaleio.operation.Deadline;
import org.csiscaleio.operation.Failure;

/** Looks at one volume without changing it. */
final class VolumeInspection {
  private final ScaleIoSystem system;
  private final VolumeScope scope;
  private final SdcDirectory sdcs;
  private final PoolDirectory pools;
  private final VolumeHandles handles;
  private final ArrayHealth health;

  VolumeInspection(
      ScaleIoSystem system,
      VolumeScope scope,
      SdcDirectory sdcs,
      PoolDirectory pools,
      VolumeHandles handles,
      ArrayHealth health) {
    this.system = system;
    this.scope = scope;
    this.sdcs = sdcs;
    this.pools = pools;
    this.handles = handles;
    this.health = health;
  }

  /**
   * One request. The context is that of a listing: what CreateVolume's parameters said is not kept
   * on the array.
   *
   * @param withTroubles asks {@link ArrayHealth} too
   * @throws Failure NOT_FOUND when there is no such volume
   */
  VolumeStatus get(String handle, boolean withTroubles, Deadline deadline) {
    VolumeId id = handles.require(handle, deadline);
    Volume volume = handles.read(id, deadline);
    scope.admit(id, volume, deadline);
    VolumeHandles.requireVolume(id, volume);
    VolumePlace place = VolumePlace.of(volume);
    List<String> nodes =
        sdcs.nodesOf(List.of(place.sdcIds()), deadline).getOrDefault(place.sdcIds(), List.of());
    return new VolumeStatus(
        new ProvisionedVolume(id, scope.reportedBytes(volume), Map.of()),
        nodes,
        withTroubles ? health.troubles(place, deadline) : List.of());
  }

  /**
   * One request.
   *
   * @throws Failure NOT_FOUND when there is no such volume
   */
  CapabilityCheck.Answer check(CapabilityCheck check, Deadline deadline) {
    VolumeId id = handles.require(check.volumeId(), deadline);
    Volume volume = handles.read(id, deadline);
    scope.admit(id, volume, deadline);
    VolumeHandles.requireVolume(id, volume);
    Optional<String> objection =
        check.capabilities().stream()
            .flatMap(capability -> capability.unsupportedBecause().stream())
            .findFirst()
            .or(() -> VolumeParameters.foreignContext(check.volumeContext()))
            .or(() -> contradiction(id, check, volume, deadline));
    return CapabilityCheck.Answer.of(objection);
  }

  /** What of the parameters the volume was not made with, as far as the array can tell. */
  private Optional<String> contradiction(
      VolumeId id, CapabilityCheck check, Volume volume, Deadline deadline) {
    VolumeParameters parameters;
    try {
      parameters = VolumeParameters.parse(check.parameters()).changedBy(check.mutableParameters());
    } catch (Failure e) {
      return Optional.of(e.message());
    }
    Optional<String> twice =
        check.capabilities().stream()
            .flatMap(capability -> parameters.contradiction(capability).stream())
            .findFirst()
            .or(() -> scope.objection(parameters, check.capabilities()));
    if (twice.isPresent()) {
      return twice;
    }
    if (parameters.thick().isPresent()
        && parameters.thick().get() != (volume.type() == VolumeType.THICK)) {
      return Optional.of("the volume is " + volume.type().wireName());
    }
    SystemInfo here = system.info(deadline);
    if (!parameters.mean(here)) {
      return Optional.of("the volume lies in system " + here.id() + " '" + here.name() + "'");
    }
    Optional<Pool> pool = pools.byId(volume.storagePoolId(), deadline);
    boolean there =
        pool.filter(p -> parameters.storagePool().map(p::isCalled).orElse(true))
            .filter(p -> parameters.protectionDomain().map(p::isIn).orElse(true))
            .isPresent();
    return there
        ? scope.limitsObjection(id, parameters, deadline)
        : Optional.of("the volume lies in " + pools.describe(volume.storagePoolId(), deadline));
  }
}
