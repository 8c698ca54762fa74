package org.csiscaleio.controller.service;

import java.util.List;

/**
 * A volume and where it is.
 *
 * @param publishedNodeIds the upper-case GUIDs of the SDCs it is mapped to
 */
public record VolumeStatus(ProvisionedVolume volume, List<String> publishedNodeIds) {
  public VolumeStatus {
    publishedNodeIds = List.copyOf(publishedNodeIds);
  }
}
