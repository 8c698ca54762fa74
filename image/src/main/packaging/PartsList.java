import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;

/**
 * What the program is made of, in CycloneDX 1.6: the libraries, the Java, and for the image the
 * Debian packages, each with its version, checksum and licence; and the licences that the libraries
 * bring. Run by {@code package}, from its source.
 */
public final class PartsList {
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  private final Properties licences = new Properties();
  private final Path repository;
  private final ObjectNode list = JSON.createObjectNode();
  private final ArrayNode parts = JSON.createArrayNode();

  private PartsList(Path licences, Path repository, String version) throws IOException {
    this.repository = repository;
    try (var reader = Files.newBufferedReader(licences)) {
      this.licences.load(reader);
    }
    list.put("bomFormat", "CycloneDX");
    list.put("specVersion", "1.6");
    list.put("version", 1);
    ObjectNode subject = list.putObject("metadata").putObject("component");
    subject.put("type", "application");
    subject.put("bom-ref", "csi-scaleio");
    subject.put("name", "csi-scaleio");
    subject.put("version", version);
  }

  /**
   * Writes it.
   *
   * @param arguments version; licences by group, as a properties file; the local Maven repository;
   *     the class path of libraries in it; the directory of the Java; the list of Debian packages,
   *     or an empty word; the directory for the list and the licences
   */
  public static void main(String[] arguments) throws Exception {
    Path directory = Files.createDirectories(Path.of(arguments[6]));
    var list = new PartsList(Path.of(arguments[1]), Path.of(arguments[2]), arguments[0]);
    // A module of ours is not in the repository: it is the program, not a part of it.
    List<Path> libraries =
        List.of(arguments[3].split(":")).stream()
            .filter(path -> path.endsWith(".jar") && path.startsWith(arguments[2]))
            .map(Path::of)
            .sorted((a, b) -> a.getFileName().compareTo(b.getFileName()))
            .toList();
    for (Path library : libraries) {
      list.library(library);
    }
    list.java(Path.of(arguments[4]));
    if (arguments[5].isEmpty()) {
      for (Path library : libraries) {
        keepLicences(library, directory.resolve("licences"));
      }
    } else {
      list.packages(Path.of(arguments[5]));
    }
    list.list.set("components", list.parts);
    Files.writeString(
        directory.resolve("sbom.cdx.json"), JSON.writeValueAsString(list.list) + "\n");
  }

  /** {@code group/with/slashes/artifact/version/artifact-version.jar}. */
  private void library(Path jar) throws Exception {
    Path version = jar.getParent();
    Path artifact = version.getParent();
    String group = repository.relativize(artifact.getParent()).toString().replace('/', '.');
    String name = artifact.getFileName().toString();
    String licence =
        Optional.ofNullable(licences.getProperty(group + "." + name))
            .or(() -> Optional.ofNullable(licences.getProperty(group)))
            .orElseThrow(() -> new IOException("no licence is known of " + group + ":" + name));
    ObjectNode part = part("library", name, version.getFileName().toString());
    part.put("group", group);
    part.put("purl", "pkg:maven/" + group + "/" + name + "@" + version.getFileName() + "?type=jar");
    digest(part, HexFormat.of().formatHex(sha256(Files.readAllBytes(jar))));
    part.putArray("licenses").addObject().putObject("license").put("id", licence);
  }

  private void java(Path home) throws IOException {
    var release = new Properties();
    try (var reader = Files.newBufferedReader(home.resolve("release"))) {
      release.load(reader);
    }
    ObjectNode part =
        part("platform", "openjdk", release.getProperty("JAVA_VERSION").replace("\"", ""));
    part.put("description", "modules " + release.getProperty("MODULES").replace("\"", ""));
    part.putArray("licenses")
        .addObject()
        .put("expression", "GPL-2.0-only WITH Classpath-exception-2.0");
  }

  private void packages(Path file) throws IOException {
    for (String line : Files.readAllLines(file)) {
      if (!line.startsWith("#")) {
        String[] words = line.split(" ");
        ObjectNode part = part("library", words[0], words[1]);
        String arch = words[3].replaceAll(".*_|\\.deb$", "");
        part.put(
            "purl",
            "pkg:deb/debian/"
                + words[0]
                + "@"
                + escaped(words[1])
                + "?arch="
                + arch
                + "&distro=debian-12");
        digest(part, words[2]);
        part.putArray("licenses")
            .addObject()
            .putObject("license")
            .put("name", "see /usr/share/doc/" + words[0] + "/copyright");
      }
    }
  }

  private static String escaped(String version) {
    return version.replace(":", "%3A").replace("+", "%2B");
  }

  private ObjectNode part(String type, String name, String version) {
    ObjectNode part = parts.addObject();
    part.put("type", type);
    part.put("bom-ref", "part-" + parts.size());
    part.put("name", name);
    part.put("version", version);
    return part;
  }

  private static void digest(ObjectNode part, String sum) {
    part.putArray("hashes").addObject().put("alg", "SHA-256").put("content", sum);
  }

  private static byte[] sha256(byte[] content) throws Exception {
    return MessageDigest.getInstance("SHA-256").digest(content);
  }

  private static void keepLicences(Path jar, Path directory) throws IOException {
    try (var file = new JarFile(jar.toFile())) {
      for (ZipEntry entry : (Iterable<ZipEntry>) file.stream().map(e -> (ZipEntry) e)::iterator) {
        String name = entry.getName();
        if (name.matches("(META-INF/)?(LICENSE|NOTICE|license/)[^/]*(\\.txt|\\.md)?")
            && !entry.isDirectory()) {
          Path kept = directory.resolve(jar.getFileName().toString().replace(".jar", ""));
          Files.createDirectories(kept);
          try (InputStream content = file.getInputStream(entry)) {
            Files.write(
                kept.resolve(name.replace("META-INF/", "").replace('/', '-')),
                content.readAllBytes());
          }
        }
      }
    }
  }
}
