package org.csiscaleio.controller.service;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.csiscaleio.controller.owner.OwnedName;

/**
 * Keeps volumes that are being made, or made larger, at the same time from using more of a pool,
 * together, than this instance may. What is said to an orchestrator does not depend on it: Mesos
 * itself takes off what it has asked for.
 */
final class RoomLedger {
  /** Longer than a gateway sits on a request that it will carry out after all. */
  private static final Duration DOUBT = Duration.ofMinutes(2);

  private record Taken(String poolId, OwnedName name, OptionalLong doubtfulSince) {}

  private final OwnVolumes own;
  private final Map<String, Taken> taken = new HashMap<>();

  RoomLedger(OwnVolumes own) {
    this.own = own;
  }

  /**
   * Sets room aside, for a volume to be made or for one to become larger.
   *
   * @param name of the size that it is to have
   * @param limitBytes what the pool's volumes may add up to
   * @return empty when there is not so much left
   */
  synchronized Optional<Reservation> take(Pool pool, OwnedName name, long limitBytes) {
    if (name.sizeBytes() > limitBytes - spokenForBytes(pool, name)) {
      return Optional.empty();
    }
    taken.put(name.hash(), new Taken(pool.id(), name, OptionalLong.empty()));
    return Optional.of(reservation(name));
  }

  /**
   * What is there and what is being made or made larger, seen in one moment: nothing twice, nothing
   * not at all.
   */
  private long spokenForBytes(Pool pool, OwnedName name) {
    synchronized (own) {
      return own.usedBytes(pool.id())
          - madeBytes(name)
          + taken.values().stream()
              .filter(t -> t.poolId().equals(pool.id()) && !t.name().sameRequest(name))
              .mapToLong(this::missingBytes)
              .sum();
    }
  }

  private long madeBytes(OwnedName name) {
    return own.madeFor(name).stream().mapToLong(OwnVolumes.Entry::reportedBytes).sum();
  }

  /** What the volume does not have yet of what it is to have. */
  private long missingBytes(Taken t) {
    return Math.max(0, t.name().sizeBytes() - madeBytes(t.name()));
  }

  /**
   * The volume of another size that was asked for under the same requested name and may be there,
   * now or soon.
   */
  synchronized Optional<OwnedName> doubtful(OwnedName wanted) {
    return Optional.ofNullable(taken.get(wanted.hash()))
        .filter(t -> t.doubtfulSince().isPresent() && !t.name().equals(wanted))
        .map(Taken::name);
  }

  /**
   * The array has been read: what was doubtful long before that is there or is not.
   *
   * @param nanos when the reading began, of {@link System#nanoTime}
   */
  synchronized void read(long nanos) {
    taken.values().removeIf(t -> isOld(t.doubtfulSince(), nanos));
  }

  private static boolean isOld(OptionalLong since, long nanos) {
    return since.isPresent() && nanos - since.getAsLong() > DOUBT.toNanos();
  }

  private Reservation reservation(OwnedName name) {
    return new Reservation() {
      @Override
      public void doubtful() {
        settle(name, true);
      }

      @Override
      public void close() {
        settle(name, false);
      }
    };
  }

  private synchronized void settle(OwnedName name, boolean doubtful) {
    OptionalLong since = doubtful ? OptionalLong.of(System.nanoTime()) : OptionalLong.empty();
    taken.computeIfPresent(
        name.hash(),
        (hash, t) -> {
          if (doubtful) {
            return new Taken(t.poolId(), t.name(), since);
          }
          return t.doubtfulSince().isPresent() && missingBytes(t) > 0 ? t : null;
        });
  }
}
