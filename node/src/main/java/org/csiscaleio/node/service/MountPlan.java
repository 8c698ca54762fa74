package org.csiscaleio.node.service;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Optional;

/**
 * How a device's file system is to be mounted.
 *
 * @param wanted the type asked for; another one found on the device is refused. Empty: whatever is
 *     there
 * @param whenBlank the type a blank device is formatted with
 * @param formatOptions further arguments for mkfs
 * @param flags mount options
 * @param readOnly whether the mount refuses writes; a blank device is then refused
 * @param shared whether other nodes may have it mounted too: then not even a journal is replayed
 * @param within which directory of it is shown; empty for the whole
 */
public record MountPlan(
    Optional<FileSystemType> wanted,
    FileSystemType whenBlank,
    List<String> formatOptions,
    List<String> flags,
    boolean readOnly,
    boolean shared,
    Optional<SubPath> within) {
  public MountPlan {
    requireNonNull(wanted, "wanted is null");
    requireNonNull(whenBlank, "whenBlank is null");
    formatOptions = List.copyOf(formatOptions);
    flags = List.copyOf(flags);
    requireNonNull(within, "within is null");
  }

  /** The same for the whole file system. */
  MountPlan ofTheWhole() {
    return new MountPlan(
        wanted, whenBlank, formatOptions, flags, readOnly, shared, Optional.empty());
  }
}
