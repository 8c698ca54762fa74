package org.csiscaleio.container;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.csiscaleio.rig.Await;
import org.csiscaleio.rig.Cluster;
import org.csiscaleio.rig.DevicesCgroup;
import org.csiscaleio.rig.MountTable;
import org.csiscaleio.rig.VolumeUse;
import org.csiscaleio.rig.VolumeWish;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** The image as a volume of a container that Mesos 1.11 launches without one, and its launcher. */
@Tag("side-by-side")
class MesosImageVolumeTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /**
   * filesystem/linux: all mounts become slaves, but the work directory, {@code $0}, stays shared.
   */
  private static final String AS_MESOS_DOES =
      """
      while read -r _ _ _ _ point _; do
        [ "$point" = "$0" ] || mount --make-slave "$point" 2>/dev/null
      done </proc/self/mountinfo
      mount -t tmpfs none /var/lib
      exec "$@"
      """;

  private static ImageTree image;

  @TempDir Path directory;

  @BeforeAll
  static void unpack() throws Exception {
    image = ImageTree.unpack();
  }

  @AfterAll
  static void remove() throws Exception {
    image.close();
  }

  private static String launcher() {
    return image.root().resolve("usr/bin/csi-scaleio-launch").toString();
  }

  @Test
  void theLayersAreFoundByTheirIdsAndMakeARootFileSystem() throws Exception {
    assertThat(image.layers())
        .hasSizeGreaterThan(2)
        .allMatch(id -> id.matches("[0-9a-f]{64}"))
        .allSatisfy(
            id -> assertThat(image.archive().resolve(id).resolve("VERSION")).hasContent("1.0"));
    assertThat(image.root().resolve("opt/csi-scaleio/bin/csi-scaleio")).isExecutable();
    assertThat(image.root().resolve("usr/sbin/mkfs.ext4")).exists();
  }

  /** docker::spec::v1::ImageManifest: what it knows must be of the types it knows. */
  @Test
  void theManifestOfTheTopLayerHasTheTypesThatMesosParses() throws Exception {
    JsonNode manifest = image.manifest(image.layers().getLast());

    assertThat(manifest.get("id").isString()).isTrue();
    assertThat(manifest.get("created").isString()).isTrue();
    JsonNode config = manifest.get("config");
    assertThat(config.get("Entrypoint").get(0).asString())
        .isEqualTo("/opt/csi-scaleio/bin/csi-scaleio");
    assertThat(config.get("Env").isArray()).isTrue();
    assertThat(config.has("Volumes")).isFalse();
  }

  /** In a devices cgroup that denies block devices, and an agent's mount namespace. */
  @Test
  void volumesReachTheHostOutliveTheContainerAndTheNextOneTakesThemAway() throws Exception {
    try (DevicesCgroup denying = DevicesCgroup.make(directory);
        Cluster cluster =
            Cluster.named("MesosImageVolumeTest")
                .plugins(0)
                .containedBy(root -> container(denying, root))
                .start()) {
      Map<String, String> environment = Map.of("CSI_ENDPOINT", "unix://" + cluster.a().socket());
      Files.createDirectory(cluster.root().resolve("csi"));
      cluster.a().start(environment);
      assertThat(cluster.a().program().logText())
          .contains("allowed block devices 7:* (loop) in this container's own devices cgroup");
      VolumeUse use = cluster.useOnA(VolumeWish.of("image-volume", 8, "xfs"));
      use.bringUp(cluster.a().client());
      Files.writeString(use.target().resolve("data"), "a task's");
      MountTable.Mount published = MountTable.now().only(use.target()).orElseThrow();

      cluster.a().sigkill();
      assertThat(MountTable.now().only(use.target())).contains(published);
      cluster.a().start(environment);
      use.nodePublish(cluster.a().client());

      assertThat(MountTable.now().only(use.target())).contains(published);
      assertThat(use.target().resolve("data")).hasContent("a task's");
      use.tearDown(cluster.a().client());
      Await.until("nothing to be left", PATIENCE, () -> cluster.mountedOrAttached().isEmpty());
      assertThat(MountTable.now().under(image.directory())).isEmpty();
    }
  }

  private static List<String> container(DevicesCgroup cgroup, Path root) {
    var command = new ArrayList<>(cgroup.launcher());
    command.addAll(List.of("unshare", "--mount", "--propagation", "unchanged"));
    command.addAll(List.of("sh", "-c", AS_MESOS_DOES, root.toString(), launcher()));
    command.addAll(List.of("--work-dir", root.toString(), "--bind", root.toString()));
    command.addAll(List.of("--allow-devices", "loop"));
    return command;
  }

  @ParameterizedTest
  @CsvSource({
    "mount --make-rshared /, is on the mount '/'",
    "mount --bind \"$0\" \"$0\", which is not shared",
  })
  void aWorkDirectoryFromWhichMountsDoNotReachTheTasksIsRefused(String layout, String why)
      throws Exception {
    Files.createDirectory(directory.resolve("csi"));

    String said =
        refusal(
            Map.of(
                "MESOS_SANDBOX",
                directory + "/containers/c1",
                "CSI_ENDPOINT",
                "unix:///tmp/mesos-csi-XXXXXX/endpoint.sock"),
            layout + " && exec \"$@\"");

    assertThat(said)
        .contains(why)
        .contains(
            "mount --bind " + directory + " " + directory + "\n",
            "mount --make-private " + directory + "\n",
            "mount --make-shared " + directory + "\n");
  }

  @Test
  void withoutMesosItSaysWhatIsMissing() throws Exception {
    assertThat(refusal(Map.of(), "exec \"$@\"")).contains("CSI_ENDPOINT");
    assertThat(refusal(Map.of("CSI_ENDPOINT", "unix:///run/csi.sock"), "exec \"$@\""))
        .contains("say --work-dir");
  }

  private String refusal(Map<String, String> environment, String layout)
      throws IOException, InterruptedException {
    var builder =
        new ProcessBuilder(
                "unshare",
                "--mount",
                "--propagation",
                "private",
                "sh",
                "-c",
                layout,
                directory.toString(),
                launcher(),
                "serve")
            .redirectErrorStream(true);
    builder.environment().remove("CSI_ENDPOINT");
    builder.environment().remove("MESOS_SANDBOX");
    builder.environment().putAll(environment);
    Process process = builder.start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(said).isEqualTo(1);
    return said;
  }
}
