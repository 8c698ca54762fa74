package org.csiscaleio.controller.service;

import static java.util.stream.Collectors.joining;

import java.util.LinkedHashSet;
import java.util.List;
import org.csiscaleio.operation.Deadline;
import org.csiscaleio.operation.Failure;

/** Snapshots of all systems a plugin serves: each lies where its source lies. */
final class SystemsSnapshots implements Snapshots {
  private final SystemsController controller;
  private final Placement placement;
  private final ListingShelf<Snapshot> shelf;

  SystemsSnapshots(
      SystemsController controller, Placement placement, ListingShelf<Snapshot> shelf) {
    this.controller = controller;
    this.placement = placement;
    this.shelf = shelf;
  }

  private Snapshots at(String handle) {
    return controller.of(handle).controller().snapshots();
  }

  @Override
  public Snapshot create(SnapshotRequest request, Deadline deadline) {
    ServedSystem system = controller.of(request.sourceVolumeId());
    if (!request.requirement().isNone()) {
      var _ = placement.among(List.of(system), request.requirement(), deadline);
    }
    return system
        .controller()
        .snapshots()
        .create(new SnapshotRequest(request.sourceVolumeId(), request.name()), deadline);
  }

  @Override
  public void delete(String snapshotId, Deadline deadline) {
    at(snapshotId).delete(snapshotId, deadline);
  }

  @Override
  public Snapshot get(String snapshotId, Deadline deadline) {
    return at(snapshotId).get(snapshotId, deadline);
  }

  @Override
  public SnapshotPage list(SnapshotQuery query, Deadline deadline) {
    if (controller.isOne()) {
      return controller.first().controller().snapshots().list(query, deadline);
    }
    if (!query.snapshotId().isEmpty()) {
      return at(query.snapshotId()).list(query, deadline);
    }
    ListingShelf.Page<Snapshot> page =
        controller.page(
            shelf,
            query.sourceVolumeId().isEmpty()
                ? controller.systems()
                : List.of(controller.of(query.sourceVolumeId())),
            query.maxEntries(),
            query.startingToken(),
            (system, until) -> system.controller().readSnapshots(query, until),
            deadline);
    return new SnapshotPage(page.entries(), page.nextToken());
  }

  @Override
  public GroupSnapshot createGroup(GroupRequest request, Deadline deadline) {
    var systems = new LinkedHashSet<ServedSystem>();
    request.sourceVolumeIds().forEach(id -> systems.add(controller.of(id)));
    if (systems.size() > 1) {
      throw Failure.invalid(
          "group snapshot '"
              + request.name()
              + "' cannot be taken: its volumes lie in "
              + systems.stream().map(ServedSystem::describe).collect(joining(" and "))
              + ", and no two systems take snapshots of one moment; take one group of each");
    }
    return systems.getFirst().controller().snapshots().createGroup(request, deadline);
  }

  @Override
  public void deleteGroup(String groupId, List<String> snapshotIds, Deadline deadline) {
    at(groupId).deleteGroup(groupId, snapshotIds, deadline);
  }

  @Override
  public GroupSnapshot getGroup(String groupId, List<String> snapshotIds, Deadline deadline) {
    return at(groupId).getGroup(groupId, snapshotIds, deadline);
  }
}
