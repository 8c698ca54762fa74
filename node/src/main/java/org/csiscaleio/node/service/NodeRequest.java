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

  /** Show the volume at {@code targetPath}, which we make. */
  record Publish(
      String volumeId,
      Path targetPath,
      Optional<Path> stagingPath,
      Capability capability,
      boolean readOnly,
      Mapping mapping,
      VolumeContext context)
      implements NodeRequest {}

  /** Take it away from {@code targetPath}, and remove that. */
  record Unpublish(String volumeId, Path targetPath) implements NodeRequest {}
}
