package org.csiscaleio.image.disk;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What was looked at and did not fit, each with why. */
final class NearMisses {
  /** More would not be read. */
  private static final int MOST = 20;

  private final Wanted wanted;
  private final Map<String, String> offered = new LinkedHashMap<>();

  NearMisses(Wanted wanted) {
    this.wanted = wanted;
  }

  void add(Offer offer, DiskResource disk, String why) {
    offered.put(line(offer.host(), disk, ""), why);
  }

  /** One line each. What the cluster tells goes before what was offered: it is all. */
  List<String> lines(Optional<Cluster> cluster) {
    var lines = new ArrayList<String>();
    if (cluster.isPresent()) {
      for (Cluster.Place place : cluster.get().places()) {
        if (wanted.isCandidate(place.disk())) {
          lines.add(line(place.agent().host(), place.disk(), why(place)));
        }
      }
      cluster.get().whoIsAwaited().ifPresent(lines::add);
    } else {
      offered.forEach((what, why) -> lines.add(what + why));
    }
    if (lines.size() <= MOST) {
      return lines;
    }
    var some = new ArrayList<>(lines.subList(0, MOST));
    some.add("and " + (lines.size() - MOST) + " more");
    return some;
  }

  private String why(Cluster.Place place) {
    DiskResource disk = place.disk();
    Optional<String> wrong = wanted.whyNot(place.agent().id(), place.agent().host(), disk);
    if (wrong.isPresent()) {
      return wrong.get();
    }
    if (!wanted.mayHave(disk)) {
      return "is reserved for the role "
          + disk.role()
          + "; say --role "
          + disk.role()
          + ", or a role below it";
    }
    if (!place.agent().active()) {
      return "would fit, but its agent is not there";
    }
    return switch (place.agent().use(disk)) {
      case USED -> "would fit, but an operation has a part of it just now";
      case OFFERED -> "would fit, but another framework is offered it and holds it";
      case FREE ->
          "would fit, but was not offered: other frameworks' shares, quotas or --weights"
              + " come first, or the agent has neither processors nor memory left (before 1.8)";
    };
  }

  private static String line(String host, DiskResource disk, String why) {
    String what =
        disk.id()
            .map(id -> "volume " + id)
            .orElseGet(() -> "pool of " + disk.profile().orElse("none"));
    return host + ": " + what + ", " + Sizes.text(disk.sizeMib()) + ": " + why;
  }
}
