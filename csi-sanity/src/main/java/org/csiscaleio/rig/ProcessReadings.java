package org.csiscaleio.rig;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * What /proc says about a process.
 *
 * @param residentKib resident set size in KiB
 * @param anonymousKib the part of it that is no file's, and so this process's alone
 * @param threads kernel threads
 * @param openFiles open file descriptors
 * @param commandLine its arguments, joined by blanks
 */
public record ProcessReadings(
    long residentKib, long anonymousKib, int threads, int openFiles, String commandLine) {

  /** Reads {@code /proc/<pid>}. */
  static ProcessReadings of(long pid) {
    Path proc = Path.of("/proc", Long.toString(pid));
    try (Stream<Path> descriptors = Files.list(proc.resolve("fd"))) {
      List<String> status = Files.readAllLines(proc.resolve("status"));
      byte[] commandLine = Files.readAllBytes(proc.resolve("cmdline"));
      return new ProcessReadings(
          number(status, "VmRSS:"),
          number(status, "RssAnon:"),
          (int) number(status, "Threads:"),
          (int) descriptors.count(),
          new String(commandLine, StandardCharsets.UTF_8).replace('\0', ' ').strip());
    } catch (IOException e) {
      throw new UncheckedIOException("no readings of process " + pid, e);
    }
  }

  private static long number(List<String> status, String key) {
    return status.stream()
        .filter(line -> line.startsWith(key))
        .map(line -> line.substring(key.length()).strip().split(" ", 2)[0])
        .mapToLong(Long::parseLong)
        .findFirst()
        .orElse(0);
  }
}
