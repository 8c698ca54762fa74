package org.csiscaleio.image.disk;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.csiscaleio.image.mesos.Json;

/**
 * For whom a resource is reserved.
 *
 * @param role never {@code *}
 * @param dynamic made by an operation, and can be undone by one
 */
record Reservation(String role, boolean dynamic, Optional<String> principal) {
  private static final String DYNAMIC = "DYNAMIC";

  /** As an operation makes it. */
  static Json.Members json(String role, Optional<String> principal) {
    Json.Members json = Json.object().with("type", DYNAMIC).with("role", role);
    return principal.map(name -> json.with("principal", name)).orElse(json);
  }

  /** Those of a resource, each refining the one before it. Older forms are read too. */
  static List<Reservation> of(Json resource) {
    var reservations = new ArrayList<Reservation>();
    for (Json entry : resource.entries("reservations")) {
      reservations.add(
          new Reservation(
              entry.text("role").orElse("*"),
              entry.text("type").filter(DYNAMIC::equals).isPresent(),
              entry.text("principal")));
    }
    String role = resource.text("role").orElse("*");
    if (reservations.isEmpty() && !role.equals("*")) {
      reservations.add(
          new Reservation(
              role,
              resource.at("reservation").isPresent(),
              resource.text("reservation", "principal")));
    }
    return List.copyOf(reservations);
  }
}
