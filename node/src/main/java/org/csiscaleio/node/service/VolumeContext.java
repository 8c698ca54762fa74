package org.csiscaleio.node.service;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Optional;

/**
 * What the volume's creator laid down for the node.
 *
 * @param fileSystem the type it is to be formatted with, unless a request says otherwise
 * @param formatOptions further arguments for mkfs, as they stand on its command line
 */
public record VolumeContext(Optional<FileSystemType> fileSystem, List<String> formatOptions) {
  public static final VolumeContext EMPTY = new VolumeContext(Optional.empty(), List.of());

  public VolumeContext {
    requireNonNull(fileSystem, "fileSystem is null");
    formatOptions = List.copyOf(formatOptions);
  }
}
