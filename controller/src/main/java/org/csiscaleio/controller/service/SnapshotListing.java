package org.csiscaleio.controller.service;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.csiscaleio.gateway.ScaleIoSystem;
import org.csiscaleio.gateway.Volume;
import org.csiscaleio.gateway.VolumeId;
import org.csiscaleio.operation.Deadline;
import org.csiscaleio.operation.Failure;

/**
 * Lists snapshots: one by its id in one request, those of a volume in two, all in one. Pages after
 * the first are cut from what was told for the first, so that snapshots taken or deleted meanwhile
 * neither double nor hide others.
 */
final class SnapshotListing {
  private final ScaleIoSystem system;
  private final VolumeScope scope;
  private final SnapshotSettings settings;
  private final VolumeHandles handles;
  private final KnownSizes sizes;
  private final SnapshotTrees trees;
  private final ListingShelf<Snapshot> shelf;

  SnapshotListing(
      ScaleIoSystem system,
      VolumeScope scope,
      SnapshotSettings settings,
      VolumeHandles handles,
      KnownSizes sizes,
      SnapshotTrees trees,
      ListingShelf<Snapshot> shelf) {
    this.system = system;
    this.scope = scope;
    this.settings = settings;
    this.handles = handles;
    this.sizes = sizes;
    this.trees = trees;
    this.shelf = shelf;
  }

  /**
   * @throws Failure NOT_FOUND when there is no such snapshot
   */
  Snapshot get(String handle, Deadline deadline) {
    VolumeId id = handles.require(handle, deadline);
    return snapshot(id, deadline)
        .orElseThrow(() -> Failure.notFound("the array has no snapshot " + id));
  }

  /**
   * @throws Failure ABORTED when the token is unknown or too old: begin anew
   */
  SnapshotPage list(SnapshotQuery query, Deadline deadline) {
    if (!query.startingToken().isEmpty()) {
      return page(shelf.further(query.startingToken(), query.maxEntries()));
    }
    if (!query.snapshotId().isEmpty()) {
      return one(query, deadline);
    }
    return page(shelf.first(read(query, deadline), query.maxEntries()));
  }

  /** Those of the volume that is asked for, or all, as they are now. */
  SnapshotCatalogue read(SnapshotQuery query, Deadline deadline) {
    return query.sourceVolumeId().isEmpty() ? all(deadline) : ofVolume(query, deadline);
  }

  private static SnapshotPage page(ListingShelf.Page<Snapshot> page) {
    return new SnapshotPage(page.entries(), page.nextToken());
  }

  /** A filter that nothing can match is no fault. */
  private SnapshotPage one(SnapshotQuery query, Deadline deadline) {
    return here(query.snapshotId(), deadline)
        .flatMap(id -> snapshot(id, deadline))
        .filter(found ->
            query.sourceVolumeId().isEmpty()
                || here(query.sourceVolumeId(), deadline)
                    .filter(source -> source.equals(found.source()))
                    .isPresent())
        .map(found -> new SnapshotPage(List.of(found), ""))
        .orElse(SnapshotPage.EMPTY);
  }

  private Optional<Snapshot> snapshot(VolumeId id, Deadline deadline) {
    return system
        .volume(id.volumeId(), deadline)
        .filter(SnapshotRule::isSnapshot)
        .filter(volume -> isOfOwn(volume, deadline))
        .map(volume -> {
          sizes.learn(volume);
          return Snapshot.of(id.systemId(), volume);
        });
  }

  private SnapshotCatalogue all(Deadline deadline) {
    var catalogue = new SnapshotCatalogue.Builder(listed());
    var perTree = new HashMap<String, Integer>();
    var own = new HashSet<String>();
    var withoutSource = new HashSet<String>();
    system.forEachVolume(
        volume -> {
          sizes.refresh(volume);
          catalogue.add(volume);
          if (volume.isSnapshot()) {
            perTree.merge(volume.vtreeId(), 1, Integer::sum);
          }
          if (scope.speaksForAll()) {
            return;
          }
          if (isOwn(volume, deadline)) {
            own.add(volume.id());
          } else if (hasNoSource(volume) && scope.tookByName(volume, deadline)) {
            withoutSource.add(volume.id());
          }
        },
        deadline);
    trees.counted(perTree, deadline);
    if (!scope.speaksForAll()) {
      catalogue.keepThoseOf(own, withoutSource);
    }
    return catalogue.build(system.info(deadline).id());
  }

  private SnapshotCatalogue ofVolume(SnapshotQuery query, Deadline deadline) {
    Optional<Volume> source =
        here(query.sourceVolumeId(), deadline)
            .flatMap(id -> system.volume(id.volumeId(), deadline))
            .filter(volume -> isOwn(volume, deadline));
    if (source.isEmpty()) {
      return new SnapshotCatalogue.Builder(listed()).build(system.info(deadline).id());
    }
    String sourceId = source.get().id();
    var catalogue =
        new SnapshotCatalogue.Builder(
            listed().and(volume -> volume.ancestorVolumeId().equals(sourceId)));
    system.volumesOfTree(source.get().vtreeId(), deadline).forEach(catalogue::add);
    return catalogue.build(system.info(deadline).id());
  }

  private boolean isOfOwn(Volume snapshot, Deadline deadline) {
    if (scope.speaksForAll()) {
      return true;
    }
    return hasNoSource(snapshot)
        ? scope.tookByName(snapshot, deadline)
        : system
            .volume(snapshot.ancestorVolumeId(), deadline)
            .filter(source -> isOwn(source, deadline))
            .isPresent();
  }

  /** The array passes the snapshots of a volume that is removed on to what that was taken of. */
  private static boolean hasNoSource(Volume snapshot) {
    return snapshot.isSnapshot() && snapshot.ancestorVolumeId().isEmpty();
  }

  private boolean isOwn(Volume volume, Deadline deadline) {
    try {
      scope.admit(new VolumeId(system.info(deadline).id(), volume.id()), volume, deadline);
      return true;
    } catch (Failure failure) {
      if (failure.code() == Failure.Code.FAILED_PRECONDITION) {
        return false;
      }
      throw failure;
    }
  }

  private Predicate<Volume> listed() {
    return volume ->
        SnapshotRule.isSnapshot(volume) && (settings.listPolicySnapshots() || !volume.ofPolicy());
  }

  /** The volume of this system that is meant; empty when it cannot be one. */
  private Optional<VolumeId> here(String handle, Deadline deadline) {
    String systemId = system.info(deadline).id();
    return VolumeId.parse(handle, systemId).filter(id -> id.systemId().equals(systemId));
  }
}
