package org.csiscaleio.emulator.sdc;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Set;

/** The by-id links of one host: {@code emc-vol-<system id>-<volume id>}, leading to a device. */
final class DeviceLinks {
  private final Path folder;
  private final String prefix;

  DeviceLinks(Path folder, String systemId) throws IOException {
    this.folder = folder;
    this.prefix = "emc-vol-" + systemId + "-";
    Files.createDirectories(folder);
  }

  /** Whoever looks sees the old link or the new one, nothing between. */
  void put(String volumeId, Path device) throws IOException {
    Path half = folder.resolve("." + prefix + volumeId + ".new");
    Files.deleteIfExists(half);
    Files.createSymbolicLink(half, device);
    Files.move(half, of(volumeId), StandardCopyOption.ATOMIC_MOVE);
  }

  void remove(String volumeId) throws IOException {
    Files.deleteIfExists(of(volumeId));
  }

  /**
   * Removes all links of this system but these. After a crash or a reboot a link may lead to a
   * device that has become somebody else's.
   */
  void keepOnly(Set<String> volumeIds) throws IOException {
    try (DirectoryStream<Path> links = Files.newDirectoryStream(folder, prefix + "*")) {
      for (Path link : links) {
        String volumeId = link.getFileName().toString().substring(prefix.length());
        if (!volumeIds.contains(volumeId)) {
          Files.delete(link);
        }
      }
    }
  }

  private Path of(String volumeId) {
    return folder.resolve(prefix + volumeId);
  }
}
