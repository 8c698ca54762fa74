package org.csiscaleio.model;

import java.util.ArrayList;
import java.util.List;
import org.csiscaleio.rig.Cluster;

/** Names and ids of what there may be. */
final class Names {
  /** So few that they clash; of volumes and of snapshots alike. Some are too long for the array. */
  static final List<String> ALL =
      List.of(
          "one",
          "two",
          "three",
          "four",
          "five",
          "six",
          "pvc-0b5c3c4e-6a52-4a0f-9d6e-1f2e3d4c5b6a",
          "a-name-that-is-longer-than-the-array-s-31-characters",
          "a-name-that-is-longer-than-the-array-s-31-characters-too",
          "naïve ☂");

  private Names() {}

  /** An id that nothing has, or has any more. */
  static String unknownId(Cluster cluster, World world, Choice choice, List<String> more) {
    var all = new ArrayList<>(more);
    all.add(cluster.emulator().systemId() + "-00000000deadbeef");
    world.gone().stream().skip(Math.max(0, world.gone().size() - 5)).forEach(all::add);
    return choice.of(all);
  }
}
