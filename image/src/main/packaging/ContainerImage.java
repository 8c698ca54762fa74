import com.google.cloud.tools.jib.api.Containerizer;
import com.google.cloud.tools.jib.api.ImageReference;
import com.google.cloud.tools.jib.api.Jib;
import com.google.cloud.tools.jib.api.TarImage;
import com.google.cloud.tools.jib.api.buildplan.AbsoluteUnixPath;
import com.google.cloud.tools.jib.api.buildplan.ImageFormat;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Makes the container image of layers that are there: says what it is, what it starts, and packs
 * it. Run by {@code image}, from its source.
 */
public final class ContainerImage {
  private static final String HOME = "/opt/csi-scaleio";
  private static final String DOCUMENTS = "/usr/share/doc/csi-scaleio";

  private ContainerImage() {}

  /**
   * Makes it.
   *
   * @param arguments the layers, as an archive of docker's; version; the time at which it was made;
   *     a directory for caches; the archive to be made
   */
  public static void main(String[] arguments) throws Exception {
    Path layers = Path.of(arguments[0]);
    String version = arguments[1];
    Instant time = Instant.parse(arguments[2]);
    Path caches = Files.createDirectories(Path.of(arguments[3]));
    Path made = caches.resolve("image.tar");
    Jib.from(TarImage.at(layers))
        .setEntrypoint(HOME + "/bin/csi-scaleio")
        .setEnvironment(
            Map.of("PATH", "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"))
        .setWorkingDirectory(AbsoluteUnixPath.get("/"))
        .setLabels(labels(version))
        .setCreationTime(time)
        .setFormat(ImageFormat.Docker)
        .containerize(
            Containerizer.to(
                    TarImage.at(made).named(ImageReference.of(null, "csi-scaleio", version)))
                .setOfflineMode(true)
                .setToolName("csi-scaleio")
                .setBaseImageLayersCache(caches.resolve("base"))
                .setApplicationLayersCache(caches.resolve("layers")));
    new DockerArchive(made, "csi-scaleio", version, time).writeTo(Path.of(arguments[4]));
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
}
