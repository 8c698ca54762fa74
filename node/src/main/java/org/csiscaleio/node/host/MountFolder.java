package org.csiscaleio.node.host;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.csiscaleio.operation.Finding;

/**
 * Whether what a plugin in a mount namespace of its own mounts below a directory is seen by those
 * outside: the mount that holds the directory has to be a shared one.
 */
final class MountFolder {
  static final String PART = "mounts";
  private static final Path ROOT = Path.of("/");

  private final Kernel kernel;
  private final Path folder;
  private final boolean ofMesos;

  MountFolder(Kernel kernel, Path folder, boolean ofMesos) {
    this.kernel = kernel;
    this.folder = folder;
    this.ofMesos = ofMesos;
  }

  List<Finding> look() throws IOException {
    Optional<Path> real = kernel.resolve(folder);
    if (real.isEmpty()) {
      return List.of(
          Finding.fail(
              PART,
              folder + " is not there",
              "make it, show it in the plugin's container at the same path, or name the right one"));
    }
    MountTable table = MountTable.parse(kernel.mountInfo());
    Optional<Mount> holds = table.holding(real.get());
    if (holds.isEmpty()) {
      return List.of(Finding.warn(PART, "what holds " + folder + " cannot be told", ""));
    }
    Mount mount = holds.get();
    String where = folder + " is on the mount '" + mount.point() + "'";
    if (!mount.shared()) {
      return List.of(
          Finding.fail(
              PART,
              where
                  + ", which is not shared: what a plugin in a container mounts there is seen"
                  + " by no task",
              ContainersOwn.is(table) ? showing(real.get(), mount) : sharing(real.get(), mount)));
    }
    if (ofMesos && mount.point().equals(ROOT)) {
      return List.of(
          Finding.warn(
              PART,
              where + ", which is shared, as all of the host is; csi-scaleio-launch refuses that",
              sharing(real.get(), mount)));
    }
    return List.of(Finding.ok(PART, where + ", which is shared"));
  }

  /** A container is shown a folder of the host, and shares it or not, when it is started. */
  private static String showing(Path real, Mount mount) {
    return (mount.point().equals(ROOT) ? "show the host's " + real + " in the container, and " : "")
        + "have it shared with the container (podman, docker: -v "
        + real
        + ":"
        + real
        + ":rshared; Kubernetes: mountPropagation: Bidirectional); on the host it has to be on a"
        + " shared mount";
  }

  /** A file system of the folder's own needs no other mount. */
  private String sharing(Path real, Mount mount) {
    String before = ofMesos ? "stop the agent, then: " : "";
    String own = mount.point().equals(real) ? "" : "mount --bind " + real + " " + real + " && ";
    return before
        + own
        + "mount --make-private "
        + real
        + " && mount --make-shared "
        + real
        + (ofMesos ? "; and start it again" : "; in Kubernetes: mountPropagation: Bidirectional");
  }
}
