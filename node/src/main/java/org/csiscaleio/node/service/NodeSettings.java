package org.csiscaleio.node.service;

import static java.util.Objects.requireNonNull;

import java.util.Optional;
import java.util.function.Consumer;
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
    return with(draft -> draft.defaultFileSystem = type);
  }

  public NodeSettings withMaxVolumesPerNode(int max) {
    return with(draft -> draft.maxVolumesPerNode = max);
  }

  public NodeSettings withStaging(boolean offered) {
    return with(draft -> draft.staging = offered);
  }

  public NodeSettings withDefaultSystemId(String id) {
    return with(draft -> draft.defaultSystemId = Optional.of(id));
  }

  public NodeSettings withCreateVolumes(boolean allowed) {
    return with(draft -> draft.createVolumes = allowed);
  }

  public NodeSettings withAlone(boolean alone) {
    return with(draft -> draft.alone = alone);
  }

  public NodeSettings withPlace(NodePlace told) {
    return with(draft -> draft.place = Optional.of(told));
  }

  public NodeSettings withAsksLimit(boolean asked) {
    return with(draft -> draft.asksLimit = asked);
  }

  private NodeSettings with(Consumer<Draft> change) {
    var draft = new Draft(this);
    change.accept(draft);
    return draft.settings();
  }

  /** The same settings, one of which is about to become another. */
  private static final class Draft {
    private FileSystemType defaultFileSystem;
    private int maxVolumesPerNode;
    private boolean staging;
    private Optional<String> defaultSystemId;
    private boolean createVolumes;
    private boolean alone;
    private boolean asksLimit;
    private Optional<NodePlace> place;

    private Draft(NodeSettings from) {
      defaultFileSystem = from.defaultFileSystem;
      maxVolumesPerNode = from.maxVolumesPerNode;
      staging = from.staging;
      defaultSystemId = from.defaultSystemId;
      createVolumes = from.createVolumes;
      alone = from.alone;
      asksLimit = from.asksLimit;
      place = from.place;
    }

    private NodeSettings settings() {
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
  }
}
