package org.csiscaleio.image.mesos;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * The profiles that a matrix has no more when it takes another's place. To Mesos that is not a
 * small thing: since 1.7 an agent that has still to offer a part of such a profile's pool, because
 * it is reserved otherwise than pools are as they appear, aborts (provider.cpp, checkpointing what
 * it has), and again at each start until the profile is back.
 */
final class LostProfiles {
  private LostProfiles() {}

  /**
   * What is to be said of them.
   *
   * @param file whose text it is
   * @param before what it says now; anything
   * @param after what it will say
   */
  static List<String> remarks(String file, String before, String after) {
    var lost = new ArrayList<>(names(before));
    lost.removeAll(names(after));
    return lost.isEmpty()
        ? List.of()
        : List.of(
            "without "
                + String.join(", ", lost)
                + " in "
                + file
                + " agents that hold reserved parts of its pool abort, at each start too: give those"
                + " back first (csi-scaleio disk list shows them), or keep the profile");
  }

  private static Set<String> names(String text) {
    try {
      return Json.parse(text).at("profile_matrix").orElseGet(Json::object)
              instanceof Json.Members members
          ? members.byName().keySet()
          : Set.of();
    } catch (IllegalArgumentException e) {
      return Set.of();
    }
  }
}
