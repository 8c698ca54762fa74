package org.csiscaleio.controller.rpc;

import java.util.List;
import java.util.Optional;
import org.csiscaleio.controller.service.Requirement;
import org.csiscaleio.csi.v1.Topology;
import org.csiscaleio.csi.v1.TopologyRequirement;
import org.csiscaleio.operation.Place;

/** Places as csi.v1 puts them. */
final class PlacesV1 {
  private PlacesV1() {}

  static Requirement read(TopologyRequirement requirement) {
    return new Requirement(
        places(requirement.getRequisiteList()), places(requirement.getPreferredList()));
  }

  private static List<Place> places(List<Topology> topologies) {
    return topologies.stream().map(PlacesV1::place).toList();
  }

  private static Place place(Topology topology) {
    return Place.of(FieldRules.map("segments", topology.getSegmentsMap()));
  }

  static Optional<Place> read(boolean present, Topology topology) {
    return present ? Optional.of(place(topology)) : Optional.empty();
  }

  static Topology message(Place place) {
    return Topology.newBuilder().putAllSegments(place.segments()).build();
  }
}
