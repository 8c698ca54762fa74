package org.csiscaleio.gateway.http;

import static java.util.stream.Collectors.toSet;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.csiscaleio.gateway.GatewayException;
import org.csiscaleio.gateway.GatewayException.Kind;
import org.csiscaleio.gateway.MappingAccess;
import org.csiscaleio.gateway.NewSnapshots;
import org.csiscaleio.gateway.NewVolume;
import org.csiscaleio.gateway.SdcMapping;
import org.csiscaleio.gateway.TakenSnapshots;
import org.csiscaleio.gateway.Volume;
import org.csiscaleio.operation.Deadline;

/**
 * Looks at the array when the outcome of a change is unknown. When the change shows, it was carried
 * out. When it does not show, that is no proof that it will not: the gateway may still be at it. So
 * the outcome stays unknown, and only the words get better.
 */
final class ReadBack {
  /** How far the array's clock may be from ours for a volume to count as just made. */
  private static final Duration CLOCK_TOLERANCE = Duration.ofMinutes(2);

  private final Queries queries;

  ReadBack(Queries queries) {
    this.queries = queries;
  }

  /**
   * The id of the volume that was to be made.
   *
   * @throws GatewayException NAME_IN_USE when there is one of that name that differs or was there
   *     before: whose it is, the caller must find out
   */
  String created(NewVolume wanted, Instant begun, GatewayException doubt, Deadline deadline) {
    String name = wanted.name();
    Optional<String> id = look(doubt, () -> queries.volumeIdByName(name, deadline));
    Optional<Volume> found = id.flatMap(i -> look(doubt, () -> queries.volume(i, deadline)));
    if (found.isEmpty()) {
      throw unknown(doubt, "no volume '" + name + "' is there yet");
    }
    Volume volume = found.get();
    if (isAsWanted(volume, wanted) && isJustMade(volume, begun)) {
      return volume.id();
    }
    throw new GatewayException(
        Kind.NAME_IN_USE,
        doubt.message()
            + "; the name is that of volume "
            + volume.id()
            + " now, which was there before or is not as asked for");
  }

  void grown(String volumeId, long sizeKib, GatewayException doubt, Deadline deadline) {
    if (volume(volumeId, doubt, deadline).sizeKib() < sizeKib) {
      throw unknown(doubt, "the volume is not larger yet");
    }
  }

  /**
   * The snapshots that were to be taken.
   *
   * @throws GatewayException NAME_IN_USE when one of the names is that of something that differs or
   *     was there before: whose it is, the caller must find out
   */
  TakenSnapshots taken(
      NewSnapshots wanted, Instant begun, GatewayException doubt, Deadline deadline) {
    List<Volume> found = named(wanted, doubt, deadline);
    if (found.isEmpty()) {
      throw unknown(doubt, "no such snapshot is there yet");
    }
    Map<String, String> sources = new HashMap<>();
    wanted.sources().forEach(source -> sources.put(source.snapshotName(), source.volumeId()));
    String groupId = found.getFirst().groupId();
    for (Volume volume : found) {
      boolean ours =
          volume.isSnapshot()
              && volume.ancestorVolumeId().equals(sources.get(volume.name()))
              && volume.groupId().equals(groupId)
              && isJustMade(volume, begun);
      if (!ours) {
        throw new GatewayException(
            Kind.NAME_IN_USE,
            doubt.message()
                + "; the name '"
                + volume.name()
                + "' is that of volume "
                + volume.id()
                + " now, which was there before or is not as asked for");
      }
    }
    if (found.size() < sources.size()) {
      throw unknown(doubt, "not all of the snapshots are there");
    }
    return new TakenSnapshots(groupId, found.stream().map(Volume::id).toList());
  }

  private List<Volume> named(NewSnapshots wanted, GatewayException doubt, Deadline deadline) {
    if (wanted.sources().size() == 1) {
      String name = wanted.sources().getFirst().snapshotName();
      return look(doubt, () -> queries.volumeIdByName(name, deadline))
          .flatMap(id -> look(doubt, () -> queries.volume(id, deadline)))
          .stream()
          .toList();
    }
    Set<String> names =
        wanted.sources().stream().map(NewSnapshots.Source::snapshotName).collect(toSet());
    var found = new ArrayList<Volume>();
    return look(
        doubt,
        () -> {
          queries.forEachVolume(
              volume -> {
                if (names.contains(volume.name())) {
                  found.add(volume);
                }
              },
              deadline);
          return found;
        });
  }

