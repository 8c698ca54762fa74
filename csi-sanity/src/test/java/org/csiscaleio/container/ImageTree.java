package org.csiscaleio.container;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.csiscaleio.rig.MountTable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/**
 * The image's archive, read and unpacked as an agent of Mesos 1.11 does it with {@code
 * --docker_registry=/directory} (src/slave/containerizer/mesos/provisioner/docker/
 * image_tar_puller.cpp).
 *
 * @param archive the archive's own files
 * @param layers their ids, lowest first
 * @param root the layers, one on the other
 */
record ImageTree(Path directory, Path archive, List<String> layers, Path root)
    implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String VERSION = System.getProperty("csiscaleio.version");

  /** A plugin's configuration names the image {@code csi-scaleio:VERSION}. */
  static ImageTree unpack() throws IOException, InterruptedException {
    Path directory = Files.createTempDirectory("csi-scaleio-image-").toRealPath();
    Path archive = Files.createDirectory(directory.resolve("archive"));
    Path root = Files.createDirectory(directory.resolve("root"));
    untar(System.getProperty("csiscaleio.image"), archive);
    List<String> layers = new ArrayList<>();
    String id = read(archive.resolve("repositories")).get("csi-scaleio").get(VERSION).asString();
    while (!id.isEmpty()) {
      layers.addFirst(id);
      JsonNode parent = read(archive.resolve(id).resolve("json")).get("parent");
      id = parent == null ? "" : parent.asString();
    }
    for (String layer : layers) {
      untar(archive.resolve(layer).resolve("layer.tar").toString(), root);
    }
    return new ImageTree(directory, archive, List.copyOf(layers), root);
  }

  /** What a layer says about itself. */
  JsonNode manifest(String layer) throws IOException {
    return read(archive.resolve(layer).resolve("json"));
  }

  private static JsonNode read(Path file) throws IOException {
    return JSON.readTree(Files.readString(file));
  }

  /** src/common/command_utils.cpp: no word about compression. */
  private static void untar(String archive, Path into) throws IOException, InterruptedException {
    Process tar =
        new ProcessBuilder("tar", "-C", into.toString(), "-x", "-f", archive)
            .redirectErrorStream(true)
            .start();
    String said = new String(tar.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (tar.waitFor() != 0 || !said.isEmpty()) {
      throw new IOException("tar of " + archive + " says: " + said);
    }
  }

  @Override
  public void close() throws IOException {
    if (!MountTable.now().under(directory).isEmpty()) {
      throw new IllegalStateException("mounts are left in " + directory);
    }
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.toList().reversed()) {
        Files.delete(file);
      }
    }
  }
}
