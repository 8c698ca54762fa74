package org.csiscaleio.node.service;

import static java.util.Objects.requireNonNull;

import java.util.Optional;
import org.csiscaleio.gateway.VolumeId;

/**
 * What an operator can say about the Node.
 *
 * @param defaultFileSystem what a blank volume is formatted with when nobody says
 * @param maxVolumesPerNode how many volumes the orchestrator should put on this node; 0: as many as
 *     the array allows, where {@link #asksLimit}, else it is left to the orchestrator
 * @param staging whether NodeStageVolume is offered; without it, publishing mounts directly
 * @param defaultSystemId the system meant by a volume id that names none, 16 hex digits
 * @param createVolumes whether a volume_context may have a volume made
 * @param alone whether this program serves no controller: then a mapping of which it has no record
 *     may be its own all the same
 * @param asksLimit whether the array is asked for its limit of volumes on a node
 * @param place how the place of this node is told; empty when it is not
 */
public record NodeSettings(
    FileSystemType defaultFileSystem,
    int maxVolumesPerNode,
    boolean staging,
    Optional<String> defaultSystemId,
    boolean createVolumes,
    boolean alone,
    boolean asksLimit,
    Optional<NodePlace> place) {
  /**
   * @throws IllegalArgumentException naming the setting that cannot be
   */
  public NodeSettings {
    requireNonNull(defaultFileSystem, "defaultFileSystem is null");
    if (maxVolumesPerNode < 0) {
      throw new IllegalArgumentException(
          "maxVolumesPerNode is " + maxVolumesPerNode + "; it is 0 (no limit) or more");
    }
    requireNonNull(place, "place is null");
    defaultSystemId.ifPresent(id -> {
      if (!VolumeId.isId(id)) {
        throw new IllegalArgumentException(
            "'" + id + "' is not a system's id: 16 lower-case hex digits");
      }
    });
  }

  /**
   * ext4, no limit, with staging, no default system; no volumes are made; a controller beside it.
   */
  public static NodeSettings defaults() {
    return new NodeSettings(
        FileSystemType.EXT4, 0, true, Optional.empty(), false, false, false, Optional.empty());
  }

  public NodeSettings withDefaultFileSystem(FileSystemType type) {
    return new NodeSettings(
        type, maxVolumesPerNode, staging, defaultSystemId, createVolumes, alone, asksLimit, place);
  }

  public NodeSettings withMaxVolumesPerNode(int max) {
    return new NodeSettings(
        defaultFileSystem, max, staging, defaultSystemId, createVolumes, alone, asksLimit, place);
  }

  public NodeSettings withStaging(boolean offered) {
    return new NodeSettings(
        defaultFileSystem,
        maxVolumesPerNode,
        offered,
        defaultSystemId,
        createVolumes,
        alone,
        asksLimit,
        place);
  }

  public NodeSettings withDefaultSystemId(String id) {
    return new NodeSettings(
        defaultFileSystem,
        maxVolumesPerNode,
        staging,
        Optional.of(id),
        createVolumes,
        alone,
        asksLimit,
        place);
  }

  public NodeSettings withCreateVolumes(boolean allowed) {
    return new NodeSettings(
        defaultFileSystem,
        maxVolumesPerNode,
        staging,
        defaultSystemId,
        allowed,
        alone,
        asksLimit,
        place);
  }

  public NodeSettings withAlone(boolean alone) {
    return new NodeSettings(
        defaultFileSystem,
        maxVolumesPerNode,
        staging,
        defaultSystemId,
        createVolumes,
        alone,
        asksLimit,
        place);
  }

  public NodeSettings withPlace(NodePlace told) {
    return new NodeSettings(
        defaultFileSystem,
        maxVolumesPerNode,
        staging,
        defaultSystemId,
        createVolumes,
        alone,
        asksLimit,
        Optional.of(told));
  }

  public NodeSettings withAsksLimit(boolean asked) {
    return new NodeSettings(
        defaultFileSystem,
        maxVolumesPerNode,
        staging,
        defaultSystemId,
        createVolumes,
        alone,
        asked,
        place);
  }
}
