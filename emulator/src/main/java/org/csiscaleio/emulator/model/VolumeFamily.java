package org.csiscaleio.emulator.model;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Who descends from whom among the volumes of a VTree. */
public final class VolumeFamily {
  private VolumeFamily() {}

  /** A family's volumes and snapshots. */
  public static List<Volume> members(ArrayTables tables, long vtreeId) {
    return tables.volumesWhere(volume -> volume.vtreeId() == vtreeId);
  }

  /** Children, their children and so on; not the volume itself. */
  public static List<Volume> descendants(ArrayTables tables, Volume volume) {
    List<Volume> members = members(tables, volume.vtreeId());
    Set<Long> ancestors = new HashSet<>(Set.of(volume.id()));
    List<Volume> found = new ArrayList<>();
    boolean grown = true;
    while (grown) {
      grown = false;
      for (Volume member : members) {
        if (ancestors.contains(member.ancestorId()) && ancestors.add(member.id())) {
          found.add(member);
          grown = true;
        }
      }
    }
    return found;
  }

  /**
   * Takes volumes of one VTree away. Children of a removed volume become children of the next
   * ancestor that stays; the VTree goes with its last volume.
   */
  static void drop(Change change, List<Volume> victims, HostBoard hosts) {
    if (victims.isEmpty()) {
      return;
    }
    ArrayTables tables = change.tables();
    Map<Long, Volume> gone = new HashMap<>();
    victims.forEach(victim -> gone.put(victim.id(), victim));
    VTree vtree = tables.vtree(victims.getFirst().vtreeId());
    if (vtree.volumes() == victims.size()) {
      change.removeVTree(vtree.id());
    } else {
      change.put(vtree.withVolumes(vtree.volumes() - victims.size()));
      for (Volume member : members(tables, vtree.id())) {
        if (!gone.containsKey(member.id()) && gone.containsKey(member.ancestorId())) {
          change.put(member.withAncestor(remainingAncestor(gone, member)));
        }
      }
    }
    for (Volume victim : victims) {
      change.removeVolume(victim.id());
      change.afterwards(() -> hosts.removed(victim.id()));
    }
  }

  private static long remainingAncestor(Map<Long, Volume> gone, Volume volume) {
    long ancestor = volume.ancestorId();
    @Nullable Volume removed = gone.get(ancestor);
    while (removed != null) {
      ancestor = removed.ancestorId();
      removed = gone.get(ancestor);
    }
    return ancestor;
  }
}
