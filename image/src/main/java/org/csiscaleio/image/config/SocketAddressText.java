package org.csiscaleio.image.config;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** The forms in which orchestrators say where the socket is. */
public final class SocketAddressText {
  /** Linux has room for 108 bytes, the JDK keeps two of them. */
  private static final int LONGEST_PATH_BYTES = 106;

  private SocketAddressText() {}

  /**
   * The path in {@code unix:///abs}, {@code unix:/abs} or {@code /abs}.
   *
   * @throws IllegalArgumentException whose message completes "this endpoint …"
   */
  public static Path path(String text) {
    int colon = text.indexOf(':');
    String scheme = text.startsWith("/") || colon < 0 ? "" : text.substring(0, colon);
    if (!scheme.isEmpty() && !scheme.equals("unix")) {
      throw new IllegalArgumentException(
          "is not a unix socket; only unix:///ABSOLUTE/PATH is served");
    }
    String path = scheme.isEmpty() ? text : text.substring(colon + 1);
    if (path.startsWith("//")) {
      path = path.substring(2);
    }
    if (!path.startsWith("/") || path.endsWith("/")) {
      throw new IllegalArgumentException(
          "must name a file by its absolute path, as unix:///run/csi/csi.sock does (three slashes)");
    }
    int bytes = path.getBytes(StandardCharsets.UTF_8).length;
    if (bytes > LONGEST_PATH_BYTES) {
      throw new IllegalArgumentException(
          "is " + bytes + " bytes long; a socket's path can have " + LONGEST_PATH_BYTES);
    }
    return Path.of(path).normalize();
  }
}
