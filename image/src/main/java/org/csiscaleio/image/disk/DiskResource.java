package org.csiscaleio.image.disk;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.csiscaleio.image.mesos.Json;

/**
 * A disk of a resource provider, or the pool that disks are made from: Mesos has one message for
 * both. What is not looked at is kept as it came, for a master compares whole resources.
 */
record DiskResource(Json.Members json) {
  /** What it is. */
  enum Kind {
    /** A pool, or, with an id, a volume that no disk was made of. */
    RAW,
    MOUNT,
    BLOCK,
    OTHER
  }

  /** Those among resources that are disks of resource providers. */
  static List<DiskResource> among(List<Json> resources) {
    var disks = new ArrayList<DiskResource>();
    for (Json resource : resources) {
      boolean disk =
          resource.text("name").filter("disk"::equals).isPresent()
              && resource.text("provider_id", "value").isPresent()
              && resource.at("disk", "source").isPresent();
      if (disk && resource instanceof Json.Members members) {
        disks.add(new DiskResource(members));
      }
    }
    return disks;
  }

  Kind kind() {
    return switch (json.text("disk", "source", "type").orElse("")) {
      case "RAW" -> Kind.RAW;
      case "MOUNT" -> Kind.MOUNT;
      case "BLOCK" -> Kind.BLOCK;
      default -> Kind.OTHER;
    };
  }

  boolean isPool() {
    return kind() == Kind.RAW && id().isEmpty();
  }

  /** In MiB, which Mesos calls megabytes; it keeps three decimals. */
  BigDecimal sizeMib() {
    return json.at("scalar", "value").orElseGet(Json.Nothing::new) instanceof Json.Figure figure
        ? figure.value()
        : BigDecimal.ZERO;
  }

  String provider() {
    return json.text("provider_id", "value").orElse("");
  }

  /** The volume's, as the plugin calls it. */
  Optional<String> id() {
    return json.text("disk", "source", "id").filter(id -> !id.isEmpty());
  }

  Optional<String> profile() {
    return json.text("disk", "source", "profile").filter(profile -> !profile.isEmpty());
  }

  /** The plugin's type and name; not told by agents before 1.7.1. */
  Optional<String> plugin() {
    return json.text("disk", "source", "vendor");
  }

  /** The persistent volume on it. */
  Optional<String> persistence() {
    return json.text("disk", "persistence", "id");
  }

  List<Reservation> reservations() {
    return Reservation.of(json);
  }

  /** For whom it is reserved; nobody in particular is {@code *}. */
  String role() {
    List<Reservation> all = reservations();
    return all.isEmpty() ? "*" : all.getLast().role();
  }

  /** That much of it. */
  DiskResource cut(BigDecimal mib) {
    return new DiskResource(json.with("scalar", Json.object().with("value", new Json.Figure(mib))));
  }

  /** As it will be when a disk was made of it. */
  DiskResource become(Kind kind, String profile) {
    Json.Members source =
        json.at("disk", "source").orElseThrow() instanceof Json.Members members
            ? members.with("type", kind.name()).with("profile", profile)
            : Json.object();
    return new DiskResource(json.with("disk", Json.object().with("source", source)));
  }

  /** The part of its pool that it will be when it was destroyed. */
  DiskResource becomePool() {
    Json.Members source = Json.object().with("type", Kind.RAW.name());
    if (profile().isPresent()) {
      source = source.with("profile", profile().get());
    }
    return new DiskResource(json.with("disk", Json.object().with("source", source)));
  }

  /** With one more reservation. */
  DiskResource reserved(String role, Optional<String> principal) {
    var reservations = new ArrayList<>(json.entries("reservations"));
    reservations.add(Reservation.json(role, principal));
    return new DiskResource(json.with("reservations", new Json.Entries(reservations)));
  }

  /** Without the persistent volume on it. */
  DiskResource withoutPersistence() {
    Json.Members disk =
        json.at("disk").orElseThrow() instanceof Json.Members members
            ? members.without("persistence").without("volume")
            : Json.object();
    return new DiskResource(json.with("disk", disk));
  }
}
