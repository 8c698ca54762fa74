package org.csiscaleio.node.service;

import static java.util.Objects.requireNonNull;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.csiscaleio.operation.Place;
import org.csiscaleio.operation.PlaceNames;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How the place of a node is told.
 *
 * @param labels the operator's own for this host
 * @param configured the ids of the systems that the operator says this host serves, for when there
 *     is no SDC to be asked
 */
public record NodePlace(PlaceNames names, Map<String, String> labels, Set<String> configured) {
  private static final Logger LOG = LoggerFactory.getLogger(NodePlace.class);

  public NodePlace {
    requireNonNull(names, "names is null");
    labels = Map.copyOf(labels);
    configured = Set.copyOf(configured);
  }

  /**
   * The place of a node; empty when nobody says anything about it.
   *
   * @param served the systems its SDC serves, if there is one to be asked
   */
  Optional<Place> of(Optional<Set<String>> served) {
    if (served.isPresent()) {
      return Optional.of(names.place(served.get(), labels));
    }
    if (configured.isEmpty()) {
      LOG.warn(
          "Which ScaleIO systems this host serves is not told: there is no SDC to be asked, only its"
              + " configured GUID. Orchestrators that go by it bring no volumes here; set system to"
              + " the system's id, or advertiseTopology: false");
    }
    return configured.isEmpty() && labels.isEmpty()
        ? Optional.empty()
        : Optional.of(names.place(configured, labels));
  }
}
