package org.csiscaleio.rig;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What is mounted, from /proc/self/mountinfo, in the kernel's order. */
public record MountTable(List<Mount> mounts) {
  /**
   * One mount.
   *
   * @param root what of the file system is mounted; a bind mount's may not be /
   * @param options of this mount, e.g. ro
   */
  public record Mount(
      String device, Path root, Path point, Set<String> options, String type, String source) {
    public boolean readOnly() {
      return options.contains("ro");
    }
  }

  public MountTable {
    mounts = List.copyOf(mounts);
  }

  /** The kernel's table as it is now. */
  public static MountTable now() {
    try {
      return new MountTable(
          Files.readAllLines(Path.of("/proc/self/mountinfo")).stream()
              .map(MountTable::parse)
              .toList());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What is mounted at a path, lowest first. */
  public List<Mount> at(Path point) {
    return mounts.stream().filter(mount -> mount.point().equals(point)).toList();
  }

  /** The only mount at a path. */
  public Optional<Mount> only(Path point) {
    List<Mount> there = at(point);
    if (there.size() > 1) {
      throw new IllegalStateException("mounts are stacked at " + point + ": " + there);
    }
    return there.stream().findFirst();
  }

  /** What is mounted at or below a path, the last mounted first. */
  public List<Mount> under(Path directory) {
    return mounts.stream().filter(mount -> mount.point().startsWith(directory)).toList().reversed();
  }

  private static Mount parse(String line) {
    String[] halves = line.split(" - ", 2);
    String[] left = halves[0].split(" ", -1);
    String[] right = halves[1].split(" ", -1);
    return new Mount(
        left[2],
        Path.of(unescape(left[3])),
        Path.of(unescape(left[4])),
        Set.of(left[5].split(",", -1)),
        right[0],
        unescape(right[1]));
  }

  private static String unescape(String text) {
    return text.replace("\\040", " ")
        .replace("\\011", "\t")
        .replace("\\012", "\n")
        .replace("\\134", "\\");
  }
}
