package org.csiscaleio.node.service;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import org.csiscaleio.gateway.VolumeId;

/**
 * What this node did for a volume without a controller. If it is lost no data is: the volume then
 * stays mapped until a person unmaps it.
 *
 * @param names the ids other than its own by which it was asked for
 * @param mapped whether this node mapped it, or was about to: then it unmaps it
 * @param leaving whether it is not used any more, and unmapping it is what is left to do
 * @param staging where it is staged
 * @param targets where it is published, or was about to be
 */
public record VolumeRecord(
    VolumeId volume,
    SortedSet<String> names,
    boolean mapped,
    boolean leaving,
    Optional<Path> staging,
    SortedSet<Path> targets) {
  public VolumeRecord {
    requireNonNull(volume, "volume is null");
    names = Collections.unmodifiableSortedSet(new TreeSet<>(names));
    requireNonNull(staging, "staging is null");
    targets = Collections.unmodifiableSortedSet(new TreeSet<>(targets));
  }

  /** Nothing was done yet. */
  public static VolumeRecord of(VolumeId volume) {
    return new VolumeRecord(
        volume, new TreeSet<>(), false, false, Optional.empty(), new TreeSet<>());
  }

  /** Whether it is used anywhere. */
  public boolean inUse() {
    return staging.isPresent() || !targets.isEmpty();
  }

  VolumeRecord named(String handle) {
    if (handle.equals(volume.toString())) {
      return this;
    }
    var more = new TreeSet<>(names);
    more.add(handle);
    return new VolumeRecord(volume, more, mapped, leaving, staging, targets);
  }

  VolumeRecord mapped(boolean byThisNode) {
    return new VolumeRecord(volume, names, byThisNode, leaving, staging, targets);
  }

  /** Staged there, and wanted. */
  VolumeRecord stagedAt(Path path) {
    return new VolumeRecord(volume, names, mapped, false, Optional.of(path), targets);
  }

  /** Published there too, and wanted. */
  VolumeRecord publishedAt(Path path) {
    var more = new TreeSet<>(targets);
    more.add(path);
    return new VolumeRecord(volume, names, mapped, false, staging, more);
  }

  /** Neither staged nor published there. */
  VolumeRecord without(Path path) {
    var fewer = new TreeSet<>(targets);
    fewer.remove(path);
    return new VolumeRecord(
        volume, names, mapped, leaving, staging.filter(s -> !s.equals(path)), fewer);
  }

  /** Used nowhere any more, and still to be unmapped. */
  VolumeRecord onItsWayOut() {
    return new VolumeRecord(volume, names, mapped, true, Optional.empty(), new TreeSet<>());
  }
}
