package org.csiscaleio.image.disk;

import java.util.List;
import org.csiscaleio.image.mesos.Json;

/**
 * What an agent has for this framework, as far as it is disks.
 *
 * @param agent the agent's id
 */
record Offer(String id, String agent, String host, List<DiskResource> disks) {
  Offer {
    disks = List.copyOf(disks);
  }

  static Offer of(Json json) {
    return new Offer(
        json.text("id", "value").orElse(""),
        json.text("agent_id", "value").orElse(""),
        json.text("hostname").orElse(""),
        DiskResource.among(json.entries("resources")));
  }
}
