package org.csiscaleio.mesos.wire;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.csiscaleio.mesos.Capability;

/**
 * What NodeStageVolume and NodePublishVolume are told about a volume.
 *
 * @param publishContext what ControllerPublishVolume answered, kept across reboots; empty when that
 *     was not called
 * @param staging only with STAGE_UNSTAGE_VOLUME
 */
public record NodeUse(
    String volumeId,
    Map<String, String> publishContext,
    Optional<Path> staging,
    Path target,
    Capability capability,
    boolean readonly,
    Map<String, String> context) {
  public NodeUse {
    publishContext = Map.copyOf(publishContext);
    context = Map.copyOf(context);
  }
}
