package org.csiscaleio.controller.service;

import java.util.List;

/**
 * Some of the volumes.
 *
 * @param nextToken what the next page is asked for with; empty when this is the last
 */
public record VolumePage(List<VolumeStatus> volumes, String nextToken) {
  public VolumePage {
    volumes = List.copyOf(volumes);
  }
}
