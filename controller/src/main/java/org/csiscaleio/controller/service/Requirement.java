package org.csiscaleio.controller.service;

import java.util.List;
import java.util.stream.Stream;
import org.csiscaleio.operation.Failure;
import org.csiscaleio.operation.Place;

/**
 * From where something that is made must be reachable.
 *
 * @param requisite from at least one of these; empty: from anywhere
 * @param preferred to be tried first, in this order
 */
public record Requirement(List<Place> requisite, List<Place> preferred) {
  /** Nobody cares. */
  public static final Requirement NONE = new Requirement(List.of(), List.of());

  public Requirement {
    requisite = List.copyOf(requisite);
    preferred = List.copyOf(preferred);
  }

  /** From one place. */
  public static Requirement of(Place place) {
    return new Requirement(List.of(place), List.of());
  }

  boolean isNone() {
    return requisite.isEmpty() && preferred.isEmpty();
  }

  /**
   * @throws Failure INVALID_ARGUMENT when somebody cares
   */
  void requireNone() {
    if (!isNone()) {
      throw Failure.invalid("accessibility_requirements are not looked at here");
    }
  }

  /** All places, in the order in which they are to be tried. */
  List<Place> inOrder() {
    return Stream.concat(preferred.stream(), requisite.stream()).distinct().toList();
  }
}
