package org.csiscaleio.controller.service;

import java.util.List;

/**
 * Some of the volumes that are not well.
 *
 * @param nextToken what the next page is asked for with; empty when this is the last
 */
public record VolumeHealthPage(List<VolumeHealth> volumes, String nextToken) {
  public VolumeHealthPage {
    volumes = List.copyOf(volumes);
  }
}
