package org.csiscaleio.node.service;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Optional;

/**
 * What the volume's creator, or the one who uses it, laid down for the node.
 *
 * @param fileSystem the type it is to be formatted with, unless a request says otherwise
 * @param formatOptions further arguments for mkfs, as they stand on its command line
 * @param subPath which directory of its file system is published; empty for the whole
 * @param array what is asked of the array
 */
public record VolumeContext(
    Optional<FileSystemType> fileSystem,
    List<String> formatOptions,
    Optional<SubPath> subPath,
    ArrayWish array) {
  public static final VolumeContext EMPTY = new VolumeContext(Optional.empty(), List.of());

  public VolumeContext {
    requireNonNull(fileSystem, "fileSystem is null");
    formatOptions = List.copyOf(formatOptions);
    requireNonNull(subPath, "subPath is null");
    requireNonNull(array, "array is null");
  }

  /** The whole file system, and nothing special of the array. */
  public VolumeContext(Optional<FileSystemType> fileSystem, List<String> formatOptions) {
    this(fileSystem, formatOptions, Optional.empty(), ArrayWish.NONE);
  }
}
