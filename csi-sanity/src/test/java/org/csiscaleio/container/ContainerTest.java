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
import org.csiscaleio.conformance.CsiSanity;
import org.csiscaleio.rig.Await;
import org.csiscaleio.rig.Cluster;
import org.csiscaleio.rig.MountTable;
import org.csiscaleio.rig.Podman;
import org.csiscaleio.rig.RunningProgram;
import org.csiscaleio.rig.VolumeUse;
import org.csiscaleio.rig.VolumeWish;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The image in a privileged, read-only container. Array, hosts and orchestrator are outside of it;
 * between them is a directory that is a shared mount.
 */
@Tag("side-by-side")
class ContainerTest {
  private static final String NAME = "csi-scaleio-host-a";
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private static Podman podman;
  private static Cluster cluster;

  @BeforeAll
  static void start() {
    podman = Podman.ofTheBuild();
    cluster =
        Cluster.named("ContainerTest")
            .setting("maxVolumesPerNode", "3")
            .containedBy(root -> podman.serve(NAME, root))
            .start();
  }

  @AfterAll
  static void stop() {
    try {
      cluster.close();
    } finally {
      podman.close();
    }
  }

  @AfterEach
  void startOver() {
    cluster.startOver();
  }

  @ParameterizedTest
  @ValueSource(strings = {"ext4", "xfs", "btrfs", "block"})
  void mountsOutliveTheContainerAndTheNextOneTakesThemAway(String fsType) throws IOException {
    VolumeUse use = cluster.useOnA(VolumeWish.of("contained-" + fsType, 8, fsType));
    use.bringUp(cluster.a().client());
    String published = published(use);
    if (!use.wish().isBlock()) {
      Files.writeString(use.target().resolve("data"), "a task's");
    }

    podman.sigkill(NAME);
    cluster.a().program().waitForEnd(PATIENCE);
    assertThat(published(use)).isEqualTo(published);
    cluster.a().restart();

    assertThat(published(use)).isEqualTo(published);
    use.nodePublish(cluster.a().client());
    assertThat(published(use)).isEqualTo(published);
    use.nodeUnpublish(cluster.a().client());
    use.nodePublish(cluster.a().client());
    if (!use.wish().isBlock()) {
      assertThat(use.target().resolve("data")).hasContent("a task's");
    }
    use.tearDown(cluster.a().client());
    assertThat(cluster.emulator().administrator().volumes()).isEmpty();
    Await.until("nothing to be left", PATIENCE, () -> cluster.mountedOrAttached().isEmpty());
  }

  /** As this machine's own kernel tells it, outside of the container. */
  private static String published(VolumeUse use) {
    MountTable.Mount mount = MountTable.now().only(use.target()).orElseThrow();
    return mount.device() + " " + mount.root() + " " + mount.type();
  }

  @Test
  void csiSanityFindsNothingWrong() throws IOException {
    CsiSanity.findsNothingWrong(cluster, "mount", "mount-in-a-container");
  }

  /** As docs/doctor.md tells to ask it: in the container that serves. */
  @Test
  void theDoctorInsideFindsAContainerWellThatIsStartedAsItShouldBe() {
    RunningProgram doctor =
        doctor("good", podman.exec(NAME, "csi-scaleio", "doctor", "--config", configuration()));

    assertThat(doctor.waitForEnd(PATIENCE)).as(doctor.logText()).isZero();
    assertThat(doctor.logText())
        .contains(
            "  ok    mounts: " + cluster.root() + " is on the mount '" + cluster.root() + "'",
            "  ok    state directory: ",
            "  ok    device links: 0 of volumes in ",
            "  ok    SDC GUID: is " + cluster.a().host().guid(),
            "  ok    SDC identity: ",
            "  ok    blkid: ",
            "  ok    btrfs: mkfs.btrfs ",
            "  ok    socket: a plugin is serving at " + cluster.a().socket(),
            ", 0 failures,")
        .doesNotContain("nobody outside sees it");
  }

