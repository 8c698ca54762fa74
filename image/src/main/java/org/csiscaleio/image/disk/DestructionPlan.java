package org.csiscaleio.image.disk;

import static java.util.stream.Collectors.joining;

import java.util.List;
import java.util.Optional;

/** What is going to be destroyed, as far as the master tells beforehand. */
final class DestructionPlan {
  private final String disk;
  private final boolean withVolume;
  private final Optional<String> roleSaid;
  private final Optional<String> agentSaid;
  private Optional<Cluster.Place> place = Optional.empty();

  DestructionPlan(
      String disk, boolean withVolume, Optional<String> roleSaid, Optional<String> agentSaid) {
    this.agentSaid = agentSaid;
    this.disk = disk;
    this.withVolume = withVolume;
    this.roleSaid = roleSaid;
  }

  /** What speaks against it already; empty when nothing does. */
  Optional<Outcome> look(Optional<Cluster> cluster) {
    if (cluster.isEmpty()) {
      return roleSaid.isPresent()
          ? Optional.empty()
          : bad("the master does not tell of its agents' disks; say --role ROLE of the disk");
    }
    List<Cluster.Place> places =
        cluster.get().withId(disk).stream()
            .filter(each -> agentSaid.map(each.agent()::is).orElse(true))
            .toList();
    if (places.size() > 1) {
      return bad(
          "several agents have a disk "
              + disk
              + ": "
              + places.stream().map(each -> each.agent().host()).collect(joining(", "))
              + "; say --agent AGENT, and see why they share it");
    }
    if (places.isEmpty()) {
      return bad(
          cluster
              .get()
              .whoIsAwaited()
              .map(who -> "no agent that is back has a disk " + disk + "; " + who)
              .orElse(
                  "no agent that is registered has a disk "
                      + disk
                      + "; 'csi-scaleio disk list' shows those there are"));
    }
    Cluster.Place found = places.getFirst();
    place = Optional.of(found);
    if (found.agent().use(found.disk()) == Cluster.Use.USED) {
      return bad(
          "disk "
              + disk
              + " on "
              + found.agent().host()
              + " is in use by a task, or by an operation"
              + " that goes on: end that first");
    }
    Optional<String> volume = found.disk().persistence();
    if (volume.isPresent() && !withVolume) {
      return bad(DiskDestruction.holds(disk, volume.get()));
    }
    return Optional.empty();
  }

  private static Optional<Outcome> bad(String why) {
    return Optional.of(new Outcome.Bad(why, Optional.empty()));
  }

  /** Of whose offers it is taken; empty for any. */
  Optional<String> agent() {
    return agentSaid.or(() -> place.map(found -> found.agent().id()));
  }

  /** The framework's: that for which the disk is reserved. */
  String role() {
    return roleSaid.or(() -> place.map(found -> found.disk().role())).orElse("*");
  }

  /** Asked before anything is done. */
  String question() {
    return "Destroy " + describe() + "? All that is on it is lost. Say yes to go on: ";
  }

  private String describe() {
    return "disk "
        + disk
        + place
            .map(found ->
                " ("
                    + found.disk().kind()
                    + ", "
                    + Sizes.text(found.disk().sizeMib())
                    + " of "
                    + found.disk().profile().orElse("no profile")
                    + " on "
                    + found.agent().host()
                    + ", reserved for "
                    + (found.disk().role().equals("*") ? "nobody" : found.disk().role())
                    + found
                        .disk()
                        .persistence()
                        .map(id -> ", with the persistent volume " + id)
                        .orElse("")
                    + ")")
            .orElse("");
  }

  /** What is said instead of doing it. */
  Outcome asPlanned(boolean dry) {
    if (!dry) {
      return new Outcome.Bad(
          "nothing was done: " + describe() + " is destroyed only when yes is said, or --yes",
          Optional.empty());
    }
    return place
        .<Outcome>map(found ->
            new Outcome.Good(
                Outcome.Verb.WOULD_DESTROY,
                found.agent().id(),
                found.agent().host(),
                found.disk(),
                Optional.empty()))
        .orElseGet(() ->
            new Outcome.Bad(
                "the master does not tell what " + describe() + " is", Optional.empty()));
  }
}
