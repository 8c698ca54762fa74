package org.csiscaleio.controller.service;

import java.util.List;
import org.csiscaleio.operation.Deadline;
import org.csiscaleio.operation.Failure;

/**
 * The use cases of snapshots, single and in groups. As those of {@link ControllerService} they
 * block until they are done or their deadline has come, can be repeated, and throw {@link Failure}
 * when they were not done.
 */
public final class SnapshotService {
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

  /**
   * Takes a snapshot, or returns the one an equal request took before.
   *
   * @throws Failure NOT_FOUND when there is no such volume; ALREADY_EXISTS when the name is that of
   *     a snapshot of another one; RESOURCE_EXHAUSTED when there is no room, or the volume's tree
   *     is full
   */
  public Snapshot create(SnapshotRequest request, Deadline deadline) {
    return ArrayFailure.explain(
        "taking snapshot '" + request.name() + "' of volume " + request.sourceVolumeId(),
        () -> creation.create(request, deadline));
  }

  /**
   * Deletes a snapshot; volumes made from it stay. One that does not exist is deleted already.
   *
   * @throws Failure FAILED_PRECONDITION when it is mapped, or a policy's; INVALID_ARGUMENT when it
   *     is a volume
   */
  public void delete(String snapshotId, Deadline deadline) {
    explain("deleting snapshot " + snapshotId, () -> removal.delete(snapshotId, deadline));
  }

  /**
   * One snapshot.
   *
   * @throws Failure NOT_FOUND when there is no such snapshot
   */
  public Snapshot get(String snapshotId, Deadline deadline) {
    return ArrayFailure.explain(
        "looking at snapshot " + snapshotId, () -> listing.get(snapshotId, deadline));
  }

  /**
   * Lists snapshots. A filter that nothing matches gives an empty list.
   *
   * @throws Failure ABORTED when the token is unknown or too old
   */
  public SnapshotPage list(SnapshotQuery query, Deadline deadline) {
    return ArrayFailure.explain("listing snapshots", () -> listing.list(query, deadline));
  }

  /**
   * Takes snapshots of several volumes of one moment, or returns those an equal request took
   * before.
   *
   * @throws Failure as {@link #create}; none was taken then
   */
  public GroupSnapshot createGroup(GroupRequest request, Deadline deadline) {
    return ArrayFailure.explain(
        "taking group snapshot '" + request.name() + "'", () -> groups.create(request, deadline));
  }

  /**
   * Deletes all snapshots of a group at once.
   *
   * @param snapshotIds its members as the orchestrator knows them; empty when it does not say
   * @throws Failure FAILED_PRECONDITION when one is mapped; INVALID_ARGUMENT when its members are
   *     others
   */
  public void deleteGroup(String groupId, List<String> snapshotIds, Deadline deadline) {
    explain(
        "deleting group snapshot " + groupId, () -> groups.delete(groupId, snapshotIds, deadline));
  }

  /**
   * One group snapshot.
   *
   * @param snapshotIds as in {@link #deleteGroup}
   * @throws Failure NOT_FOUND when there is no such group; INVALID_ARGUMENT when its members are
   *     others
   */
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
