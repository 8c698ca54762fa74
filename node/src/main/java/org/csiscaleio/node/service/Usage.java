package org.csiscaleio.node.service;

/** How full a volume is. None of the numbers is negative. */
public sealed interface Usage {
  /** A raw device: only its size is known, in bytes. */
  record Raw(long totalBytes) implements Usage {}

  /** A file system. Inode counts are zero where there is no such count (btrfs). */
  record FileSystem(
      long totalBytes,
      long usedBytes,
      long availableBytes,
      long totalInodes,
      long usedInodes,
      long availableInodes)
      implements Usage {}
}
