package org.csiscaleio.node.service;

import java.nio.file.Path;
import java.util.Set;

/** What the kernel's mount table shows at a path, as seen by one volume. */
public sealed interface Shown {
  /** No mount. */
  record Nothing() implements Shown {}

  /**
   * The volume's file system.
   *
   * @param type as the kernel names it
   * @param readOnly whether this mount refuses writes
   * @param shutDown whether the file system refuses writes although the mount does not: it met
   *     errors
   * @param flags the mount's own options that can be compared: {@code noatime}, {@code nosuid} ...
   * @param root which directory of it: {@code /} for the whole
   */
  record FileSystem(String type, boolean readOnly, boolean shutDown, Set<String> flags, String root)
      implements Shown {
    public FileSystem {
      flags = Set.copyOf(flags);
    }

    /** The whole of it. */
    public FileSystem(String type, boolean readOnly, boolean shutDown, Set<String> flags) {
      this(type, readOnly, shutDown, flags, "/");
    }

    /** Whether the whole of it is shown. */
    public boolean whole() {
      return root.equals("/");
    }
  }

  /** The volume's device node. */
  record RawDevice(boolean readOnly) implements Shown {}

  /** Anything that is not this volume. */
  record SomethingElse(String what) implements Shown {}

  /** One place where a volume is shown; never {@link Nothing} or {@link SomethingElse}. */
  record At(Path path, Shown shown) {}
}
