package org.csiscaleio.model;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.csiscaleio.csi.v1.VolumeCapability;
import org.csiscaleio.csi.v1.VolumeCapability.AccessMode.Mode;
import org.csiscaleio.rig.VolumeWish;

/**
 * A volume as the model knows it.
 *
 * @param ask what it was made for
 * @param gib its size
 * @param changed limits by ControllerModifyVolume
 * @param ancestor what it shares its blocks with; passes on when that is deleted
 * @param uses by the host's number
 */
record KnownVolume(
    Ask ask,
    String id,
    long gib,
    Limits changed,
    Optional<String> ancestor,
    Content content,
    Map<Integer, Use> uses) {
  KnownVolume {
    uses = Map.copyOf(uses);
  }

  String name() {
    return ask.name();
  }

  boolean isMapped() {
    return !uses.isEmpty();
  }

  /** Whether a file system of it is mounted for writing anywhere. */
  boolean isMountedForWriting() {
    return !ask.isBlock()
        && uses.values().stream().anyMatch(use -> use.staged() && !Use.reads(use.mode()));
  }

  VolumeCapability capability(Mode mode) {
    return VolumeWish.of(name(), 0, ask.fsType()).withMode(mode).capability();
  }

  /** Whether its file system can be made larger while it is mounted, on this machine. */
  boolean growsMounted() {
    return ask.fsType().equals("xfs") || Machine.MAY_GROW_EXT;
  }

  /** What it holds when it is mounted for writing by a host that has seen so much of its device. */
  Content mounted(long seenGib) {
    return content.formatted() && !growsMounted()
        ? content.mountedAsItIs()
        : content.mounted(seenGib, gib);
  }

  /** Whether its file system is smaller than its device, and cannot be grown. */
  boolean mustStaySmaller() {
    return !growsMounted() && content.mostGib() < gib;
  }

  /** As {@link #mustStaySmaller}, as far as one can tell. */
  boolean mayHaveToStaySmaller() {
    return !growsMounted() && content.leastGib() < gib;
  }

  KnownVolume grown(long newGib) {
    return new KnownVolume(ask, id, newGib, changed, ancestor, content, uses);
  }

  KnownVolume limited(Limits newChanged) {
    return new KnownVolume(ask, id, gib, newChanged, ancestor, content, uses);
  }

  KnownVolume below(Optional<String> newAncestor) {
    return new KnownVolume(ask, id, gib, changed, newAncestor, content, uses);
  }

  KnownVolume holding(Content newContent) {
    return new KnownVolume(ask, id, gib, changed, ancestor, newContent, uses);
  }

  KnownVolume used(int host, Use use) {
    var more = new TreeMap<>(uses);
    more.put(host, use);
    return new KnownVolume(ask, id, gib, changed, ancestor, content, more);
  }

  KnownVolume notOn(int host) {
    var less = new TreeMap<>(uses);
    less.remove(host);
    return new KnownVolume(ask, id, gib, changed, ancestor, content, less);
  }
}
