package org.csiscaleio.node.service;

import java.util.OptionalInt;
import org.csiscaleio.gateway.VolumeId;
import org.csiscaleio.operation.Deadline;

/**
 * The array, for a node that has to do itself what a controller does elsewhere. Every method can be
 * repeated, ends by its deadline, and throws {@link org.csiscaleio.operation.Failure}.
 */
public interface ArrayAccess {
  /**
   * How a volume is to be used by this node.
   *
   * @param nodeId this node's
   */
  record Use(String nodeId, Capability capability, ArrayWish wish) {}

  /**
   * The volume that is meant.
   *
   * @param handle an id, with or without its system's, or {@code name:<ScaleIO name>}
   * @throws org.csiscaleio.operation.Failure NOT_FOUND when there is none; FAILED_PRECONDITION when
   *     several can be meant, or another system
   */
  VolumeId resolve(String handle, ArrayWish wish, Deadline deadline);

  /**
   * Makes the volume, or finds that it was made meanwhile.
   *
   * @param name as the array is to know it
   * @param context what it shall be like
   * @throws org.csiscaleio.operation.Failure INVALID_ARGUMENT when the array has no such names
   */
  VolumeId create(String name, Capability capability, VolumeContext context, Deadline deadline);

  /** How many volumes the array lets one node have; empty when it does not tell. */
  OptionalInt volumesPerNode(Deadline deadline);

  /** Whether the volume is mapped to the node. */
  boolean mapped(VolumeId volume, String nodeId, Deadline deadline);

  /**
   * Maps the volume to the node; for single-node access modes as the only one.
   *
   * @throws org.csiscaleio.operation.Failure FAILED_PRECONDITION naming the hosts that have it
   */
  Mapping map(VolumeId volume, Use use, Deadline deadline);

  /** Takes the node's mapping away; one that does not exist is gone already. */
  void unmap(VolumeId volume, String nodeId, Deadline deadline);
}
