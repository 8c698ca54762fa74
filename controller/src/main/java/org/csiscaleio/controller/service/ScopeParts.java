package org.csiscaleio.controller.service;

import static java.util.Objects.requireNonNull;

import java.util.Optional;
import org.csiscaleio.controller.owner.OwnerSource;
import org.csiscaleio.gateway.ScaleIoSystem;

/**
 * What the use cases of a scope are made of.
 *
 * @param records where modified limits are kept; empty where none are modified
 * @param reader what goes on in the background; empty in cluster scope
 */
record ScopeParts(
    VolumeScope scope,
    SdcDirectory sdcs,
    PoolDirectory pools,
    ArrayLimits limits,
    KnownSizes sizes,
    ListingSource listing,
    CapacitySource capacity,
    ArrayHealth health,
    Optional<LimitsRecords> records,
    Optional<OwnVolumesReader> reader) {

  /**
   * @param modifies whether limits can be modified, and what was modified counts
   */
  static ScopeParts cluster(ScaleIoSystem system, ControllerSettings settings, boolean modifies) {
    requireNonNull(system, "system is null");
    var records = new LimitsRecords(system, System::nanoTime);
    Optional<LimitsRecords> kept = modifies ? Optional.of(records) : Optional.empty();
    var scope = new ClusterScope(kept);
    var sdcs = new SdcDirectory(system);
    var pools = new PoolDirectory(system);
    var limits = new ArrayLimits(system);
    var sizes = new KnownSizes();
    var health = new ArrayHealth(system, pools, sdcs);
    return new ScopeParts(
        scope,
        sdcs,
        pools,
        limits,
        sizes,
        (withTroubles, deadline) ->
            Listing.read(
                system,
                scope,
                sdcs,
                sizes,
                records.reader(),
                withTroubles ? Optional.of(health) : Optional.empty(),
                deadline),
        new PoolCapacity(system, settings, scope, pools, limits),
        health,
        kept,
        Optional.empty());
  }

  static ScopeParts node(
      ScaleIoSystem system,
      ControllerSettings settings,
      NodeScopeSettings nodeScope,
      OwnerSource owner) {
    return node(system, settings, nodeScope, new Ownership(owner));
  }

  static ScopeParts node(
      ScaleIoSystem system,
      ControllerSettings settings,
      NodeScopeSettings nodeScope,
      Ownership ownership) {
    requireNonNull(system, "system is null");
    var sdcs = new SdcDirectory(system, ownership::examine);
    var pools = new PoolDirectory(system);
    var sizes = new KnownSizes();
    var own = new OwnVolumes(!nodeScope.importRetain());
    var ledger = new RoomLedger(own);
    var watch = new PoolWatch(system, own, pools);
    var room = new Room(system, nodeScope, own, watch);
    var records = new LimitsRecords(system, System::nanoTime);
    var reader =
        new OwnVolumesReader(
            system, ownership, nodeScope, sdcs, pools, watch, sizes, own, ledger, records.reader());
    var scope =
        new NodeScope(system, nodeScope, ownership, sdcs, reader, own, room, ledger, records);
    return new ScopeParts(
        scope,
        sdcs,
        pools,
        new ArrayLimits(system),
        sizes,
        (withTroubles, deadline) -> scope.listing(deadline),
        new NodeCapacity(settings, scope, reader, pools, watch, room),
        new ArrayHealth(system, pools, sdcs),
        Optional.of(records),
        Optional.of(reader));
  }
}
