package org.csiscaleio.image.volumes;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.csiscaleio.controller.owner.OwnedName;
import org.csiscaleio.controller.owner.Owner;
import org.csiscaleio.gateway.Sdc;
import org.csiscaleio.gateway.Volume;

/**
 * Volumes of one owner become another's, under the same names but for the tag. Only when the old
 * owner's host is gone from the array, or both owners are of one host.
 */
final class HandOver implements Change {
  /**
   * What the operator said.
   *
   * @param fromSdc the old owner's SDC, where its name does not tell
   * @param sameHost whether both are plugins of one host, and the old one does not run any more
   * @param only the volumes to take; all when empty
   */
  record Wish(
      KnownOwner from,
      Owner to,
      Optional<String> fromSdc,
      boolean sameHost,
      boolean unmapDisconnected,
      List<String> only) {}

  private final Wish wish;
  private final Mappings mappings;

  HandOver(Wish wish) {
    this.wish = wish;
    Set<String> allowed =
        wish.sameHost()
            ? Set.copyOf(oldGuid().stream().toList())
            : Set.copyOf(wish.to().sdcGuid().stream().toList());
    this.mappings = new Mappings(wish.unmapDisconnected(), allowed);
  }

  @Override
  public String headline() {
    return "Hand over from "
        + wish.from().describe()
        + " to "
        + KnownOwner.of(wish.to()).describe();
  }

  @Override
  public String done() {
    return "handed over";
  }

  @Override
  public List<Volume> meant(ArrayView array) {
    return wish.only().isEmpty()
        ? array.ownedBy(wish.from().tag())
        : wish.only().stream().map(array::find).distinct().toList();
  }

  @Override
  public List<String> objections(ArrayView array) {
    var objections = new ArrayList<String>();
    if (wish.from().tag().equals(wish.to().tag())) {
      objections.add("--from and --to are the same owner");
      return objections;
    }
    wish.to()
        .sdcGuid()
        .filter(guid -> array.sdcOfGuid(guid).isEmpty())
        .ifPresent(guid ->
            objections.add("the array has no SDC " + guid + ", so nobody is --to " + wish.to()));
    Optional<String> guid = oldGuid();
    if (guid.isEmpty()) {
      objections.add(
          "which host "
              + wish.from().name()
              + " was on does not show in its name, so whether it"
              + " lives cannot be seen; say --from-sdc GUID");
      return objections;
    }
    if (wish.sameHost()) {
      wish.to()
          .sdcGuid()
          .filter(to -> !to.equalsIgnoreCase(guid.get()))
          .ifPresent(to ->
              objections.add(
                  "--same-host: SDC " + guid.get() + " and SDC " + to + " are two hosts"));
      return objections;
    }
    array
        .sdcOfGuid(guid.get())
        .filter(Sdc::connected)
        .ifPresent(sdc ->
            objections.add(
                wish.from().name()
                    + " may live: "
                    + sdc.describe()
                    + " is connected to the array."
                    + " Only a dead host's volumes are handed over"));
    return objections;
  }

  @Override
  public Verdict judge(Volume volume, ArrayView array) {
    Optional<OwnedName> name = OwnedName.parse(volume.name());
    if (name.isEmpty()) {
      return new Verdict.Refused("has no owner; 'volumes adopt' is for such");
    }
    if (name.get().tag().equals(wish.to().tag())) {
      return new Verdict.Done();
    }
    if (!name.get().tag().equals(wish.from().tag())) {
      return new Verdict.Refused("belongs to tag:" + name.get().tag() + ", not to --from");
    }
    OwnedName wanted = name.get().ownedBy(wish.to().tag());
    Optional<Volume> twin =
        array.ownedBy(wish.to().tag()).stream()
            .filter(v -> OwnedName.parse(v.name()).filter(wanted::sameRequest).isPresent())
            .findFirst();
    if (twin.isPresent()) {
      return new Verdict.Refused(
          "was made for the same requested name as volume "
              + twin.get().id()
              + " of --to; release one of them");
    }
    return mappings.judge(volume, wanted.arrayName(), array);
  }

  private Optional<String> oldGuid() {
    return wish.fromSdc().or(() -> wish.from().sdcGuid());
  }
}
