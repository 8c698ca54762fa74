package org.csiscaleio.image.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.List;

/** Files that hold passwords, and what else is secret. */
public final class SecretFile {
  private SecretFile() {}

  /**
   * Sees that it can be read, and by whom.
   *
   * @param named what a problem or warning begins with
   */
  public static void check(String named, Path file, List<String> problems, List<String> warnings) {
    if (!ReadableFile.check(named, file, problems)) {
      return;
    }
    try {
      if (Files.getPosixFilePermissions(file).contains(PosixFilePermission.OTHERS_READ)) {
        warnings.add(named + " can be read by every user of this host; chmod 600 it");
      }
    } catch (IOException e) {
      problems.add(named + " is not a file that can be read: " + e);
    }
  }
}
