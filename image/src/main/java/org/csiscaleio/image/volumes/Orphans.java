package org.csiscaleio.image.volumes;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.csiscaleio.controller.limits.LimitsRecord;
import org.csiscaleio.controller.owner.OwnedName;
import org.csiscaleio.controller.owner.Owner;
import org.csiscaleio.controller.service.MadeHere;
import org.csiscaleio.gateway.Sdc;
import org.csiscaleio.gateway.SdcMapping;
import org.csiscaleio.gateway.Volume;

/**
 * What of the array nobody owns, as far as can be seen. What bears no name of ours is not judged,
 * but for mappings to hosts that are gone, which are shown.
 */
final class Orphans {
  private final ArrayView array;
  private final Set<Owner> candidates;
  private final Map<String, Volume> byId = new HashMap<>();
  private final Map<String, LimitsRecord> laterRecords = new HashMap<>();
  private final List<Orphan> found = new ArrayList<>();

  private Orphans(ArrayView array, Set<Owner> candidates) {
    this.array = array;
    this.candidates = candidates;
  }

  /** All of them, in the array's order. */
  static List<Orphan> of(ArrayView array, Set<Owner> candidates) {
    var orphans = new Orphans(array, candidates);
    array.volumes().forEach(volume -> orphans.byId.put(volume.id(), volume));
    for (Volume volume : array.volumes()) {
      MadeHere.asRecord(volume)
          .ifPresent(record ->
              orphans.laterRecords.merge(
                  record.volumeId(), record, (a, b) -> b.isLaterThan(a) ? b : a));
    }
    array.volumes().forEach(orphans::judge);
    return List.copyOf(orphans.found);
  }

  private void judge(Volume volume) {
    Optional<LimitsRecord> record = MadeHere.asRecord(volume);
    Optional<OwnedName> owned = OwnedName.parse(volume.name());
    if (record.isPresent()) {
      record(volume, record.get());
    } else if (volume.isSnapshot() && MadeHere.asSnapshot(volume.name())) {
      snapshot(volume);
    } else if (owned.isPresent()) {
      owned(volume, owned.get());
    }
    volume.mappings().forEach(mapping -> mapping(volume, mapping));
  }

  private void record(Volume volume, LimitsRecord record) {
    if (!byId.containsKey(record.volumeId())) {
      add(
          Orphan.Kind.RECORD,
          volume,
          "keeps the limits of volume " + record.volumeId() + ", which is gone");
    } else if (laterRecords.getOrDefault(record.volumeId(), record).isLaterThan(record)) {
      add(
          Orphan.Kind.RECORD,
          volume,
          "keeps limits of volume " + record.volumeId() + " that a later record has changed");
    }
  }

  private void snapshot(Volume volume) {
    if (volume.ancestorVolumeId().isEmpty()) {
      add(Orphan.Kind.SNAPSHOT, volume, "was taken by this plugin of a volume that is gone");
    } else if (!byId.containsKey(volume.ancestorVolumeId())) {
      add(
          Orphan.Kind.SNAPSHOT,
          volume,
          "was taken by this plugin of volume " + volume.ancestorVolumeId() + ", which is gone");
    }
  }

  private void owned(Volume volume, OwnedName name) {
    KnownOwner owner = KnownOwner.behind(name.tag(), candidates);
    if (owner.owner().isEmpty()) {
      found.add(
          new Orphan(
              Orphan.Kind.VOLUME,
              volume.id(),
              volume.name(),
              "belongs to " + owner.describe() + ", whom nobody here knows",
              Optional.of(
                  "the owner may live; say --known OWNER, or give it away with hand-over")));
      return;
    }
    Optional<String> guid = owner.sdcGuid();
    if (guid.isEmpty()) {
      return;
    }
    Optional<Sdc> sdc = array.sdcOfGuid(guid.get());
    if (sdc.isEmpty()) {
      add(
          Orphan.Kind.VOLUME,
          volume,
          "belongs to " + owner.describe() + ", whose SDC the array has no more");
    } else if (!sdc.get().connected()) {
      found.add(
          new Orphan(
              Orphan.Kind.VOLUME,
              volume.id(),
              volume.name(),
              "belongs to "
                  + owner.describe()
                  + ", whose "
                  + sdc.get().describe()
                  + " is disconnected; since when, the array does not tell",
              Optional.of(
                  "the host may come back; hand-over gives it to another, and when its SDC was"
                      + " removed from the array, it can be removed here")));
    }
  }

  private void mapping(Volume volume, SdcMapping mapping) {
    Optional<Sdc> sdc = array.sdcOfId(mapping.sdcId());
    if (sdc.filter(Sdc::connected).isPresent()) {
      return;
    }
    found.add(
        new Orphan(
            Orphan.Kind.MAPPING,
            volume.id() + "@" + mapping.sdcId(),
            volume.name(),
            "the volume is mapped to "
                + sdc.map(known -> known.describe() + ", which is disconnected")
                    .orElse("SDC " + mapping.sdcId() + ", which the array does not list"),
            MadeHere.byName(volume.name())
                ? Optional.empty()
                : Optional.of("its name does not say that the volume was made by this plugin")));
  }

  private void add(Orphan.Kind kind, Volume volume, String why) {
    boolean mapped = !volume.mappings().isEmpty() || volume.mappedToAll();
    found.add(
        new Orphan(
            kind,
            volume.id(),
            volume.name(),
            why,
            mapped ? Optional.of("it is mapped; take that away first") : Optional.empty()));
  }
}
