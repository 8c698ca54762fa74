package org.csiscaleio.node.service;

import java.util.OptionalLong;

/**
 * What the controller said when it mapped the volume to this node.
 *
 * @param made whether it says that it mapped the volume at all
 * @param sizeBytes the volume's size in bytes, when it said so: the device must have at least that
 */
public record Mapping(boolean made, OptionalLong sizeBytes) {
  /** Nobody said anything. */
  public static final Mapping UNKNOWN = new Mapping(false, OptionalLong.empty());
}