  /** A group that is to be gone: none of its members may be left. */
  void groupRemoved(String groupId, GatewayException doubt, Deadline deadline) {
    var left = new ArrayList<String>();
    look(
        doubt,
        () -> {
          queries.forEachVolume(
              volume -> {
                if (volume.groupId().equals(groupId)) {
                  left.add(volume.id());
                }
              },
              deadline);
          return left;
        });
    if (!left.isEmpty()) {
      throw unknown(doubt, "snapshots of the group are still there");
    }
  }

  void removed(String volumeId, GatewayException doubt, Deadline deadline) {
    if (look(doubt, () -> queries.volume(volumeId, deadline)).isPresent()) {
      throw unknown(doubt, "the volume is still there");
    }
  }

  void mapped(
      String volumeId,
      String sdcId,
      boolean allowMultiple,
      MappingAccess access,
      GatewayException doubt,
      Deadline deadline) {
    Volume volume = volume(volumeId, doubt, deadline);
    SdcMapping mapping =
        mapping(volume, sdcId)
            .orElseThrow(() -> unknown(doubt, "the volume is not mapped to the SDC yet"));
    boolean accessFits = mapping.access() == access || !queries.version(deadline).isAtLeast(3, 0);
    if (!accessFits || (!allowMultiple && volume.mappings().size() > 1)) {
      throw new GatewayException(
          Kind.ALREADY_MAPPED,
          doubt.message() + "; the volume is mapped to this SDC, but not as asked for");
    }
  }

  void unmapped(String volumeId, String sdcId, GatewayException doubt, Deadline deadline) {
    if (mapping(volume(volumeId, doubt, deadline), sdcId).isPresent()) {
      throw unknown(doubt, "the volume is still mapped to the SDC");
    }
  }

  void unmappedFromAll(String volumeId, GatewayException doubt, Deadline deadline) {
    Volume volume = volume(volumeId, doubt, deadline);
    if (!volume.mappings().isEmpty() || volume.mappedToAll()) {
      throw unknown(doubt, "the volume is still mapped");
    }
  }

  void limited(
      String volumeId,
      String sdcId,
      OptionalLong limitIops,
      OptionalLong limitMbps,
      GatewayException doubt,
      Deadline deadline) {
    SdcMapping mapping =
        mapping(volume(volumeId, doubt, deadline), sdcId)
            .orElseThrow(() ->
                new GatewayException(
                    Kind.NOT_MAPPED, doubt.message() + "; the volume is not mapped to the SDC"));
    boolean held =
        limitIops.orElse(mapping.limitIops()) == mapping.limitIops()
            && limitMbps.orElse(mapping.limitBandwidthMbps()) == mapping.limitBandwidthMbps();
    if (!held) {
      throw unknown(doubt, "the mapping has other limits still");
    }
  }

  void renamed(String volumeId, String newName, GatewayException doubt, Deadline deadline) {
    // The name that it has is what the gateway said just now: it goes into no message uncleaned.
    if (!volume(volumeId, doubt, deadline).name().equals(newName)) {
      throw unknown(doubt, "the volume does not have that name yet");
    }
  }

  private Volume volume(String volumeId, GatewayException doubt, Deadline deadline) {
    return look(doubt, () -> queries.volume(volumeId, deadline))
        .orElseThrow(() ->
            new GatewayException(
                Kind.VOLUME_NOT_FOUND, doubt.message() + "; the volume does not exist"));
  }

  private interface Question<T> {
    T ask();
  }

  private static <T> T look(GatewayException doubt, Question<T> question) {
    try {
      return question.ask();
    } catch (GatewayException e) {
      throw unknown(doubt, "looking what became of it failed too: " + e.message());
    }
  }

  private static Optional<SdcMapping> mapping(Volume volume, String sdcId) {
    return volume.mappings().stream().filter(m -> m.sdcId().equals(sdcId)).findFirst();
  }

  private static boolean isAsWanted(Volume volume, NewVolume wanted) {
    return volume.name().equals(wanted.name())
        && volume.storagePoolId().equals(wanted.storagePoolId())
        && volume.sizeKib() == wanted.sizeKib()
        && volume.type() == wanted.type()
        && volume.mappings().isEmpty();
  }

  private static boolean isJustMade(Volume volume, Instant begun) {
    Instant made = volume.creationTime();
    return made.isAfter(begun.minus(CLOCK_TOLERANCE))
        && made.isBefore(Instant.now().plus(CLOCK_TOLERANCE));
  }

  private static GatewayException unknown(GatewayException doubt, String seen) {
    return new GatewayException(Kind.OUTCOME_UNKNOWN, doubt.message() + "; " + seen);
  }
}
