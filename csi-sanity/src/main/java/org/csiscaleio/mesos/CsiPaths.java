package org.csiscaleio.mesos;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Where an agent keeps what belongs to one plugin: src/csi/paths.cpp. {@code W} is the agent's work
 * directory, {@code T} and {@code N} the plugin's type and name.
 *
 * @param mountRoot W/csi/T/N/mounts, or target_path_root of a plugin that Mesos does not start
 */
public record CsiPaths(Path workDir, String type, String name, Path mountRoot) {
  private static final String RESERVED = "$&+,/:;=?@ \"<>#%{}|\\^~[]`";

  /** The usual places. */
  public static CsiPaths of(Path workDir, PluginInfo plugin) {
    return new CsiPaths(
        workDir,
        plugin.type(),
        plugin.name(),
        workDir.resolve("csi").resolve(plugin.type()).resolve(plugin.name()).resolve("mounts"));
  }

  public Path root() {
    return workDir.resolve("csi").resolve(type).resolve(name);
  }

  public Path containers() {
    return root().resolve("containers");
  }

  public Path volumes() {
    return root().resolve("volumes");
  }

  public Path volume(String volumeId) {
    return volumes().resolve(encode(volumeId));
  }

  public Path volumeState(String volumeId) {
    return volume(volumeId).resolve("volume.state");
  }

  /** In 1.5 the target path itself; later the parent of both staging and target. */
  public Path mount(String volumeId) {
    return mountRoot.resolve(encode(volumeId));
  }

  public Path staging(String volumeId) {
    return mount(volumeId).resolve("staging");
  }

  /** NodePublishVolume's target_path. */
  public Path target(Release release, String volumeId) {
    return release.atLeast(Release.V1_6) ? mount(volumeId).resolve("target") : mount(volumeId);
  }

  /** The entries of a directory that may not be there. */
  public static List<Path> entries(Path directory) {
    if (!Files.isDirectory(directory)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(directory)) {
      return files.sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** libprocess' http::encode: one component of a path. */
  public static String encode(String text) {
    var encoded = new StringBuilder();
    for (byte each : text.getBytes(StandardCharsets.UTF_8)) {
      int value = each & 0xff;
      if (value < 0x20 || value >= 0x7f || RESERVED.indexOf(value) >= 0) {
        encoded.append("%%%02X".formatted(value));
      } else {
        encoded.append((char) value);
      }
    }
    return encoded.toString();
  }

  /** The volume id in a name that {@link #encode} made; empty when it made none. */
  public static Optional<String> decode(Path path) {
    String name = path.getFileName().toString();
    var bytes = new java.io.ByteArrayOutputStream();
    for (int i = 0; i < name.length(); i++) {
      if (name.charAt(i) != '%') {
        bytes.writeBytes(name.substring(i, i + 1).getBytes(StandardCharsets.UTF_8));
      } else if (i + 2 < name.length()) {
        try {
          bytes.write(Integer.parseInt(name.substring(i + 1, i + 3), 16));
        } catch (NumberFormatException e) {
          return Optional.empty();
        }
        i += 2;
      } else {
        return Optional.empty();
      }
    }
    return Optional.of(bytes.toString(StandardCharsets.UTF_8));
  }
}
