package org.csiscaleio.controller.service;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.csiscaleio.controller.limits.LimitsOverride;
import org.csiscaleio.gateway.Sdc;
import org.csiscaleio.gateway.Volume;
import org.csiscaleio.gateway.VolumeId;
import org.csiscaleio.operation.Deadline;
import org.csiscaleio.operation.Failure;

/**
 * Whose volumes this instance speaks for, and how that shows in their names. In cluster scope one
 * plugin speaks for the whole system; in node scope many instances share one array, and each reads
 * from a volume's name whose it is and how large it was asked for.
 */
sealed interface VolumeScope permits ClusterScope, NodeScope {

  /** Whether this instance speaks for every volume of the system. */
  boolean speaksForAll();

  // A volume to be made.

  /**
   * The size for a request.
   *
   * @param defaultBytes for requests that leave the size to us, a multiple of 8 GiB
   * @param maxBytes the largest volume the array makes
   * @throws Failure OUT_OF_RANGE when no volume has a size in the range
   */
  ChosenSize choose(SizeRange range, long defaultBytes, long maxBytes);

  /**
   * The size for a volume made from another.
   *
   * @param source what the source has: what its orchestrator was told, and what the array holds
   * @param maxBytes the largest volume the array makes
   * @throws Failure OUT_OF_RANGE when no volume that holds the source has a size in the range
   */
  ChosenSize chooseFrom(SizeRange range, ChosenSize source, long maxBytes);

  /** Why no volume with such parameters can be made for such use; empty when one can. */
  Optional<String> objection(VolumeParameters parameters, List<VolumeCapability> capabilities);

  /** The volume_context of a volume made with such parameters. */
  Map<String, String> context(VolumeParameters parameters);

  /**
   * The array's name for a volume to be made: at most 31 characters, the same for ever.
   *
   * @param requestedName as the orchestrator says it, behind any prefix
   * @param reportedBytes the size the orchestrator will expect to see
   * @throws Failure UNAVAILABLE when it is not known in time for whom the volume would be
   */
  String arrayName(String requestedName, long reportedBytes, Deadline deadline);

  /** Whether two array names stand for one requested name. */
  boolean sameRequest(String arrayName, String otherArrayName);

  /**
   * The volume that was made for the requested name before under another array name; empty when the
   * array's own refusal of a taken name says all there is to know.
   */
  Optional<Volume> earlier(String arrayName, Deadline deadline);

  /**
   * Sets the room aside that a volume to be made takes from what this instance may use. To be
   * closed when the volume was made or was not.
   *
   * @throws Failure RESOURCE_EXHAUSTED when there is not so much left
   */
  Reservation reserve(
      Pool pool,
      VolumeParameters parameters,
      String arrayName,
      long reportedBytes,
      Deadline deadline);

  /**
   * Sets the room aside that a volume takes when it becomes larger. To be closed when it did or did
   * not.
   *
   * @param present this instance's own
   * @throws Failure RESOURCE_EXHAUSTED when there is not so much left
   */
  Reservation reserveMore(Pool pool, Volume present, long reportedBytes, Deadline deadline);

  /**
   * The name of a volume that becomes larger; empty when its name does not say how large it is.
   *
   * @param present this instance's own
   */
  Optional<String> nameWhenLarger(Volume present, long reportedBytes);

  // Snapshots.

  /** The array's name for a snapshot to be taken: at most 31 characters, the same for ever. */
  String snapshotName(String requestedName, Deadline deadline);

  /** The array's name for one of the snapshots of a group to be taken. */
  String groupMemberName(String requestedName, int index, Deadline deadline);

  /** Whether a snapshot's name says that this instance took it. */
  boolean tookByName(Volume snapshot, Deadline deadline);

  /**
   * Keeps the I/O limits that a volume was asked for with, where its context does not tell them.
   * Done again whenever its making is repeated.
   *
   * @param there the volume, as the array has it
   * @param justMade whether nothing can have been kept of it before
   * @throws Failure when they could not be kept; the making is to be repeated
   */
  void keepLimits(Volume there, VolumeParameters parameters, boolean justMade, Deadline deadline);

  // A volume that is there.

  /** Whether ListVolumes shows it. */
  boolean lists(Volume volume);

  /** The size the orchestrator is told, in bytes. */
  long reportedBytes(Volume volume);

  /**
   * Lets a volume pass that this instance may use.
   *
   * @throws Failure FAILED_PRECONDITION, naming the owner, when the volume is none of this
   *     instance's
   */
  void admit(VolumeId id, Volume volume, Deadline deadline);

  /**
   * The same when the volume has not been read; reads it if need be.
   *
   * @return whether the volume may be there
   */
  boolean admit(VolumeId id, Deadline deadline);

  /**
   * Whether the volume is there to be removed.
   *
   * @throws Failure FAILED_PRECONDITION when it is not for this instance to remove it
   */
  boolean admitRemoval(VolumeId id, Deadline deadline);

  /**
   * The limits of a mapping.
   *
   * @param said what the volume's context says
   */
  QosLimits limits(QosLimits said);

  /**
   * Why a volume does not have the I/O limits that such parameters ask for; empty when it has, or
   * when its context is what tells.
   *
   * @throws Failure UNAVAILABLE when the array does not tell in time
   */
  Optional<String> limitsObjection(VolumeId id, VolumeParameters parameters, Deadline deadline);

  /**
   * The limits a volume was given after it was made, and in node scope those it was made with,
   * which count more than what its context says; empty when there are none.
   *
   * @throws Failure UNAVAILABLE when the array does not tell in time
   */
  Optional<LimitsOverride> modifiedLimits(VolumeId id, Deadline deadline);

  // What was done by this instance, or seen on the way.

  void learn(Volume volume);

  /**
   * Takes away what was kept about a volume that is gone.
   *
   * @throws Failure when that could not be done; the call is to be repeated
   */
  void removed(String volumeId, Deadline deadline);

  void mapped(String volumeId, Sdc sdc);

  void unmapped(String volumeId, Sdc sdc);

  void unmappedEverywhere(String volumeId);
}
