package org.csiscaleio.container;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/**
 * The image's archive, read as an agent with {@code --docker_registry=/directory} reads it
 * (src/slave/containerizer/mesos/provisioner/docker/image_tar_puller.cpp of Mesos 1.11).
 */
class MesosArchiveTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String VERSION = System.getProperty("csiscaleio.version");

  @TempDir Path directory;

  @Test
  void itsLayersAreFoundFromTheRepositoriesAndMakeARootFileSystem() throws Exception {
    Path archive = Files.createDirectory(directory.resolve("archive"));
    untar(System.getProperty("csiscaleio.image"), archive);

    List<String> layers = layers(archive);

    assertThat(layers)
        .hasSizeGreaterThan(2)
        .allMatch(id -> id.matches("[0-9a-f]{64}"))
        .allMatch(id -> contentOf(archive.resolve(id).resolve("VERSION")).equals("1.0"));
    Path root = Files.createDirectory(directory.resolve("root"));
    for (String layer : layers) {
      untar(archive.resolve(layer).resolve("layer.tar").toString(), root);
    }
    String enter = "mount --rbind /proc \"$0/proc\" && exec chroot \"$0\" \"$@\"";
    assertThat(
            run(
                "unshare",
                "-m",
                "sh",
                "-c",
                enter,
                root.toString(),
                "/usr/bin/csi-scaleio",
                "help"))
        .startsWith("csi-scaleio: a CSI plugin");
  }

  /** A plugin's configuration names it {@code csi-scaleio:VERSION}; its parents come first. */
  private static List<String> layers(Path archive) {
    JsonNode repositories = read(archive.resolve("repositories"));
    String id = repositories.get("csi-scaleio").get(VERSION).asString();
    List<String> layers = new ArrayList<>();
    while (!id.isEmpty()) {
      layers.addFirst(id);
      JsonNode parent = read(archive.resolve(id).resolve("json")).get("parent");
      id = parent == null ? "" : parent.asString();
    }
    return layers;
  }

  /** docker::spec::v1::ImageManifest: what it knows must be of the types it knows. */
  @Test
  void theManifestOfTheTopLayerHasTheTypesThatMesosParses() throws Exception {
    Path archive = Files.createDirectory(directory.resolve("archive"));
    untar(System.getProperty("csiscaleio.image"), archive);

    JsonNode manifest = read(archive.resolve(layers(archive).getLast()).resolve("json"));

    assertThat(manifest.get("id").isString()).isTrue();
    assertThat(manifest.get("created").isString()).isTrue();
    JsonNode config = manifest.get("config");
    assertThat(config.get("Entrypoint").get(0).asString())
        .isEqualTo("/opt/csi-scaleio/bin/csi-scaleio");
    assertThat(config.get("Env").isArray()).isTrue();
    assertThat(config.has("Volumes")).isFalse();
  }

  private static JsonNode read(Path file) {
    return JSON.readTree(contentOf(file));
  }

  private static String contentOf(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** src/common/command_utils.cpp: no word about compression. */
  private static void untar(String archive, Path into) throws Exception {
    run("tar", "-C", into.toString(), "-x", "-f", archive);
  }

  private static String run(String... command) throws Exception {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
    return said;
  }
}
