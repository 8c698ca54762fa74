package org.csiscaleio.model;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.stream.Stream;

/** All that the model knows. Orders are by name, so that a seed leads to the same walk again. */
final class World {
  private final TreeMap<String, KnownVolume> volumes = new TreeMap<>();
  private final TreeMap<String, KnownSnapshot> snapshots = new TreeMap<>();
  private final TreeMap<String, KnownGroup> groups = new TreeMap<>();
  private final List<String> gone = new ArrayList<>();
  private long lastToken;

  Collection<KnownVolume> volumes() {
    return volumes.values();
  }

  Collection<KnownSnapshot> snapshots() {
    return snapshots.values();
  }

  /** Groups of which anything is left. */
  Collection<KnownGroup> groups() {
    return groups.values();
  }

  /** Ids of what was deleted. */
  List<String> gone() {
    return gone;
  }

  Optional<KnownVolume> volume(String name) {
    return Optional.ofNullable(volumes.get(name));
  }

  Optional<KnownVolume> volumeWithId(String id) {
    return volumes().stream().filter(volume -> volume.id().equals(id)).findFirst();
  }

  Optional<KnownSnapshot> snapshot(String name) {
    return Optional.ofNullable(snapshots.get(name));
  }

  Optional<KnownSnapshot> snapshotWithId(String id) {
    return snapshots().stream().filter(snapshot -> snapshot.id().equals(id)).findFirst();
  }

  Optional<KnownGroup> group(String name) {
    return Optional.ofNullable(groups.get(name));
  }

  boolean isWhole(KnownGroup group) {
    return group.members().stream().allMatch(id -> snapshotWithId(id).isPresent());
  }

  /** Its size, if it is there as what it is taken for. */
  OptionalLong gib(Ask.Source source) {
    return source.isSnapshot()
        ? snapshotWithId(source.id()).stream().mapToLong(KnownSnapshot::gib).findFirst()
        : volumeWithId(source.id()).stream().mapToLong(KnownVolume::gib).findFirst();
  }

  /** What a copy of it holds that is made now. */
  Content copyOf(Ask.Source source) {
    return source.isSnapshot()
        ? snapshotWithId(source.id()).orElseThrow().content()
        : volumeWithId(source.id()).orElseThrow().content();
  }

  boolean isNew(String id) {
    return !gone.contains(id)
        && volumeWithId(id).isEmpty()
        && snapshotWithId(id).isEmpty()
        && !id.isEmpty();
  }

  void put(KnownVolume volume) {
    volumes.put(volume.name(), volume);
  }

  void put(KnownSnapshot snapshot) {
    snapshots.put(snapshot.name(), snapshot);
  }

  void put(KnownGroup group) {
    groups.put(group.name(), group);
  }

  void remove(KnownVolume volume) {
    volumes.remove(volume.name());
    passOn(volume.id(), volume.ancestor());
  }

  void remove(KnownSnapshot snapshot) {
    snapshots.remove(snapshot.name());
    passOn(snapshot.id(), snapshot.ancestor());
    groups
        .values()
        .removeIf(group -> group.members().stream().allMatch(id -> snapshotWithId(id).isEmpty()));
  }

  private void passOn(String id, Optional<String> heir) {
    gone.add(id);
    volumes.replaceAll(
        (name, volume) -> volume.ancestor().equals(Optional.of(id)) ? volume.below(heir) : volume);
    snapshots.replaceAll((name, snapshot) ->
        snapshot.ancestor().equals(Optional.of(id)) ? snapshot.below(heir) : snapshot);
  }

  long nextToken() {
    lastToken++;
    return lastToken;
  }

  /** How many volumes' limits were changed by ControllerModifyVolume. */
  long limited() {
    return volumes().stream().filter(volume -> !volume.changed().sayNothing()).count();
  }

  /** Ids of everything; their order is that of names, since ids are the array's to choose. */
  List<String> ids() {
    return Stream.concat(
            volumes().stream().map(KnownVolume::id), snapshots().stream().map(KnownSnapshot::id))
        .toList();
  }

  @Override
  public String toString() {
    var text = new StringBuilder();
    Stream.of(volumes(), snapshots(), groups())
        .flatMap(Collection::stream)
        .forEach(known -> text.append("  ").append(known).append('\n'));
    return text.toString();
  }
}
