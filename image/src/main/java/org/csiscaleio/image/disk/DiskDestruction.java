package org.csiscaleio.image.disk;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.csiscaleio.image.disk.DiskResource.Kind;
import org.csiscaleio.image.disk.OfferSearch.Found;
import org.csiscaleio.operation.Deadline;

/**
 * Destroys a disk: waits until it is offered, which no disk is that a task uses, and has it
 * destroyed, with the persistent volume on it when that was said. Only afterwards its reservation
 * is taken off: a disk that could not be destroyed must not become everybody's.
 */
final class DiskDestruction {
  private final String disk;
  private final Optional<String> agent;
  private final boolean withVolume;
  private final Framework framework;
  private final Pace pace;
  private final Progress progress;
  private final Supplier<Optional<Cluster>> clusters;
  private int tries;

  /**
   * @param disk its id
   * @param agent that has it, by host name or id; empty for any
   * @param withVolume whether a persistent volume on it may go too
   */
  DiskDestruction(
      String disk,
      Optional<String> agent,
      boolean withVolume,
      Framework framework,
      Pace pace,
      Progress progress,
      Supplier<Optional<Cluster>> clusters) {
    this.disk = disk;
    this.agent = agent;
    this.withVolume = withVolume;
    this.framework = framework;
    this.pace = pace;
    this.progress = progress;
    this.clusters = clusters;
  }

  /** Carries it out. */
  Outcome run(Deadline deadline) {
    while (true) {
      Optional<Found<DiskResource>> found =
          new OfferSearch(framework, progress)
              .first("an offer of disk " + disk, this::in, deadline.orAfter(pace.fit()));
      if (found.isEmpty()) {
        return new Outcome.NothingFits("disk " + disk, whyNotOffered());
      }
      DiskResource there = found.get().what();
      Optional<String> objection = objection(there);
      if (objection.isPresent()) {
        framework.decline(List.of(found.get().offer()));
        return new Outcome.Bad(objection.get(), Optional.empty());
      }
      Offer offer = found.get().offer();
      Result result =
          new OperationRun(framework, pace, progress, clusters)
              .run(
                  offer,
                  operations(there),
                  cluster -> gone(cluster, offer, there.kind()),
                  deadline);
      switch (result) {
        case Result.Done done -> {
          return new Outcome.Good(
              Outcome.Verb.DESTROYED, offer.agent(), offer.host(), there, free(offer, there, done));
        }
        case Result.Failed failed -> {
          return new Outcome.Bad(
              "disk " + disk + " is not destroyed: " + failed.why(), lost(there, failed));
        }
        case Result.Unknown unknown -> {
          return new Outcome.Unknown(unknown.why());
        }
        case Result.Dropped dropped -> {
          if (deadline.expired() || ++tries >= DiskCreation.MOST_TRIES) {
            return new Outcome.Bad(
                "disk " + disk + " is not destroyed: the operation " + dropped.why(),
                Optional.empty());
          }
          progress.note("the operation " + dropped.why() + "; trying again");
          framework.revive();
        }
      }
    }
  }

  /**
   * Agents destroy a persistent volume first, and since 1.7.2 delete the files of a disk that was
   * ever used, before they ask the plugin: its refusal saves the volume, not what was on it. A
   * volume no disk was made of was never used through them.
   */
  private Optional<String> lost(DiskResource there, Result.Failed failed) {
    if (there.persistence().isPresent()) {
      return failed.prepared()
          ? Optional.of(
              "the persistent volume "
                  + there.persistence().get()
                  + " that was on it is destroyed, with its files")
          : Optional.empty();
    }
    boolean emptied =
        failed.tried() && there.kind() != Kind.RAW && framework.release().minor() >= 7;
    return emptied
        ? Optional.of(
            "the files that tasks had on it are to be taken for lost: Mesos deletes them before it"
                + " asks the plugin")
        : Optional.empty();
  }

  private Optional<String> objection(DiskResource there) {
    if (there.persistence().isPresent() && !withVolume) {
      return Optional.of(holds(disk, there.persistence().get()));
    }
    return there.kind() == Kind.RAW && framework.release().minor() < 7
        ? Optional.of(
            "no disk was made of volume " + disk + ", and Mesos before 1.7.3 does not delete such")
        : Optional.empty();
  }

