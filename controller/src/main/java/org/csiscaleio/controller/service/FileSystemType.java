package org.csiscaleio.controller.service;

import java.util.List;

/** The file systems a node can make and mount. */
final class FileSystemType {
  private static final List<String> KNOWN = List.of("ext4", "ext3", "xfs", "btrfs");

  private FileSystemType() {}

  static boolean isKnown(String type) {
    return KNOWN.contains(type);
  }

  static String unknown(String type) {
    return "file system type '" + type + "' is not one of " + String.join(", ", KNOWN);
  }
}
