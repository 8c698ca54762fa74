package org.csiscaleio.controller.service;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.csiscaleio.controller.owner.Owner;
import org.csiscaleio.controller.owner.OwnerSource;
import org.csiscaleio.controller.owner.OwnerSource.Identity;
import org.csiscaleio.controller.owner.OwnerTag;
import org.csiscaleio.gateway.Sdc;
import org.csiscaleio.operation.Deadline;
import org.csiscaleio.operation.Failure;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * For whom this instance speaks. Until that is known nothing is answered: an instance that does not
 * know its owner would say it owns nothing, and its orchestrator would believe it. An owner that
 * another host of the array can have too is refused.
 */
final class Ownership {
  private static final Logger log = LoggerFactory.getLogger(Ownership.class);

  /** Between two looks whether the SDC has come up. */
  private static final Duration PAUSE = Duration.ofMillis(200);

  private final OwnerSource source;
  private final Function<Owner, OwnerTag> tags;
  private final ReentrantLock asking = new ReentrantLock();
  private volatile @Nullable Identity known;
  private volatile @Nullable List<Sdc> hosts;

  Ownership(OwnerSource source) {
    this(source, Owner::tag);
  }

  /** With tags of the caller's, for tests. */
  Ownership(OwnerSource source, Function<Owner, OwnerTag> tags) {
    this.source = source;
    this.tags = tags;
  }

  /** Takes note of the array's hosts, whenever they were read. */
  void examine(List<Sdc> sdcs) {
    hosts = sdcs;
  }

  /** Whether the array's hosts have been read once. */
  boolean examined() {
    return hosts != null;
  }

  /**
   * The owner's tag. Waits for the owner to be known.
   *
   * @throws Failure UNAVAILABLE when it did not become known in time; FAILED_PRECONDITION when
   *     another host can speak for the same owner
   */
  OwnerTag tag(Deadline deadline) {
    Identity identity = identity(deadline);
    List<Sdc> sdcs = hosts;
    if (sdcs != null) {
      clash(identity, sdcs)
          .ifPresent(reason -> {
            throw Failure.precondition(reason);
          });
    }
    return tags.apply(identity.owner());
  }

  private Identity identity(Deadline deadline) {
    Identity identity = known;
    if (identity != null) {
      return identity;
    }
    acquire(deadline);
    try {
      identity = known;
      if (identity == null) {
        identity = ask(deadline);
        log.info("this plugin speaks for owner {}", identity.owner().describe());
        known = identity;
      }
      return identity;
    } finally {
      asking.unlock();
    }
  }

  private Identity ask(Deadline deadline) {
    try {
      return Patience.retry(deadline, PAUSE, () -> source.ask(deadline));
    } catch (Failure e) {
      throw e.code() == Failure.Code.UNAVAILABLE || e.code() == Failure.Code.DEADLINE_EXCEEDED
          ? unknown(e.message())
          : e;
    }
  }

  /** Why another host could speak for the same owner. */
  private Optional<String> clash(Identity here, List<Sdc> sdcs) {
    Owner owner = here.owner();
    String instance = owner.instance().orElse(Owner.DEFAULT_INSTANCE);
    for (Sdc sdc : sdcs) {
      boolean thisHost = here.sdcGuid().filter(sdc.guid()::equalsIgnoreCase).isPresent();
      if (thisHost || sdc.guid().isEmpty()) {
        continue;
      }
      for (String other : List.of(instance, Owner.DEFAULT_INSTANCE)) {
        Owner theirs = Owner.of(sdc.guid(), other);
        if (theirs.equals(owner) && here.sdcGuid().isPresent() && sdc.connected()) {
          return Optional.of(sameOwner(owner, sdc));
        }
        if (!theirs.equals(owner) && tags.apply(theirs).equals(tags.apply(owner))) {
          return Optional.of(sameTag(owner, theirs, sdc));
        }
      }
    }
    return Optional.empty();
  }

  private static String sameOwner(Owner owner, Sdc sdc) {
    return "owner "
        + owner.describe()
        + " is that of another host, "
        + sdc.describe()
        + ", which is connected to the array: two plugins would offer the same volumes. Set owner"
        + " to something of this host's own; volumes of a dead host are moved by 'csi-scaleio"
        + " volumes hand-over'";
  }

  private static String sameTag(Owner owner, Owner theirs, Sdc sdc) {
    return "owner "
        + owner.describe()
        + " has the same tag as '"
        + theirs
        + "' of "
        + sdc.describe()
        + ", so their volumes could not be told apart. Set owner (or instance) to something else"
        + " here, before this plugin has volumes";
  }

  private void acquire(Deadline deadline) {
    try {
      if (asking.tryLock(deadline.remaining().toNanos(), TimeUnit.NANOSECONDS)) {
        return;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    throw unknown("the SDC did not answer in time");
  }

  private static Failure unknown(String reason) {
    return Failure.unavailable(
        "it is not known yet for which owner this plugin speaks: "
            + reason
            + ". Repeat the call when the SDC is up, or set owner");
  }
}