  /** Said before it is tried, and when it is seen in an offer only. */
  static String holds(String disk, String volume) {
    return "disk "
        + disk
        + " holds the persistent volume "
        + volume
        + "; say --with-volume to have it destroyed too, with its files";
  }

  private static List<Operation> operations(DiskResource there) {
    var operations = new ArrayList<Operation>();
    if (there.persistence().isPresent()) {
      operations.add(new Operation.Empty(there));
    }
    operations.add(new Operation.Destroy(there.withoutPersistence()));
    return operations;
  }

  private Optional<Found<DiskResource>> in(List<Offer> offers) {
    for (Offer offer : offers) {
      for (DiskResource each : offer.disks()) {
        if (each.id().equals(Optional.of(disk)) && isMeant(offer)) {
          return Optional.of(new Found<>(offer, each));
        }
      }
    }
    return Optional.empty();
  }

  private boolean isMeant(Offer offer) {
    return agent.map(name -> Cluster.Agent.means(name, offer.agent(), offer.host())).orElse(true);
  }

  private List<String> whyNotOffered() {
    Optional<Cluster> cluster = clusters.get();
    if (cluster.isEmpty()) {
      return List.of(
          "it was not offered to this role; a disk that a task uses is offered to nobody");
    }
    List<Cluster.Place> places = cluster.get().withId(disk);
    if (places.isEmpty()) {
      return List.of(cluster.get().whoIsAwaited().orElse("no agent that is registered has it"));
    }
    return places.stream()
        .map(place -> place.agent().host() + ": " + whyNotOffered(place))
        .toList();
  }

  private static String whyNotOffered(Cluster.Place place) {
    if (!place.agent().active()) {
      return "the agent is away; it is offered when that is back";
    }
    String role = place.disk().role();
    return switch (place.agent().use(place.disk())) {
      case USED -> "a task of the role " + role + " uses it; end that first";
      case OFFERED -> "another framework is offered it and holds it";
      case FREE ->
          "it is reserved for the role " + role + " and was not offered; say --role " + role;
    };
  }

  private Optional<List<DiskResource>> gone(Cluster cluster, Offer offer, Kind was) {
    return cluster
        .agent(offer.agent())
        .filter(agent ->
            agent.total().stream()
                .noneMatch(each -> each.id().equals(Optional.of(disk)) && each.kind() == was))
        .map(agent -> List.of());
  }

  /** Gives the room back to everybody, unless agents reserve all of the pool as it appears. */
  private Optional<String> free(Offer offer, DiskResource was, Result.Done done) {
    int has = was.reservations().size();
    if (has == 0 || was.kind() == Kind.RAW || !was.reservations().getLast().dynamic()) {
      return Optional.empty();
    }
    Optional<Integer> usual =
        clusters
            .get()
            .flatMap(cluster -> cluster.defaultReservations(offer.agent(), was.provider()));
    if (usual.isEmpty()) {
      return Optional.of(
          "the room stays reserved for the role "
              + was.role()
              + ": the master does not tell whether agents reserve the pool by themselves");
    }
    if (has <= usual.get()) {
      return Optional.empty();
    }
    return room(offer, was, done)
        .flatMap(piece -> new Release(framework, pace, progress, clusters).of(piece));
  }

  /** What the disk has become; nothing when its profile is gone: then other pools have its room. */
  private Optional<DiskResource> room(Offer offer, DiskResource was, Result.Done done) {
    DiskResource pool = was.becomePool();
    boolean there =
        clusters
            .get()
            .flatMap(cluster -> cluster.agent(offer.agent()))
            .map(agent ->
                agent.total().stream()
                    .anyMatch(each ->
                        each.isPool()
                            && each.provider().equals(pool.provider())
                            && each.profile().equals(pool.profile())
                            && each.role().equals(pool.role())))
            .orElse(true);
    return done.converted().stream()
        .findFirst()
        .or(() -> there ? Optional.of(pool) : Optional.empty());
  }
}
