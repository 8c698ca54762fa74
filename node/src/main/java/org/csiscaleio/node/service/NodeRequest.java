package org.csiscaleio.node.service;

import java.nio.file.Path;
import java.util.Optional;

/**
 * What a node is asked to do. Valid by construction of the binding that made it: nothing required
 * is missing, paths are absolute and normal. Equal requests are the same request repeated.
 */
public sealed interface NodeRequest {
  /** The volume's id as the orchestrator has it; not yet known to be one of ours. */
  String volumeId();

  /** Make the volume usable at {@code stagingPath}, which exists. */
  record Stage(
      String volumeId,
      Path stagingPath,
      Capability capability,
      Mapping mapping,
      VolumeContext context)
      implements NodeRequest {}

  /** Take it away from {@code stagingPath}, which stays. */
  record Unstage(String volumeId, Path stagingPath) implements NodeRequest {}

  /**
   * Show the volume at {@code targetPath}.
   *
   * @param targetOwner who makes the target
   * @param stagingUnknown whether the orchestrator's CSI has no staging yet, so that publishing
   *     mounts directly even where this plugin offers it
   */
  record Publish(
      String volumeId,
      Path targetPath,
      TargetOwner targetOwner,
      boolean stagingUnknown,
      Optional<Path> stagingPath,
      Capability capability,
      boolean readOnly,
      Mapping mapping,
      VolumeContext context)
      implements NodeRequest {

    /** As csi.v1 has it: the target is ours, staging is known. */
    public Publish(
        String volumeId,
        Path targetPath,
        Optional<Path> stagingPath,
        Capability capability,
        boolean readOnly,
        Mapping mapping,
        VolumeContext context) {
      this(
          volumeId,
          targetPath,
          TargetOwner.PLUGIN,
          false,
          stagingPath,
          capability,
          readOnly,
          mapping,
          context);
    }
  }

  /**
   * Take it away from {@code targetPath}.
   *
   * @param targetOwner who removes the target
   */
  record Unpublish(String volumeId, Path targetPath, TargetOwner targetOwner)
      implements NodeRequest {

    /** As csi.v1 has it: the target is ours to remove. */
    public Unpublish(String volumeId, Path targetPath) {
      this(volumeId, targetPath, TargetOwner.PLUGIN);
    }
  }

  /**
   * Use all of a volume that has grown.
   *
   * @param path where it is published or staged, as the orchestrator sends it
   * @param requiredBytes what it has at least by now; 0 when that is not said
   */
  record Expand(String volumeId, Path path, long requiredBytes) implements NodeRequest {}
}
