package org.csiscaleio.controller.service;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.csiscaleio.gateway.VolumeId;
import org.csiscaleio.operation.Deadline;
import org.csiscaleio.operation.Failure;
import org.csiscaleio.operation.Place;

/**
 * The Controller's use cases. Every method blocks until it is done or its deadline has come, can be
 * repeated, and throws {@link Failure} when it was not done.
 */
public interface Controller extends AutoCloseable {
  /** Ends what goes on in the background. */
  @Override
  void close();

  ControllerSettings settings();

  /**
   * Makes a volume, empty or from another one or a snapshot, or returns the one an equal request
   * made before.
   *
   * @throws Failure NOT_FOUND when there is no such source; ALREADY_EXISTS when the name is taken
   *     by something else; OUT_OF_RANGE when the array has no such size; RESOURCE_EXHAUSTED when
   *     there is no room, or none that can be reached from where it must; INVALID_ARGUMENT or
   *     FAILED_PRECONDITION when there is no such pool, or none to be used
   */
  ProvisionedVolume create(CreateRequest request, Deadline deadline);

  /**
   * Deletes a volume. One that does not exist is deleted already.
   *
   * @throws Failure FAILED_PRECONDITION when it is mapped, naming the hosts, unless the operator
   *     lets deleting unmap; for a volume known by its name
   */
  void delete(String volumeId, Deadline deadline);

  /**
   * The volume an id means: {@code <system id>-<volume id>}, a bare volume id, or {@code
   * name:<ScaleIO name>}. Only for a name it is asked whether the volume exists.
   *
   * @throws Failure NOT_FOUND when this system cannot have it; FAILED_PRECONDITION when a name can
   *     mean several volumes
   */
  VolumeId resolve(String volumeId, Deadline deadline);

  /**
   * Makes a volume larger. One that is as large already is left alone.
   *
   * @throws Failure NOT_FOUND when there is no such volume; OUT_OF_RANGE when the array has no such
   *     size; RESOURCE_EXHAUSTED when there is no room; FAILED_PRECONDITION in node scope
   */
  ExpandedVolume expand(ExpandRequest request, Deadline deadline);

  /** Whether {@link #modify} is there: in cluster scope. */
  boolean modifies();

  /**
   * Changes a volume's I/O limits, at once where it is mapped, and for every mapping to come.
   *
   * @throws Failure NOT_FOUND when there is no such volume; RESOURCE_EXHAUSTED when there is no
   *     room to keep them; UNIMPLEMENTED in node scope
   */
  void modify(ModifyRequest request, Deadline deadline);

  /** The use cases of snapshots. */
  Snapshots snapshots();

  /**
   * Maps a volume to a node.
   *
   * @return the publish_context
   * @throws Failure NOT_FOUND when there is no such volume, or no such node; ALREADY_EXISTS when it
   *     is mapped there in another way; FAILED_PRECONDITION when another node has it;
   *     RESOURCE_EXHAUSTED when the node has too many
   */
  Map<String, String> publish(PublishRequest request, Deadline deadline);

  /** Takes a node's mapping away. One that does not exist is gone already. */
  void unpublish(String volumeId, String nodeId, Deadline deadline);

  /** Takes all mappings of a volume away. */
  void unpublishEverywhere(String volumeId, Deadline deadline);

  /**
   * Says whether a volume can be used in some ways.
   *
   * @throws Failure NOT_FOUND when there is no such volume
   */
  CapabilityCheck.Answer check(CapabilityCheck check, Deadline deadline);

  /**
   * Lists the volumes.
   *
   * @param maxEntries 0 = as many as fit a message
   * @param startingToken empty begins anew
   * @param withTroubles also tells how they are, where {@link #listsTroubles}
   * @throws Failure ABORTED when the token is unknown or too old
   */
  VolumePage list(int maxEntries, String startingToken, boolean withTroubles, Deadline deadline);

  /** The same without how they are. */
  default VolumePage list(int maxEntries, String startingToken, Deadline deadline) {
    return list(maxEntries, startingToken, false, deadline);
  }

  /**
   * Whether listings can tell how volumes are: in node scope they come from memory, at once and
   * whatever the array does.
   */
  boolean listsTroubles();

  /**
   * One volume and where it is.
   *
   * @param withTroubles also tells how it is
   * @throws Failure NOT_FOUND when there is no such volume
   */
  VolumeStatus get(String volumeId, boolean withTroubles, Deadline deadline);

  /** The same without how it is. */
  default VolumeStatus get(String volumeId, Deadline deadline) {
    return get(volumeId, false, deadline);
  }

  /**
   * Lists the volumes that are not well.
   *
   * @param maxEntries 0 = as many as fit a message
   * @param startingToken empty begins anew
   * @throws Failure ABORTED when the token is unknown or too old
   */
  VolumeHealthPage listIll(int maxEntries, String startingToken, Deadline deadline);

  /**
   * What can still be made; nothing, when what is asked for cannot be made at all.
   *
   * @param from only what can be reached from there; empty: where a request without a requirement
   *     would be made
   */
  Capacity capacity(
      List<VolumeCapability> capabilities,
      Map<String, String> parameters,
      Optional<Place> from,
      Deadline deadline);

  /** The same for a request without a requirement. */
  default Capacity capacity(
      List<VolumeCapability> capabilities, Map<String, String> parameters, Deadline deadline) {
    return capacity(capabilities, parameters, Optional.empty(), deadline);
  }

  /** From where what lies in a system can be reached; empty when nobody is to be told. */
  default Optional<Place> placeOf(String systemId) {
    return Optional.empty();
  }
}
