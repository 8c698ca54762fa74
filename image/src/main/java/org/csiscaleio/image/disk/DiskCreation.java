package org.csiscaleio.image.disk;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.csiscaleio.image.disk.Wanted.Fit;
import org.csiscaleio.operation.Deadline;

/**
 * Makes a disk: takes the first offer that fits, reserves a part of it and has the disk made of
 * that. Reserved first, so that nobody else is offered the new disk; taken back when it fails.
 */
final class DiskCreation {
  /** Of what was dropped; each takes the seconds until the next offer. */
  static final int MOST_TRIES = 20;

  private final Wanted wanted;
  private final Optional<String> principal;
  private final Framework framework;
  private final Pace pace;
  private final Progress progress;
  private final Supplier<Optional<Cluster>> clusters;
  private Optional<Fit.Good> reservedHere = Optional.empty();
  private int tries;

  DiskCreation(
      Wanted wanted,
      Optional<String> principal,
      Framework framework,
      Pace pace,
      Progress progress,
      Supplier<Optional<Cluster>> clusters) {
    this.wanted = wanted;
    this.principal = principal;
    this.framework = framework;
    this.pace = pace;
    this.progress = progress;
    this.clusters = clusters;
  }

  /**
   * Carries it out, or says what would be done.
   *
   * @throws MasterFailure when nothing was changed
   */
  Outcome run(boolean dry, Deadline deadline) {
    try {
      return make(dry, deadline);
    } catch (MasterFailure e) {
      if (reservedHere.isEmpty()) {
        throw e;
      }
      return new Outcome.Bad("the disk was not made: " + e.message(), takeBack());
    }
  }

  private Outcome make(boolean dry, Deadline deadline) {
    while (true) {
      var misses = new NearMisses(wanted);
      Optional<Fit.Good> found =
          new OfferSearch(framework, progress)
              .first(
                  "an offer of " + wanted.describe(),
                  offers -> best(offers, misses),
                  deadline.orAfter(pace.fit()))
              .map(OfferSearch.Found::what);
      if (found.isEmpty()) {
        List<String> lines = misses.lines(clusters.get());
        return reservedHere.isEmpty()
            ? new Outcome.NothingFits(wanted.describe(), lines)
            : new Outcome.Bad(
                "the disk was not made: after an operation that was not tried, no offer fitted",
                takeBack());
      }
      Fit.Good fit = found.get();
      if (dry) {
        framework.decline(List.of(fit.offer()));
        return good(Outcome.Verb.WOULD_MAKE, fit, target(fit.source()));
      }
      Set<String> before =
          clusters.get().map(cluster -> cluster.diskIds(fit.offer().agent())).orElse(Set.of());
      if (fit.reserves()) {
        reservedHere = found;
      }
      Result result =
          new OperationRun(framework, pace, progress, clusters)
              .run(fit.offer(), operations(fit), cluster -> made(cluster, fit, before), deadline);
      switch (result) {
        case Result.Done done -> {
          return good(
              Outcome.Verb.MADE,
              fit,
              done.converted().isEmpty() ? target(fit.source()) : done.converted().getFirst());
        }
        case Result.Failed failed -> {
          return new Outcome.Bad(
              "the disk was not made: " + failed.why(),
              failed.prepared() ? takeBack() : Optional.empty());
        }
        case Result.Unknown unknown -> {
          return new Outcome.Unknown(unknown.why());
        }
        case Result.Dropped dropped -> {
          if (deadline.expired() || ++tries >= MOST_TRIES) {
            return new Outcome.Bad(
                "the disk was not made: the operation " + dropped.why(), takeBack());
          }
          progress.note("the operation " + dropped.why() + "; trying again");
          framework.revive();
        }
      }
    }
  }

  private List<Operation> operations(Fit.Good fit) {
    var operations = new ArrayList<Operation>();
    if (fit.reserves()) {
      operations.add(new Operation.Reserve(fit.source()));
    }
    Optional<String> profile = wanted.volume().map(id -> wanted.profile());
    operations.add(new Operation.Create(fit.source(), wanted.target(), profile));
    return operations;
  }

  /** One that needs no reservation before one that does: it may be what an earlier try left. */
  private Optional<OfferSearch.Found<Fit.Good>> best(List<Offer> offers, NearMisses misses) {
    Optional<Fit.Good> best = Optional.empty();
    for (Offer offer : offers) {
      for (DiskResource disk : offer.disks()) {
        switch (wanted.judge(offer, disk, principal)) {
          case Fit.Good good -> {
            if (best.isEmpty() || (best.get().reserves() && !good.reserves())) {
              best = Optional.of(good);
            }
          }
          case Fit.Near near -> misses.add(offer, disk, near.why());
          case Fit.Other other -> {}
        }
      }
    }
    return best.map(good -> new OfferSearch.Found<>(good.offer(), good));
  }

  /** The new disk, of those that were not there before. */
  private Optional<List<DiskResource>> made(Cluster cluster, Fit.Good fit, Set<String> before) {
    DiskResource source = fit.source();
    return cluster
        .agent(fit.offer().agent())
        .flatMap(agent ->
            agent.total().stream()
                .filter(disk ->
                    disk.kind() == wanted.target()
                        && disk.provider().equals(source.provider())
                        && disk.sizeMib().compareTo(source.sizeMib()) == 0
                        && disk.role().equals(source.role())
                        && disk.id()
                            .filter(
                                id -> wanted.volume().map(id::equals).orElse(!before.contains(id)))
                            .isPresent())
                .findFirst())
        .map(List::of);
  }

  /** What it will be, before anybody has told. */
  private DiskResource target(DiskResource source) {
    return source.become(wanted.target(), wanted.profile());
  }

  private Outcome.Good good(Outcome.Verb verb, Fit.Good fit, DiskResource disk) {
    return new Outcome.Good(verb, fit.offer().agent(), fit.offer().host(), disk, Optional.empty());
  }

  /** Takes the reservation back that was made for the disk; the note says when it could not. */
  private Optional<String> takeBack() {
    return reservedHere.flatMap(
        fit -> new Release(framework, pace, progress, clusters).of(fit.source()));
  }
}
