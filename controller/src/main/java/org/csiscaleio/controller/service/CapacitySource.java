package org.csiscaleio.controller.service;

import java.util.List;
import java.util.Map;
import org.csiscaleio.operation.Deadline;

/** Answers GetCapacity. */
interface CapacitySource {
  /**
   * What can still be made.
   *
   * @param raw parameters as an orchestrator sent them: what is wrong in them means that nothing
   *     can be made, not that the question is bad
   */
  Capacity of(List<VolumeCapability> capabilities, Map<String, String> raw, Deadline deadline);
}
