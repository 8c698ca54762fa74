package org.csiscaleio.mesos.volume;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.csiscaleio.mesos.Capability;
import org.csiscaleio.mesos.wire.ListedVolume;

/**
 * src/csi/volume_manager.hpp; in 1.5 to 1.7 part of the resource provider. Every method blocks, and
 * throws {@link org.csiscaleio.mesos.Failed} where Mesos has a failed future.
 */
public interface VolumeManager {
  /** Asks the plugin what it can do, then brings volumes caught in between to where they belong. */
  void recover();

  /** ListVolumes, or nothing without LIST_VOLUMES. */
  List<ListedVolume> listVolumes();

  /** GetCapacity in bytes, or 0 without GET_CAPACITY. */
  long getCapacity(Capability capability, Map<String, String> parameters);

  /**
   * CreateVolume; the answer's capacity is ignored for the size that was asked for.
   *
   * @param name the operation's UUID; the same when a pending operation is replayed
   */
  ListedVolume createVolume(
      String name, long bytes, Capability capability, Map<String, String> parameters);

  /** Imports a listed volume. Fails when the plugin does not support the capability. */
  void validateVolume(ListedVolume volume, Capability capability, Map<String, String> parameters);

  /**
   * Brings a volume back to CREATED and deletes it.
   *
   * @param imported it has no profile
   * @return false when it was kept
   */
  boolean deleteVolume(String volumeId, boolean imported);

  /**
   * Brings a volume to PUBLISHED.
   *
   * @param given isolator only: what to track it as, from now on
   */
  void publishVolume(String volumeId, Optional<VolumeState> given);

  /** Brings a volume back to NODE_READY; isolator only. */
  void unpublishVolume(String volumeId);

  /** What is remembered of a volume. */
  Optional<VolumeState> state(String volumeId);

  /** The ids of all volumes tracked. */
  List<String> tracked();
}
