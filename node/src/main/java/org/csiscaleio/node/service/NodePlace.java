package org.csiscaleio.node.service;

import static java.util.Objects.requireNonNull;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.csiscaleio.operation.Failure;
import org.csiscaleio.operation.Place;
import org.csiscaleio.operation.PlaceNames;

/**
 * How the place of a node is told.
 *
 * @param labels the operator's own for this host
 * @param configured the ids of the systems that the operator says this host serves, for when there
 *     is no SDC to be asked
 */
public record NodePlace(PlaceNames names, Map<String, String> labels, Set<String> configured) {
  public NodePlace {
    requireNonNull(names, "names is null");
    labels = Map.copyOf(labels);
    configured = Set.copyOf(configured);
  }

  /**
   * The place of a node.
   *
   * @param served the systems its SDC serves, if it could be asked
   * @throws Failure UNAVAILABLE when nobody says which these are
   */
  Place of(Optional<Set<String>> served) {
    Set<String> systems = served.orElse(configured);
    if (served.isEmpty() && systems.isEmpty()) {
      throw Failure.unavailable(
          "which ScaleIO systems this host serves is not known: there is no SDC to be asked, only its"
              + " configured GUID. Set system to the system's id, or advertiseTopology: false");
    }
    return names.place(systems, labels);
  }
}
