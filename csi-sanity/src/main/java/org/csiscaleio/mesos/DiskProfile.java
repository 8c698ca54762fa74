package org.csiscaleio.mesos;

import java.util.Map;

/**
 * What the disk profile adaptor says of a profile; it never changes once seen.
 *
 * @param name offered to frameworks
 * @param parameters {@code create_parameters} of the profile matrix
 */
public record DiskProfile(String name, Capability capability, Map<String, String> parameters) {
  public DiskProfile {
    parameters = Map.copyOf(parameters);
  }
}
