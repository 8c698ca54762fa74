package org.csiscaleio.rig;

import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Where the programs lie and where their logs go, from the system properties {@code
 * csiscaleio.plugin}, {@code csiscaleio.emulator} and {@code csiscaleio.logs}.
 *
 * @param plugin the csi-scaleio launcher
 * @param emulator the scaleio-emulator launcher
 * @param logs a directory; made when needed
 */
public record Programs(Path plugin, Path emulator, Path logs) {

  /**
   * The programs that the build made.
   *
   * @throws IllegalStateException when a property is not set or a program has not been built
   */
  public static Programs fromSystemProperties() {
    return new Programs(
        executable("csiscaleio.plugin"),
        executable("csiscaleio.emulator"),
        Path.of(property("csiscaleio.logs")).toAbsolutePath().normalize());
  }

  private static Path executable(String property) {
    Path path = Path.of(property(property)).toAbsolutePath().normalize();
    if (!Files.isExecutable(path)) {
      throw new IllegalStateException(path + " has not been built; run mvn package");
    }
    return path;
  }

  private static String property(String name) {
    String value = System.getProperty(name);
    if (value == null || value.isBlank()) {
      throw new IllegalStateException("the system property " + name + " is not set");
    }
    return value;
  }
}