  /** No privileges, no devices, a mount that the host does not see, folders of its own. */
  @Test
  void theDoctorInsideSaysWhatAContainerLacks() {
    String root = cluster.root().toString();
    var command = new ArrayList<>(podman.runBare("--network", "host", "-v", root + ":" + root));
    command.addAll(List.of("doctor", "--config", configuration()));
    command.addAll(List.of("--state-dir", "/var/lib/csi-scaleio"));
    command.addAll(List.of("--endpoint", "unix:///srv/csi.sock"));
    RunningProgram doctor = doctor("bad", command);

    assertThat(doctor.waitForEnd(PATIENCE)).as(doctor.logText()).isOne();
    assertThat(doctor.logText().replaceAll("\n +-> ", " -> "))
        .containsPattern("  fail  privileges: .*CAP_SYS_ADMIN.* -> .*privileged")
        .containsPattern("  fail  mounts: .*not shared.* -> .*-v " + root + ":" + root + ":rshared")
        .containsPattern("  fail  device links: /dev is the container's own.* -> .*-v /dev:/dev")
        .containsPattern("  warn  state directory: .*in the container itself.* -> .*-v /var/lib")
        .containsPattern("  warn  socket: /srv lies in the container itself.* -> .*-v /srv:/srv")
        .contains("  ok    login: ", "  ok    SDC GUID: ");
  }

  private static String configuration() {
    return cluster.a().host().directory().resolve("plugin/csi-scaleio.yaml").toString();
  }

  private static RunningProgram doctor(String name, List<String> command) {
    var whole = new ArrayList<>(command);
    whole.addAll(List.of("--mounts", cluster.root().toString()));
    Path log = cluster.logs().resolve("doctor-" + name + ".log");
    return RunningProgram.start("csi-scaleio doctor", whole, Map.of(), log);
  }

  /** With -Xshare:on Java ends when it cannot use the archive. */
  @Test
  void theClassDataArchiveIsUsed() {
    List<String> demanding = List.of("--env", "CSI_SCALEIO_JAVA_OPTS=-Xshare:on");

    assertThat(podman.runToEnd(demanding, "version"))
        .startsWith("csi-scaleio " + System.getProperty("csiscaleio.version"))
        .doesNotContain("warning");
  }

  @Test
  void whoExecsIntoItFindsAShellAndTheFileSystemsTools() {
    String said =
        podman.runToEnd(
            List.of("--entrypoint", "/bin/sh"),
            "-c",
            """
            set -e
            for tool in mkfs.ext3 mkfs.ext4 mkfs.xfs mkfs.btrfs e2fsck fsck.xfs xfs_repair xfs_logprint btrfs \\
                resize2fs xfs_growfs blkid mount umount findmnt lsblk nsenter ls cat grep ps df vi; do
              command -v "$tool" >/dev/null || echo "$tool is missing"
            done
            grep -c BEGIN.CERTIFICATE /etc/ssl/certs/ca-certificates.crt
            csi-scaleio help | head -1
            touch /etc/x 2>/dev/null || echo read-only
            """);

    assertThat(said)
        .doesNotContain("missing")
        .containsPattern("(?m)^1[0-9][0-9]$")
        .contains("csi-scaleio: a CSI plugin", "read-only");
  }

  @Test
  void whatItIsMadeOfLiesInIt() {
    String list =
        podman.runToEnd(
            List.of("--entrypoint", "/bin/cat"), "/usr/share/doc/csi-scaleio/sbom.cdx.json");

    assertThat(list)
        .contains(
            "\"bomFormat\" : \"CycloneDX\"",
            "pkg:maven/io.grpc/grpc-core@",
            "pkg:deb/debian/e2fsprogs@",
            "\"name\" : \"openjdk\"");
    assertThat(
            podman.runToEnd(
                List.of("--entrypoint", "/bin/ls"), "/usr/share/doc/e2fsprogs/copyright"))
        .isNotEmpty();
  }

  @Test
  void itPutsItselfIntoADirectoryOfTheHost() throws Exception {
    Path host = Files.createDirectory(cluster.root().resolve("opt"));

    String said = podman.runToEnd(List.of("-v", host + ":/host"), "install", "--to", "/host");

    assertThat(said).contains("/host/csi-scaleio leads to it");
    var builder =
        new ProcessBuilder(host.resolve("csi-scaleio/bin/csi-scaleio").toString(), "version")
            .redirectErrorStream(true);
    builder.environment().clear();
    builder.environment().put("CSI_SCALEIO_JAVA_OPTS", "-Xshare:on");
    Process installed = builder.start();
    assertThat(new String(installed.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
        .startsWith("csi-scaleio " + System.getProperty("csiscaleio.version"));
    assertThat(installed.waitFor()).isZero();
  }

  @Test
  void itsLabelsSayWhatItIs() {
    assertThat(
            podman.inspect(
                "{{index .Config.Labels \"org.opencontainers.image.version\"}}"
                    + " {{.Config.Entrypoint}}"))
        .isEqualTo(
            System.getProperty("csiscaleio.version") + " [/opt/csi-scaleio/bin/csi-scaleio]");
  }
}
