package org.csiscaleio.image.volumes;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.csiscaleio.controller.owner.OwnedName;
import org.csiscaleio.gateway.Volume;

/** A volume is an owner's no longer: it gets a name of the operator's choice and is left alone. */
final class Release implements Change {
  private final String wanted;
  private final KnownOwner from;
  private final String newName;
  private final Mappings mappings;

  /**
   * @throws Refusal when it cannot have that name
   */
  Release(String wanted, KnownOwner from, String newName, boolean unmapDisconnected) {
    this.wanted = wanted;
    this.from = from;
    this.newName = newName;
    this.mappings = new Mappings(unmapDisconnected, Set.of());
    if (!newName.matches("[!-~]{1,31}")) {
      throw new Refusal("'" + newName + "' is no name: 1 to 31 ASCII characters without spaces");
    }
    if (OwnedName.isOwned(newName)) {
      throw new Refusal("'" + newName + "' would be an owner's again; choose another name");
    }
  }

  @Override
  public String headline() {
    return "Release from " + from.describe();
  }

  @Override
  public String done() {
    return "released";
  }

  @Override
  public List<Volume> meant(ArrayView array) {
    return List.of(array.find(wanted));
  }

  @Override
  public List<String> objections(ArrayView array) {
    return array.volumes().stream()
        .filter(v -> v.name().equals(newName) && !v.id().equals(array.find(wanted).id()))
        .map(v -> "'" + newName + "' is the name of volume " + v.id() + " already")
        .toList();
  }

  @Override
  public Verdict judge(Volume volume, ArrayView array) {
    if (volume.name().equals(newName)) {
      return new Verdict.Done();
    }
    Optional<OwnedName> name = OwnedName.parse(volume.name());
    if (name.isEmpty()) {
      return new Verdict.Refused("has no owner");
    }
    return name.get().tag().equals(from.tag())
        ? mappings.judge(volume, newName, array)
        : new Verdict.Refused("belongs to tag:" + name.get().tag() + ", not to --from");
  }
}
