package org.csiscaleio.image.config;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Files that a setting names and that are read later. */
final class ReadableFile {
  private ReadableFile() {}

  /**
   * Sees that it can be read; adds a problem when it cannot.
   *
   * @param named what the problem begins with
   * @return whether it can
   */
  static boolean check(String named, Path file, List<String> problems) {
    boolean readable = Files.isReadable(file) && !Files.isDirectory(file);
    if (!readable) {
      problems.add(named + " is not a file that can be read");
    }
    return readable;
  }
}
