package org.csiscaleio.node.service;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Optional;

/**
 * How a volume is to be used.
 *
 * @param access raw, or through a file system
 * @param mode who may use it at the same time
 */
public record Capability(Access access, AccessMode mode) {
  public Capability {
    requireNonNull(access, "access is null");
    requireNonNull(mode, "mode is null");
  }

  /** Raw, or through a file system. */
  public sealed interface Access {}

  /** The device itself. */
  public record Block() implements Access {}

  /**
   * A mounted file system.
   *
   * @param fileSystem the type asked for; empty when any will do
   * @param flags mount options as an operator writes them, one each: {@code noatime}
   */
  public record Mount(Optional<FileSystemType> fileSystem, List<String> flags) implements Access {
    public Mount {
      requireNonNull(fileSystem, "fileSystem is null");
      flags = List.copyOf(flags);
    }
  }
}
