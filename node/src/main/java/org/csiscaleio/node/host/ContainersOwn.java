package org.csiscaleio.node.host;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.csiscaleio.operation.Finding;

/**
 * What in a container is its own: nobody outside sees it, and it ends with the container. A
 * container is known by its root, an overlay of its image's layers.
 */
final class ContainersOwn {
  private static final Path ROOT = Path.of("/");
  private static final Path DEVICES = Path.of("/dev");

  private final Kernel kernel;

  ContainersOwn(Kernel kernel) {
    this.kernel = kernel;
  }

  /** Whether this process is in one, by its mounts. */
  static boolean is(MountTable table) {
    List<Mount> root = table.at(ROOT);
    return !root.isEmpty() && root.getLast().type().equals("overlay");
  }

  /**
   * A warning when a folder, or the one it would be made in, is the container's own.
   *
   * @param part what the folder is for
   */
  List<Finding> look(String part, Path folder) throws IOException {
    MountTable table = MountTable.parse(kernel.mountInfo());
    Optional<Mount> holds = is(table) ? table.holding(existing(folder)) : Optional.empty();
    Optional<String> where = holds.flatMap(ContainersOwn::words);
    return where
        .map(words ->
            List.of(
                Finding.warn(
                    part,
                    folder + " lies in " + words + ": nobody outside sees it, and it ends with it",
                    "show a directory of the host in the container at the same path (podman, docker:"
                        + " -v "
                        + folder
                        + ":"
                        + folder
                        + ")")))
        .orElse(List.of());
  }

  private static Optional<String> words(Mount mount) {
    if (mount.point().equals(ROOT)) {
      return Optional.of("the container itself");
    }
    // A whole one: a folder of the host's would be shown by its name.
    return mount.type().equals("tmpfs") && mount.root().equals("/")
        ? Optional.of("the container's own " + mount.point() + ", if that is not the host's")
        : Optional.empty();
  }

  /** As much of the way to the folder as there is, links resolved. */
  private Path existing(Path folder) throws IOException {
    for (Path path = folder; path != null; path = path.getParent()) {
      Optional<Path> real = kernel.resolve(path);
      if (real.isPresent()) {
        return real.get();
      }
    }
    return ROOT;
  }

  /** A failure when the container has devices of its own, among which no later volume appears. */
  List<Finding> lookAtDevices(String part) throws IOException {
    MountTable table = MountTable.parse(kernel.mountInfo());
    boolean own =
        is(table)
            && table
                .holding(DEVICES)
                .filter(mount -> mount.type().equals("tmpfs") || mount.point().equals(ROOT))
                .isPresent();
    return own
        ? List.of(
            Finding.fail(
                part,
                "/dev is the container's own: volumes that are mapped later do not appear in it",
                "show the host's in the container (podman, docker: -v /dev:/dev; Kubernetes: a"
                    + " hostPath)"))
        : List.of();
  }
}
