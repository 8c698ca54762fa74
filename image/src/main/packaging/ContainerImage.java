import com.google.cloud.tools.jib.api.Containerizer;
import com.google.cloud.tools.jib.api.ImageReference;
import com.google.cloud.tools.jib.api.Jib;
import com.google.cloud.tools.jib.api.JibContainerBuilder;
import com.google.cloud.tools.jib.api.TarImage;
import com.google.cloud.tools.jib.api.buildplan.AbsoluteUnixPath;
import com.google.cloud.tools.jib.api.buildplan.FileEntriesLayer;
import com.google.cloud.tools.jib.api.buildplan.FilePermissions;
import com.google.cloud.tools.jib.api.buildplan.ImageFormat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Makes the container image: the root file system, and on it the bundle's very files, in layers
 * that change less and less seldom. Run by {@code package}, from its source.
 */
public final class ContainerImage {
  private static final String HOME = "/opt/csi-scaleio";
  private static final String DOCUMENTS = "/usr/share/doc/csi-scaleio";

  private final Path program;
  private final Instant time;

  private ContainerImage(Path program, Instant time) {
    this.program = program;
    this.time = time;
  }

  /**
   * Makes it.
   *
   * @param arguments the program's directory; the root file system as a docker archive; more files
   *     for the image's root; version; the time that all files get; a directory for caches; the
   *     archive to be made
   */
  public static void main(String[] arguments) throws Exception {
    Path base = Path.of(arguments[1]);
    Path more = Path.of(arguments[2]);
    String version = arguments[3];
    Path caches = Path.of(arguments[5]);
    Path target = Path.of(arguments[6]);
    var image = new ContainerImage(Path.of(arguments[0]), Instant.parse(arguments[4]));
    ImageReference name = ImageReference.of(null, "csi-scaleio", version);
    Path made = Files.createDirectories(caches).resolve("image.tar");
    image
        .on(base, more, version)
        .containerize(
            Containerizer.to(TarImage.at(made).named(name))
                .setOfflineMode(true)
                .setToolName("csi-scaleio")
                .setBaseImageLayersCache(caches.resolve("base"))
                .setApplicationLayersCache(caches.resolve("layers")));
    new DockerArchive(made, "csi-scaleio", version, image.time).writeTo(target);
    Files.delete(made);
  }

  private JibContainerBuilder on(Path base, Path more, String version) throws Exception {
    return Jib.from(TarImage.at(base))
        .setFileEntriesLayers(
            layer("java", "jre", file -> true),
            layer("libraries", "lib", file -> isJar(file) && !isOurs(file)),
            layer("program", "lib", file -> isJar(file) && isOurs(file)),
            layer("archives", "lib", file -> file.toString().endsWith(".jsa")),
            ownFiles(more))
        .setEntrypoint(HOME + "/bin/csi-scaleio")
        .setEnvironment(
            Map.of("PATH", "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"))
        .setWorkingDirectory(AbsoluteUnixPath.get("/"))
        .setLabels(labels(version))
        .setCreationTime(time)
        .setFormat(ImageFormat.Docker);
  }

  private static Map<String, String> labels(String version) {
    var labels = new LinkedHashMap<String, String>();
    labels.put("org.opencontainers.image.title", "csi-scaleio");
    labels.put(
        "org.opencontainers.image.description",
        "CSI plugin for Dell EMC ScaleIO (VxFlex OS, PowerFlex)");
    labels.put("org.opencontainers.image.version", version);
    labels.put("org.opencontainers.image.vendor", "csiscaleio.org");
    labels.put("org.opencontainers.image.documentation", "file://" + DOCUMENTS);
    String revision = System.getenv("CSI_SCALEIO_REVISION");
    if (revision != null && !revision.isBlank()) {
      labels.put("org.opencontainers.image.revision", revision);
    }
    return labels;
  }

  private static boolean isJar(Path file) {
    return file.toString().endsWith(".jar");
  }

  private static boolean isOurs(Path file) {
    return file.getFileName().toString().startsWith("csi-scaleio-");
  }

  private FileEntriesLayer layer(String name, String directory, Predicate<Path> chosen)
      throws IOException {
    FileEntriesLayer.Builder layer = FileEntriesLayer.builder().setName(name);
    add(layer, program.resolve(directory), HOME + "/" + directory, chosen);
    return layer.build();
  }

  private FileEntriesLayer ownFiles(Path more) throws IOException {
    FileEntriesLayer.Builder layer = FileEntriesLayer.builder().setName("launchers");
    add(layer, program.resolve("bin"), HOME + "/bin", file -> true);
    add(layer, program.resolve("doc"), HOME + "/doc", file -> true);
    add(layer, more, "", file -> true);
    return layer.build();
  }

  private void add(FileEntriesLayer.Builder layer, Path from, String to, Predicate<Path> chosen)
      throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : (Iterable<Path>) files.sorted()::iterator) {
        String path = to + "/" + from.relativize(file);
        boolean directory = Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS);
        if (!path.equals("/") && (directory || chosen.test(file))) {
          layer.addEntry(
              file,
              AbsoluteUnixPath.get(path),
              FilePermissions.fromOctalString(isExecutable(file) ? "755" : "644"),
              time,
              "0:0");
        }
      }
    }
  }

  private static boolean isExecutable(Path file) throws IOException {
    return Files.getPosixFilePermissions(file).contains(PosixFilePermission.OWNER_EXECUTE);
  }
}
