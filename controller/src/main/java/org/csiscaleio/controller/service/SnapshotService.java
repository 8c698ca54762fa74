package org.csiscaleio.controller.service;

import java.util.List;
import org.csiscaleio.operation.Deadline;

/** The use cases of snapshots, single and in groups, for one system. */
final class SnapshotService implements Snapshots {
  private final SnapshotCreation creation;
  private final SnapshotRemoval removal;
  private final SnapshotListing listing;
  private final SnapshotGroups groups;

  SnapshotService(
      SnapshotCreation creation,
      SnapshotRemoval removal,
      SnapshotListing listing,
      SnapshotGroups groups) {
    this.creation = creation;
    this.removal = removal;
    this.listing = listing;
    this.groups = groups;
  }

  @Override
  public Snapshot create(SnapshotRequest request, Deadline deadline) {
    request.requirement().requireNone();
    return ArrayFailure.explain(
        "taking snapshot '" + request.name() + "' of volume " + request.sourceVolumeId(),
        () -> creation.create(request, deadline));
  }

  @Override
  public void delete(String snapshotId, Deadline deadline) {
    explain("deleting snapshot " + snapshotId, () -> removal.delete(snapshotId, deadline));
  }

  @Override
  public Snapshot get(String snapshotId, Deadline deadline) {
    return ArrayFailure.explain(
        "looking at snapshot " + snapshotId, () -> listing.get(snapshotId, deadline));
  }

  /** The snapshots that are asked for, of one volume or of all, as they are now. */
  ListingShelf.Pages<Snapshot> read(SnapshotQuery query, Deadline deadline) {
    return ArrayFailure.explain("listing snapshots", () -> listing.read(query, deadline));
  }

  @Override
  public SnapshotPage list(SnapshotQuery query, Deadline deadline) {
    return ArrayFailure.explain("listing snapshots", () -> listing.list(query, deadline));
  }

  @Override
  public GroupSnapshot createGroup(GroupRequest request, Deadline deadline) {
    return ArrayFailure.explain(
        "taking group snapshot '" + request.name() + "'", () -> groups.create(request, deadline));
  }

  @Override
  public void deleteGroup(String groupId, List<String> snapshotIds, Deadline deadline) {
    explain(
        "deleting group snapshot " + groupId, () -> groups.delete(groupId, snapshotIds, deadline));
  }

  @Override
  public GroupSnapshot getGroup(String groupId, List<String> snapshotIds, Deadline deadline) {
    return ArrayFailure.explain(
        "looking at group snapshot " + groupId, () -> groups.get(groupId, snapshotIds, deadline));
  }

  private static void explain(String operation, Runnable work) {
    ArrayFailure.explain(
        operation,
        () -> {
          work.run();
          return true;
        });
  }
}
