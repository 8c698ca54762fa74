package org.csiscaleio.controller.service;

import java.util.List;
import org.csiscaleio.operation.VolumeTrouble;

/**
 * A volume and where it is.
 *
 * @param publishedNodeIds the upper-case GUIDs of the SDCs it is mapped to
 * @param troubles what is wrong with it, where that was asked for
 */
public record VolumeStatus(
    ProvisionedVolume volume, List<String> publishedNodeIds, List<VolumeTrouble> troubles) {
  public VolumeStatus {
    publishedNodeIds = List.copyOf(publishedNodeIds);
    troubles = List.copyOf(troubles);
  }
}
