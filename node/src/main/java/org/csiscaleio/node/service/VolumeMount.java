package org.csiscaleio.node.service;

import java.nio.file.Path;
import java.util.Optional;
import org.csiscaleio.gateway.VolumeId;

/**
 * A volume's file system at a place of this host.
 *
 * @param source as it was mounted
 * @param volume empty when its device has no link any more: the volume was unmapped
 */
public record VolumeMount(Path path, String source, Optional<VolumeId> volume) {}
