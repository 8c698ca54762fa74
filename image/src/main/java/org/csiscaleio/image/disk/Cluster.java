package org.csiscaleio.image.disk;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.csiscaleio.image.disk.MasterFailure.Kind;
import org.csiscaleio.image.mesos.Json;

/**
 * The agents and their disks as the master's operator API tells of them: all of them, also those
 * that tasks use or others are offered, which no framework's offers would show; and without taking
 * anything from anybody.
 */
record Cluster(List<Agent> agents, List<String> awaited) {
  private static final String PATH = "/api/v1";

  /**
   * @param agents those that are registered
   * @param awaited the hosts of those that are not back since this master began to lead: nothing is
   *     known of their disks until then
   */
  Cluster {
    agents = List.copyOf(agents);
    awaited = List.copyOf(awaited);
  }

  /**
   * One agent.
   *
   * @param total all its disks and pools
   * @param used those that tasks or operations have
   * @param offered those that a framework is just offered
   */
  record Agent(
      String id,
      String host,
      boolean active,
      List<DiskResource> total,
      List<DiskResource> used,
      List<DiskResource> offered,
      List<Provider> providers) {
    boolean is(String nameOrId) {
      return means(nameOrId, id, host);
    }

    /** Whether somebody who says that means the agent of this id on this host. */
    static boolean means(String nameOrId, String id, String host) {
      return id.equals(nameOrId) || host.equalsIgnoreCase(nameOrId);
    }

    /** What is done with a disk just now. */
    Use use(DiskResource disk) {
      if (used.stream().anyMatch(other -> sameDisk(other, disk))) {
        return Use.USED;
      }
      return offered.stream().anyMatch(other -> sameDisk(other, disk)) ? Use.OFFERED : Use.FREE;
    }

    private static boolean sameDisk(DiskResource one, DiskResource other) {
      return one.provider().equals(other.provider())
          && one.kind() == other.kind()
          && one.id().equals(other.id())
          && (one.id().isPresent() || one.profile().equals(other.profile()))
          && one.role().equals(other.role());
    }
  }

  /**
   * A resource provider.
   *
   * @param name its plugin's type and name
   * @param defaults for whom its disks are reserved as they appear
   */
  record Provider(String id, String name, List<Reservation> defaults) {}

  /** What is done with a disk. */
  enum Use {
    FREE,
    OFFERED,
    USED
  }

  /** A disk, and where it is. */
  record Place(Agent agent, DiskResource disk) {}

  /**
   * Asks the master.
   *
   * @throws MasterFailure when it cannot be asked, or may not be
   */
  static Cluster read(MasterHttp http) {
    MasterHttp.Answer answer = http.ask(PATH, Json.object().with("type", "GET_AGENTS"));
    if (!answer.accepted()) {
      throw new MasterFailure(
          Kind.REFUSED,
          "the master does not tell of its agents ("
              + answer.status()
              + "): "
              + answer.body().strip());
    }
    Json json;
    try {
      json = Json.parse(answer.body());
    } catch (IllegalArgumentException e) {
      throw new MasterFailure(
          Kind.REFUSED, http.leader() + " is no master of Mesos: its answer " + e.getMessage(), e);
    }
    return new Cluster(
        json.entries("get_agents", "agents").stream().map(Cluster::agent).toList(),
        json.entries("get_agents", "recovered_agents").stream()
            .flatMap(each -> each.text("hostname").stream())
            .sorted()
            .toList());
  }

  private static Agent agent(Json json) {
    return new Agent(
        json.text("agent_info", "id", "value").orElse(""),
        json.text("agent_info", "hostname").orElse(""),
        json.at("active").filter(new Json.Truth(false)::equals).isEmpty(),
        DiskResource.among(json.entries("total_resources")),
        DiskResource.among(json.entries("allocated_resources")),
        DiskResource.among(json.entries("offered_resources")),
        json.entries("resource_providers").stream().map(Cluster::provider).toList());
  }

  private static Provider provider(Json json) {
    var info = json.at("resource_provider_info").orElseGet(Json::object);
    String plugin =
        info.text("storage", "plugin", "type").orElse("")
            + "."
            + info.text("storage", "plugin", "name").orElse("");
    return new Provider(
        info.text("id", "value").orElse(""),
        plugin,
        info.entries("default_reservations").stream()
            .flatMap(entry ->
                Reservation.of(Json.object().with("reservations", Json.list(entry))).stream())
            .toList());
  }

  /** What is to be said of the agents that are awaited; empty when none is. */
  Optional<String> whoIsAwaited() {
    return awaited.isEmpty()
        ? Optional.empty()
        : Optional.of(
            String.join(", ", awaited)
                + (awaited.size() == 1 ? " has" : " have")
                + " not come back since the master began to lead: what disks are there is not known"
                + " yet");
  }

  /** All disks and pools. */
  List<Place> places() {
    var places = new ArrayList<Place>();
    for (Agent agent : agents) {
      agent.total().forEach(disk -> places.add(new Place(agent, disk)));
    }
    return places;
  }

  /** The disk with an id; a volume no disk was made of counts. */
  List<Place> withId(String id) {
    return places().stream().filter(place -> place.disk().id().equals(Optional.of(id))).toList();
  }

  Optional<Agent> agent(String id) {
    return agents.stream().filter(agent -> agent.id().equals(id)).findFirst();
  }

  /** The ids of an agent's disks. */
  Set<String> diskIds(String agent) {
    var ids = new HashSet<String>();
    agent(agent).ifPresent(found -> found.total().forEach(disk -> disk.id().ifPresent(ids::add)));
    return ids;
  }

  /** What a plugin calls itself, or its provider's id. */
  String plugin(Place place) {
    return place
        .disk()
        .plugin()
        .or(() ->
            place.agent().providers().stream()
                .filter(provider -> provider.id().equals(place.disk().provider()))
                .map(Provider::name)
                .findFirst())
        .orElse(place.disk().provider());
  }

  /** How many reservations a pool of that provider has as it appears; empty when nothing tells. */
  Optional<Integer> defaultReservations(String agent, String provider) {
    return agent(agent)
        .flatMap(found ->
            found.providers().stream()
                .filter(each -> each.id().equals(provider))
                .map(each -> each.defaults().size())
                .findFirst()
                .or(() ->
                    found.total().stream()
                        .filter(disk -> disk.isPool() && disk.provider().equals(provider))
                        .map(disk -> disk.reservations().size())
                        .min(Integer::compare)));
  }
}
