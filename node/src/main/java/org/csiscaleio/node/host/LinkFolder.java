package org.csiscaleio.node.host;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.csiscaleio.gateway.VolumeId;
import org.csiscaleio.operation.Finding;

/** The directory in which the SDC's rules for udev make a link for each mapped volume. */
final class LinkFolder {
  static final String PART = "device links";
  private static final int MOST_NAMED = 5;

  private final Kernel kernel;
  private final VolumeLinks links;

  LinkFolder(Kernel kernel, VolumeLinks links) {
    this.kernel = kernel;
    this.links = links;
  }

  List<Finding> look() throws IOException {
    if (kernel.stat(links.directory()).isEmpty()) {
      return List.of(
          Finding.warn(
              PART,
              links.directory() + " is not there",
              "with the first device it appears; in a container, show the host's /dev, or correct"
                  + " byIdDirectory"));
    }
    List<VolumeId> all = links.all();
    var broken = new ArrayList<String>();
    for (VolumeId volume : all) {
      if (links.follow(volume) instanceof VolumeLinks.Target.NoDevice none) {
        broken.add(links.link(volume).getFileName() + " " + none.what());
      }
    }
    if (!broken.isEmpty()) {
      return List.of(
          Finding.warn(
              PART,
              broken.size()
                  + " of "
                  + all.size()
                  + " in "
                  + links.directory()
                  + " lead to no device: "
                  + String.join(", ", broken.subList(0, Math.min(MOST_NAMED, broken.size()))),
              "see that the SDC runs and udevd too; then: udevadm trigger --subsystem-match=block"));
    }
    return List.of(
        Finding.ok(PART, "%d of volumes in %s".formatted(all.size(), links.directory())));
  }
}
