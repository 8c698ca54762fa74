package org.csiscaleio.controller.service;

import java.util.List;
import org.csiscaleio.operation.Deadline;
import org.csiscaleio.operation.Failure;

/**
 * The use cases of snapshots, single and in groups. As those of {@link Controller} they block until
 * they are done or their deadline has come, can be repeated, and throw {@link Failure} when they
 * were not done.
 */
public interface Snapshots {
  /**
   * Takes a snapshot, or returns the one an equal request took before.
   *
   * @throws Failure NOT_FOUND when there is no such volume; ALREADY_EXISTS when the name is that of
   *     a snapshot of another one; RESOURCE_EXHAUSTED when there is no room, or the volume's tree
   *     is full
   */
  Snapshot create(SnapshotRequest request, Deadline deadline);

  /**
   * Deletes a snapshot; volumes made from it stay. One that does not exist is deleted already.
   *
   * @throws Failure FAILED_PRECONDITION when it is mapped, or a policy's; INVALID_ARGUMENT when it
   *     is a volume
   */
  void delete(String snapshotId, Deadline deadline);

  /**
   * One snapshot.
   *
   * @throws Failure NOT_FOUND when there is no such snapshot
   */
  Snapshot get(String snapshotId, Deadline deadline);

  /**
   * Lists snapshots. A filter that nothing matches gives an empty list.
   *
   * @throws Failure ABORTED when the token is unknown or too old
   */
  SnapshotPage list(SnapshotQuery query, Deadline deadline);

  /**
   * Takes snapshots of several volumes of one moment, or returns those an equal request took
   * before.
   *
   * @throws Failure as {@link #create}; none was taken then
   */
  GroupSnapshot createGroup(GroupRequest request, Deadline deadline);

  /**
   * Deletes all snapshots of a group at once.
   *
   * @param snapshotIds its members as the orchestrator knows them; empty when it does not say
   * @throws Failure FAILED_PRECONDITION when one is mapped; INVALID_ARGUMENT when its members are
   *     others
   */
  void deleteGroup(String groupId, List<String> snapshotIds, Deadline deadline);

  /**
   * One group snapshot.
   *
   * @param snapshotIds as in {@link #deleteGroup}
   * @throws Failure NOT_FOUND when there is no such group; INVALID_ARGUMENT when its members are
   *     others
   */
  GroupSnapshot getGroup(String groupId, List<String> snapshotIds, Deadline deadline);
}
