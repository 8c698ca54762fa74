package org.csiscaleio.image.volumes;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.csiscaleio.controller.limits.LimitsRecord;
import org.csiscaleio.controller.owner.OwnedName;
import org.csiscaleio.controller.owner.Owner;
import org.csiscaleio.gateway.Volume;

/**
 * Volumes without an owner become somebody's: they are shown, counted and deleted as made by it.
 */
final class Adoption implements Change {
  private static final long MIB = 1L << 20;

  private final List<String> wanted;
  private final Owner to;
  private final Mappings mappings;

  Adoption(List<String> wanted, Owner to, boolean unmapDisconnected) {
    this.wanted = wanted;
    this.to = to;
    this.mappings = new Mappings(unmapDisconnected, Set.copyOf(to.sdcGuid().stream().toList()));
  }

  @Override
  public String headline() {
    return "Adopt for " + KnownOwner.of(to).describe();
  }

  @Override
  public String done() {
    return "adopted";
  }

  @Override
  public List<Volume> meant(ArrayView array) {
    return wanted.stream().map(array::find).distinct().toList();
  }

  @Override
  public List<String> objections(ArrayView array) {
    return to.sdcGuid()
        .filter(guid -> array.sdcOfGuid(guid).isEmpty())
        .map(guid -> List.of("the array has no SDC " + guid + ", so nobody is --to " + to))
        .orElse(List.of());
  }

  @Override
  public Verdict judge(Volume volume, ArrayView array) {
    Optional<OwnedName> name = OwnedName.parse(volume.name());
    if (name.isPresent()) {
      return name.get().tag().equals(to.tag())
          ? new Verdict.Done()
          : new Verdict.Refused("belongs to tag:" + name.get().tag() + " already");
    }
    if (volume.isSnapshot() || !volume.ancestorVolumeId().isEmpty()) {
      return new Verdict.Refused("is a snapshot, or was made from one; only volumes are listed");
    }
    if (LimitsRecord.isRecord(volume.name())) {
      return new Verdict.Refused("is no volume but a record of another one's limits");
    }
    long mib = volume.sizeBytes() / MIB;
    if (mib > OwnedName.LARGEST_MIB) {
      return new Verdict.Refused("is larger than a name can say");
    }
    String newName = OwnedName.ofAdopted(to.tag(), volume.id(), mib).arrayName();
    return mappings.judge(volume, newName, array);
  }
}
