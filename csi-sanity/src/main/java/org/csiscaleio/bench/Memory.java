package org.csiscaleio.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * What the kernel says of a process's memory.
 *
 * @param residentMib of it in memory, files that are mapped included
 * @param anonymousMib of it its own
 * @param peakMib the most that was ever resident
 */
record Memory(long residentMib, long anonymousMib, long peakMib) {

  static Memory of(long pid) {
    try {
      List<String> status = Files.readAllLines(Path.of("/proc", Long.toString(pid), "status"));
      return new Memory(mib(status, "VmRSS:"), mib(status, "RssAnon:"), mib(status, "VmHWM:"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static long mib(List<String> status, String key) {
    return status.stream()
        .filter(line -> line.startsWith(key))
        .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) / 1024)
        .findFirst()
        .orElse(0);
  }

  @Override
  public String toString() {
    return "%d/%d/%d".formatted(residentMib, anonymousMib, peakMib);
  }
}
