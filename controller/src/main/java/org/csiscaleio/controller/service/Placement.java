package org.csiscaleio.controller.service;

import static java.util.stream.Collectors.joining;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.csiscaleio.operation.Deadline;
import org.csiscaleio.operation.Failure;
import org.csiscaleio.operation.Place;
import org.csiscaleio.operation.PlaceNames;

/**
 * Chooses where something is made: the systems in which it could be, in the order in which they are
 * to be tried. Every host of a system reaches all its protection domains, so a place's label
 * {@value #DOMAIN} says where in a system a volume had best lie, and nothing about who reaches it.
 */
final class Placement {
  static final String DOMAIN = "protection-domain";

  private static final String FIELD = "accessibility_requirements";

  private final List<ServedSystem> systems;
  private final PlaceNames names;

  /**
   * @param systems the first is the one for those who do not care
   */
  Placement(List<ServedSystem> systems, PlaceNames names) {
    this.systems = systems;
    this.names = names;
  }

  /**
   * Where something may be made.
   *
   * @param domain in which protection domain, by the place's wish
   */
  record Candidate(ServedSystem system, Optional<String> domain) {}

  /**
   * @param eligible those that are asked for otherwise
   * @throws Failure RESOURCE_EXHAUSTED when none of them can be reached from where it must
   */
  List<Candidate> among(List<ServedSystem> eligible, Requirement requirement, Deadline deadline) {
    List<Map<String, String>> requisite = read(requirement.requisite());
    List<Map<String, String>> inOrder = read(requirement.inOrder());
    var why = new TreeSet<String>();
    var reachable = new ArrayList<ServedSystem>();
    for (ServedSystem system : eligible) {
      if (requisite.isEmpty()
          || requisite.stream().anyMatch(p -> reach(p, system, why, deadline))) {
        reachable.add(system);
      }
    }
    if (reachable.isEmpty()) {
      throw new Failure(
          Failure.Code.RESOURCE_EXHAUSTED,
          "nothing can be made that is reachable from "
              + requirement.requisite().stream().map(Place::toString).collect(joining(" or "))
              + ": "
              + String.join("; ", why));
    }
    var candidates = new LinkedHashSet<Candidate>();
    for (Map<String, String> place : inOrder) {
      for (ServedSystem system : reachable) {
        if (reach(place, system, why, deadline)) {
          candidates.add(new Candidate(system, Optional.ofNullable(place.get(DOMAIN))));
        }
      }
    }
    reachable.forEach(system -> candidates.add(new Candidate(system, Optional.empty())));
    return List.copyOf(candidates);
  }

  /**
   * @throws Failure INVALID_ARGUMENT when a place can be none that this plugin told
   */
  void requireOurs(Requirement requirement) {
    var _ = read(requirement.inOrder());
  }

  private List<Map<String, String>> read(List<Place> places) {
    return places.stream().map(place -> names.read(FIELD, place)).toList();
  }

  private static boolean reach(
      Map<String, String> place, ServedSystem system, Set<String> why, Deadline deadline) {
    Optional<String> objection =
        PlaceNames.unreachable(place, system.id(deadline), system.labels());
    objection.ifPresent(why::add);
    return objection.isEmpty();
  }

  /**
   * The systems a new volume may lie in, before it is asked from where it must be reachable.
   *
   * @throws Failure INVALID_ARGUMENT when parameters name one that is not served here
   */
  List<ServedSystem> eligible(
      VolumeParameters parameters, Requirement requirement, Deadline deadline) {
    if (systems.size() == 1) {
      return systems; // It compares the parameter itself.
    }
    if (parameters.system().isPresent()) {
      return List.of(called(parameters.system().get(), deadline));
    }
    return requirement.isNone() ? systems.subList(0, 1) : systems;
  }

  /**
   * The system of that id or name.
   *
   * @throws Failure INVALID_ARGUMENT when there is none
   */
  ServedSystem called(String idOrName, Deadline deadline) {
    for (ServedSystem system : systems) {
      if (system.configuredId().filter(idOrName::equalsIgnoreCase).isPresent()) {
        return system;
      }
    }
    List<Failure> silent = new ArrayList<>();
    var asked =
        systems.stream()
            .map(system ->
                SideBySide.start(() -> system.system().info(deadline).name().equals(idOrName)))
            .toList();
    for (int i = 0; i < asked.size(); i++) {
      ServedSystem system = systems.get(i);
      try {
        if (SideBySide.outcome(
            asked.get(i),
            deadline,
            () -> Failure.unavailable(system.describe() + " does not answer"))) {
          return system;
        }
      } catch (Failure failure) {
        silent.add(failure);
      }
    }
    if (!silent.isEmpty()) {
      throw Failure.unavailable(
          "which system is called '"
              + idOrName
              + "' cannot be told now: "
              + silent.getFirst().message()
              + "; the system's id needs no asking");
    }
    throw Failure.invalid(
        "this plugin serves no system '"
            + idOrName
            + "' but "
            + systems.stream().map(ServedSystem::describe).collect(joining(", "))
            + "; correct parameter systemID or leave it out");
  }
}
