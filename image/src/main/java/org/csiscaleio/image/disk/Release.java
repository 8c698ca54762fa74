package org.csiscaleio.image.disk;

import static java.math.BigDecimal.ZERO;

import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.csiscaleio.operation.Deadline;

/** Takes the last reservation off a part of a pool, so that it is everybody's again. */
final class Release {
  private final Framework framework;
  private final Pace pace;
  private final Progress progress;
  private final Supplier<Optional<Cluster>> clusters;

  Release(Framework framework, Pace pace, Progress progress, Supplier<Optional<Cluster>> clusters) {
    this.framework = framework;
    this.pace = pace;
    this.progress = progress;
    this.clusters = clusters;
  }

  /**
   * Waits for an offer of it and takes its reservation off.
   *
   * @param piece as it is reserved now
   * @return what is left to do, when that did not succeed
   */
  Optional<String> of(DiskResource piece) {
    Deadline deadline = Deadline.after(pace.tidy());
    String why = "it was not offered";
    try {
      for (int tries = 0; tries < DiskCreation.MOST_TRIES && !deadline.expired(); tries++) {
        framework.revive();
        Optional<OfferSearch.Found<DiskResource>> found =
            new OfferSearch(framework, progress)
                .first("an offer of what is reserved still", offers -> in(offers, piece), deadline);
        if (found.isEmpty()) {
          return left(piece, why);
        }
        switch (release(found.get().offer(), found.get().what(), deadline)) {
          case Result.Done done -> {
            return Optional.empty();
          }
          case Result.Failed failed -> {
            return left(piece, failed.why());
          }
          case Result.Unknown unknown -> {
            return left(piece, unknown.why());
          }
          // The offer was taken back meanwhile, or the agent was busy with its pools.
          case Result.Dropped dropped -> why = dropped.why();
        }
      }
      return left(piece, why);
    } catch (MasterFailure e) {
      return left(piece, e.message());
    }
  }

  private Result release(Offer offer, DiskResource part, Deadline deadline) {
    BigDecimal before = clusters.get().map(cluster -> reserved(cluster, offer, part)).orElse(ZERO);
    return new OperationRun(framework, pace, progress, clusters)
        .run(
            offer,
            List.of(new Operation.Unreserve(part)),
            cluster ->
                reserved(cluster, offer, part).compareTo(before) < 0
                    ? Optional.of(List.of())
                    : Optional.empty(),
            deadline);
  }

  /** How much there is of what is like it. */
  private static BigDecimal reserved(Cluster cluster, Offer offer, DiskResource part) {
    return cluster
        .agent(offer.agent())
        .map(agent ->
            agent.total().stream()
                .filter(disk -> same(disk, part))
                .map(DiskResource::sizeMib)
                .reduce(ZERO, BigDecimal::add))
        .orElse(ZERO);
  }

  private static Optional<OfferSearch.Found<DiskResource>> in(
      List<Offer> offers, DiskResource piece) {
    for (Offer offer : offers) {
      for (DiskResource disk : offer.disks()) {
        if (same(disk, piece) && disk.sizeMib().compareTo(piece.sizeMib()) >= 0) {
          return Optional.of(new OfferSearch.Found<>(offer, disk.cut(piece.sizeMib())));
        }
      }
    }
    return Optional.empty();
  }

  private static boolean same(DiskResource disk, DiskResource piece) {
    return disk.kind() == DiskResource.Kind.RAW
        && disk.id().equals(piece.id())
        && disk.profile().equals(piece.profile())
        && disk.provider().equals(piece.provider())
        && disk.reservations().size() == piece.reservations().size()
        && disk.role().equals(piece.role());
  }

  private static Optional<String> left(DiskResource piece, String why) {
    return Optional.of(
        Sizes.text(piece.sizeMib())
            + piece.profile().map(profile -> " of the pool " + profile).orElse("")
            + " stay reserved for the role "
            + piece.role()
            + ": "
            + why
            + ". 'disk create --role "
            + piece.role()
            + "' makes use of them; a master's /unreserve gives them back");
  }
}
