package org.csiscaleio.node.host;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.csiscaleio.operation.Failure;

/**
 * Mount options as operators write them, as mount(2) wants them: bits for what the kernel itself
 * knows, a text for the file system.
 *
 * @param flags MS_ bits, without MS_RDONLY
 * @param data comma-separated options for the file system
 */
record MountOptions(long flags, String data) {
  static final long MS_RDONLY = 1;
  private static final long MS_RELATIME = 1L << 21;
  private static final long MS_STRICTATIME = 1L << 24;
  private static final long MS_NOATIME = 1024;

  private static final Map<String, Long> SET =
      Map.ofEntries(
          Map.entry("nosuid", 2L),
          Map.entry("nodev", 4L),
          Map.entry("noexec", 8L),
          Map.entry("sync", 16L),
          Map.entry("mand", 64L),
          Map.entry("dirsync", 128L),
          Map.entry("noatime", MS_NOATIME),
          Map.entry("nodiratime", 2048L),
          Map.entry("silent", 1L << 15),
          Map.entry("relatime", MS_RELATIME),
          Map.entry("iversion", 1L << 23),
          Map.entry("strictatime", MS_STRICTATIME),
          Map.entry("lazytime", 1L << 25));

  private static final Map<String, Long> CLEAR =
      Map.ofEntries(
          Map.entry("suid", 2L),
          Map.entry("dev", 4L),
          Map.entry("exec", 8L),
          Map.entry("async", 16L),
          Map.entry("nomand", 64L),
          Map.entry("atime", MS_NOATIME),
          Map.entry("diratime", 2048L),
          Map.entry("loud", 1L << 15),
          Map.entry("norelatime", MS_RELATIME),
          Map.entry("noiversion", 1L << 23),
          Map.entry("nostrictatime", MS_STRICTATIME),
          Map.entry("nolazytime", 1L << 25));

  /** Say nothing to the kernel: read-only is asked for otherwise, the rest is for mount(8). */
  private static final Set<String> NOT_FOR_THE_KERNEL =
      Set.of("ro", "rw", "defaults", "auto", "noauto", "nofail", "_netdev");

  /** Would do something else than mounting the volume here. */
  private static final Set<String> REFUSED =
      Set.of(
          "bind",
          "rbind",
          "move",
          "remount",
          "loop",
          "shared",
          "rshared",
          "private",
          "rprivate",
          "slave",
          "rslave",
          "unbindable",
          "runbindable",
          "user",
          "users",
          "owner",
          "group");

  /**
   * Reads options, the later one winning over the earlier.
   *
   * @throws Failure INVALID_ARGUMENT for an option that cannot be had
   */
  static MountOptions parse(List<String> options) {
    long flags = 0;
    var data = new ArrayList<String>();
    for (String option : options) {
      Long set = SET.get(option);
      Long clear = CLEAR.get(option);
      if (set != null) {
        flags |= set;
      } else if (clear != null) {
        flags &= ~clear;
      } else if (REFUSED.contains(option) || option.startsWith("loop=")) {
        throw Failure.invalid("mount option '" + option + "' cannot be used for a volume");
      } else if (!NOT_FOR_THE_KERNEL.contains(option) && !option.startsWith("x-")) {
        data.add(option);
      }
    }
    return new MountOptions(flags, String.join(",", data));
  }

  /** The same, and no writes. */
  MountOptions readOnly() {
    return new MountOptions(flags | MS_RDONLY, data);
  }

  /** With one more option for the file system; the empty text adds none. */
  MountOptions withData(String option) {
    if (option.isEmpty()) {
      return this;
    }
    return new MountOptions(flags, data.isEmpty() ? option : data + "," + option);
  }

  /** The flags a mount has by its line in mountinfo, for remounting it otherwise. */
  static long flagsOf(Mount mount) {
    long flags = 0;
    for (String option : mount.options()) {
      flags |= SET.getOrDefault(option, 0L);
    }
    return flags;
  }
}
