package org.csiscaleio.node.service;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;
import org.csiscaleio.gateway.VolumeId;

/**
 * A volume's block device as it is found now. Not kept: names and numbers are used again for other
 * volumes.
 *
 * @param volume whose device it is
 * @param node its device node, links resolved
 * @param major its major number
 * @param minor its minor number
 * @param sizeBytes its size in bytes
 */
public record Device(VolumeId volume, Path node, int major, int minor, long sizeBytes) {
  public Device {
    requireNonNull(volume, "volume is null");
    requireNonNull(node, "node is null");
  }

  @Override
  public String toString() {
    return node + " (volume " + volume + ")";
  }
}
