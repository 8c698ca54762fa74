package org.csiscaleio.node.service;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.csiscaleio.operation.Failure;

/**
 * A directory inside a volume's file system, which is shown in place of the whole.
 *
 * @param path relative, without {@code .} and {@code ..}
 */
public record SubPath(Path path) {
  private static final int LIMIT_BYTES = 1024;

  /**
   * @throws Failure INVALID_ARGUMENT when it could lead out of the volume, or to all of it
   */
  public SubPath {
    String text = path.toString();
    boolean steps = false;
    for (Path name : path) {
      steps |= name.toString().equals("..") || name.toString().equals(".");
    }
    if (path.isAbsolute()
        || steps
        || text.isEmpty()
        || text.chars().anyMatch(Character::isISOControl)
        || text.getBytes(StandardCharsets.UTF_8).length > LIMIT_BYTES) {
      throw Failure.invalid(
          "subPath '"
              + text
              + "' is not the path of a directory inside the volume: relative, without '.' and"
              + " '..', at most "
              + LIMIT_BYTES
              + " bytes");
    }
  }

  /** How the kernel's mount table shows it. */
  public String fromRoot() {
    return "/" + path;
  }

  @Override
  public String toString() {
    return path.toString();
  }
}
