import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarFile;

/**
 * An image archive that everybody reads: docker, podman and skopeo by its {@code manifest.json},
 * and Mesos, with {@code --docker_registry=/directory}, by {@code repositories} and a directory for
 * each layer with {@code VERSION}, {@code json} and {@code layer.tar}, as docker once saved images.
 * The layers stay compressed: all of them look at what they unpack.
 */
final class DockerArchive {
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS);

  private final Path jibs;
  private final String repository;
  private final String tag;
  private final Instant time;

  /** From an archive as Jib makes them. */
  DockerArchive(Path jibs, String repository, String tag, Instant time) {
    this.jibs = jibs;
    this.repository = repository;
    this.tag = tag;
    this.time = time;
  }

  void writeTo(Path target) throws Exception {
    Path part = target.resolveSibling(target.getFileName() + ".part");
    try (var from = new TarFile(jibs);
        OutputStream file = Files.newOutputStream(part);
        var to = new TarArchiveOutputStream(file)) {
      to.setLongFileMode(TarArchiveOutputStream.LONGFILE_GNU);
      write(from, to);
    }
    Files.move(part, target, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
  }

  private void write(TarFile from, TarArchiveOutputStream to) throws Exception {
    JsonNode manifest = JSON.readTree(read(from, "manifest.json")).get(0);
    byte[] configuration = read(from, manifest.get("Config").asText());
    String configurationName = digest(configuration) + ".json";
    List<String> layers = new ArrayList<>();
    manifest.get("Layers").forEach(layer -> layers.add(layer.asText()));
    List<String> ids = new ArrayList<>();
    String parent = "";
    for (String layer : layers) {
      boolean top = ids.size() == layers.size() - 1;
      // Mesos keeps layers by their ids, and never looks again whether their content is the same.
      String id =
          digest(
              (parent + layer + (top ? configurationName : "")).getBytes(StandardCharsets.UTF_8));
      ids.add(id);
      directory(to, id);
      file(to, id + "/VERSION", "1.0".getBytes(StandardCharsets.UTF_8));
      file(to, id + "/json", layerJson(id, parent, top ? configuration : new byte[0]));
      copy(from, layer, to, id + "/layer.tar");
      parent = id;
    }
    file(to, configurationName, configuration);
    file(to, "manifest.json", manifest(configurationName, ids));
    file(to, "repositories", repositories(parent));
  }

  private byte[] manifest(String configurationName, List<String> ids) throws IOException {
    ArrayNode manifest = JSON.createArrayNode();
    ObjectNode image = manifest.addObject();
    image.put("Config", configurationName);
    image.putArray("RepoTags").add(repository + ":" + tag);
    ArrayNode layers = image.putArray("Layers");
    ids.forEach(id -> layers.add(id + "/layer.tar"));
    return JSON.writeValueAsBytes(manifest);
  }

  private byte[] repositories(String top) throws IOException {
    ObjectNode repositories = JSON.createObjectNode();
    repositories.putObject(repository).put(tag, top);
    return JSON.writeValueAsBytes(repositories);
  }

  /** What Mesos reads of it are {@code parent} and the types of what stands in {@code config}. */
  private byte[] layerJson(String id, String parent, byte[] configuration) throws IOException {
    ObjectNode layer = JSON.createObjectNode();
    layer.put("id", id);
    if (!parent.isEmpty()) {
      layer.put("parent", parent);
    }
    layer.put("created", time.toString());
    layer.put("architecture", "amd64");
    layer.put("os", "linux");
    if (configuration.length > 0) {
      JsonNode config = JSON.readTree(configuration).get("config");
      ObjectNode kept = layer.putObject("config");
      for (String key : List.of("Env", "Entrypoint", "Cmd", "WorkingDir")) {
        if (config.hasNonNull(key)) {
          kept.set(key, config.get(key));
        }
      }
    }
    return JSON.writeValueAsBytes(layer);
  }

  private static byte[] read(TarFile from, String name) throws IOException {
    try (InputStream content = from.getInputStream(entry(from, name))) {
      return content.readAllBytes();
    }
  }

  private static TarArchiveEntry entry(TarFile from, String name) throws IOException {
    return from.getEntries().stream()
        .filter(entry -> entry.getName().equals(name))
        .findFirst()
        .orElseThrow(() -> new IOException("Jib's archive has no " + name));
  }

  private void copy(TarFile from, String name, TarArchiveOutputStream to, String newName)
      throws IOException {
    TarArchiveEntry entry = entry(from, name);
    begin(to, newName, entry.getSize());
    try (InputStream content = from.getInputStream(entry)) {
      content.transferTo(to);
    }
    to.closeArchiveEntry();
  }

  private void file(TarArchiveOutputStream to, String name, byte[] content) throws IOException {
    begin(to, name, content.length);
    to.write(content);
    to.closeArchiveEntry();
  }

  private void directory(TarArchiveOutputStream to, String name) throws IOException {
    begin(to, name + "/", 0);
    to.closeArchiveEntry();
  }

  private void begin(TarArchiveOutputStream to, String name, long size) throws IOException {
    var entry = new TarArchiveEntry(name);
    entry.setSize(size);
    entry.setModTime(time.toEpochMilli());
    entry.setIds(0, 0);
    entry.setNames("", "");
    to.putArchiveEntry(entry);
  }

  private static String digest(byte[] content) throws Exception {
    return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
  }
}
