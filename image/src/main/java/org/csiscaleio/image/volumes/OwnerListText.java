package org.csiscaleio.image.volumes;

import java.io.PrintStream;
import java.util.List;
import java.util.Optional;
import org.csiscaleio.gateway.Volume;

/** The list for people. */
final class OwnerListText {
  private OwnerListText() {}

  static void print(
      List<OwnerList.Group> groups, ArrayView array, boolean everything, PrintStream out) {
    if (groups.isEmpty()) {
      out.println("The array has no volumes.");
    }
    for (OwnerList.Group group : groups) {
      if (group.owner().isEmpty()) {
        out.println("Without an owner: " + count(group) + (everything ? "" : "; --all shows them"));
      } else {
        out.println(
            "Owner "
                + group.owner().get().describe()
                + group.host().map(sdc -> " on " + OwnerList.host(sdc)).orElse("")
                + ": "
                + count(group));
      }
      if (group.owner().isPresent() || everything) {
        line(out, "ID", "NAME", "SIZE", "ON ARRAY", "POOL", "MAPPED TO");
        group.volumes().forEach(volume -> print(volume, array, out));
      }
    }
  }

  private static void print(Volume volume, ArrayView array, PrintStream out) {
    line(
        out,
        volume.id(),
        Optional.of(volume.name()).filter(name -> !name.isEmpty()).orElse("(no name)"),
        Sizes.of(volume),
        Sizes.text(volume.sizeBytes()),
        array.pool(volume),
        String.join(", ", OwnerList.hosts(volume, array)));
  }

  private static void line(
      PrintStream out,
      String id,
      String name,
      String size,
      String onArray,
      String pool,
      String mappedTo) {
    out.println(
        "  %-16s  %-31s  %10s  %10s  %-20s  %s"
            .formatted(id, name, size, onArray, pool, mappedTo)
            .stripTrailing());
  }

  private static String count(OwnerList.Group group) {
    int volumes = group.volumes().size();
    return volumes
        + (volumes == 1 ? " volume, " : " volumes, ")
        + Sizes.text(group.bytes())
        + " ("
        + Sizes.text(group.arrayBytes())
        + " on the array)";
  }
}
