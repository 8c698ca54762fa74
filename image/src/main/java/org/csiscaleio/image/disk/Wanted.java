package org.csiscaleio.image.disk;

import java.math.BigDecimal;
import java.util.Optional;
import org.csiscaleio.image.disk.DiskResource.Kind;

/**
 * The disk that is to be made.
 *
 * @param profile of the pool; with a volume, the one that it is used with
 * @param sizeMib whole; with a volume 0, it has its own
 * @param volume one that is there already and shown as RAW without a profile
 * @param target MOUNT or BLOCK
 * @param role for which it is reserved; {@code *} for nobody in particular
 * @param agent its id or host name; empty for any
 */
record Wanted(
    String profile,
    BigDecimal sizeMib,
    Optional<String> volume,
    Kind target,
    String role,
    Optional<String> agent) {

  /** What there is to say of a pool or volume. */
  sealed interface Fit {
    /** It can be used: what is to be done, in that order. */
    record Good(Offer offer, DiskResource source, boolean reserves) implements Fit {}

    /** It cannot, and nearly could; goes on from "node17: pool of 8 GiB ...". */
    record Near(String why) implements Fit {}

    /** It is something else. */
    record Other() implements Fit {}
  }

  /** Whether an offered disk is what is wanted. */
  Fit judge(Offer offer, DiskResource disk, Optional<String> principal) {
    Optional<String> wrong = whyNot(offer.agent(), offer.host(), disk);
    if (!isCandidate(disk)) {
      return new Fit.Other();
    }
    if (wrong.isPresent()) {
      return new Fit.Near(wrong.get());
    }
    DiskResource piece = volume.isPresent() ? disk : disk.cut(sizeMib);
    boolean reserves = !role.equals("*") && !disk.role().equals(role);
    return new Fit.Good(offer, reserves ? piece.reserved(role, principal) : piece, reserves);
  }

  /** Whether it is a pool, where one is wanted, or a volume, where that is. */
  boolean isCandidate(DiskResource disk) {
    return volume.isPresent()
        ? disk.kind() == Kind.RAW && disk.id().isPresent()
        : disk.isPool() && disk.profile().isPresent();
  }

  /** Why a candidate is not what is wanted; offers have only what the role may have. */
  Optional<String> whyNot(String agentId, String host, DiskResource disk) {
    if (agent.isPresent() && !Cluster.Agent.means(agent.get(), agentId, host)) {
      return Optional.of("is on another agent");
    }
    if (volume.isPresent()) {
      if (!disk.id().equals(volume)) {
        return Optional.of("is another volume");
      }
      return disk.profile().isPresent()
          ? Optional.of("has the profile " + disk.profile().get() + " already: it is no import")
          : Optional.empty();
    }
    String has = disk.profile().orElse("none");
    if (!has.equals(profile)) {
      return Optional.of("has the profile " + has);
    }
    return disk.sizeMib().compareTo(sizeMib) < 0
        ? Optional.of("is too small for " + Sizes.text(sizeMib))
        : Optional.empty();
  }

  /** Whether a role may have what is reserved for another: its own, and those it is below. */
  boolean mayHave(DiskResource disk) {
    String other = disk.role();
    return other.equals("*") || role.equals(other) || role.startsWith(other + "/");
  }

  String describe() {
    String what =
        volume
            .map(id -> "volume " + id + " with the profile " + profile)
            .orElseGet(() -> Sizes.text(sizeMib) + " of " + profile);
    return what + agent.map(name -> " on " + name).orElse("");
  }
}
