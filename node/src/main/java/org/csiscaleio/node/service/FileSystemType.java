package org.csiscaleio.node.service;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** The file systems a volume can be formatted with and mounted as. */
public enum FileSystemType {
  EXT4,
  EXT3,
  XFS,
  BTRFS;

  /** The name Linux and CSI use: {@code ext4}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The type of that name, whatever the case; empty for a file system we do not offer. */
  public static Optional<FileSystemType> of(String word) {
    return Arrays.stream(values()).filter(type -> type.name().equalsIgnoreCase(word)).findFirst();
  }

  /** All names, for a message. */
  public static String words() {
    return Arrays.stream(values()).map(FileSystemType::word).collect(Collectors.joining(", "));
  }
}
