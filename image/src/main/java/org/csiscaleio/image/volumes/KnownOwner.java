package org.csiscaleio.image.volumes;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.csiscaleio.controller.owner.Owner;
import org.csiscaleio.controller.owner.OwnerTag;
import org.csiscaleio.gateway.Sdc;

/**
 * An owner as an operator names it.
 *
 * @param owner empty when only the tag is known: it cannot be turned back
 */
record KnownOwner(OwnerTag tag, Optional<Owner> owner) {
  private static final String TAG = "tag:";

  static KnownOwner of(Owner owner) {
    return new KnownOwner(owner.tag(), Optional.of(owner));
  }

  /**
   * Reads an owner, or {@code tag:} and its tag.
   *
   * @param candidates who may be behind a tag
   * @throws org.csiscaleio.operation.Failure INVALID_ARGUMENT when it can be neither
   */
  static KnownOwner read(String text, Set<Owner> candidates) {
    return text.startsWith(TAG)
        ? behind(new OwnerTag(text.substring(TAG.length())), candidates)
        : of(new Owner(text));
  }

  /** Who is behind a tag, if it is one of those. */
  static KnownOwner behind(OwnerTag tag, Set<Owner> candidates) {
    return new KnownOwner(
        tag, candidates.stream().filter(owner -> owner.tag().equals(tag)).findFirst());
  }

  /**
   * Everybody who may have volumes: each host of the array with each instance, and who was named.
   */
  static Set<Owner> candidates(List<Sdc> sdcs, Set<String> instances, List<String> named) {
    var candidates = new LinkedHashSet<Owner>();
    named.stream().filter(name -> !name.startsWith(TAG)).map(Owner::new).forEach(candidates::add);
    for (Sdc sdc : sdcs) {
      if (!sdc.guid().isEmpty()) {
        instances.forEach(instance -> candidates.add(Owner.of(sdc.guid(), instance)));
      }
    }
    return candidates;
  }

  Optional<String> sdcGuid() {
    return owner.flatMap(Owner::sdcGuid);
  }

  String name() {
    return owner.map(Owner::text).orElse(TAG + tag);
  }

  String describe() {
    return owner.map(o -> o.text() + " (tag:" + tag + ")").orElse(TAG + tag);
  }
}
