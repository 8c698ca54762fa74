package org.csiscaleio.model;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What this machine lets the programs do. */
final class Machine {
  private static final int CAP_SYS_RESOURCE = 24;

  /** Whether mounted ext file systems may be made larger; not so in many containers. */
  static final boolean MAY_GROW_EXT = mayGrowExt();

  private Machine() {}

  private static boolean mayGrowExt() {
    try {
      return Files.readAllLines(Path.of("/proc/self/status")).stream()
          .filter(line -> line.startsWith("CapEff:"))
          .map(line -> line.substring("CapEff:".length()).strip())
          .anyMatch(bits -> (Long.parseUnsignedLong(bits, 16) >> CAP_SYS_RESOURCE & 1) == 1);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
