package org.csiscaleio.whole;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.csiscaleio.conformance.CsiSanity;
import org.csiscaleio.csi.v1.GetPluginInfoRequest;
import org.csiscaleio.rig.Await;
import org.csiscaleio.rig.Cluster;
import org.csiscaleio.rig.CsiClient;
import org.csiscaleio.rig.MemoryCgroup;
import org.csiscaleio.rig.VolumeUse;
import org.csiscaleio.rig.VolumeWish;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The host bundle, unpacked where it was not built, started as an agent would start it. */
@Tag("side-by-side")
class BundleTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @TempDir Path directory;
  private Path home;

  /** As Mesos' fetcher does it. */
  @BeforeEach
  void unpack() throws Exception {
    Path place = Files.createDirectory(directory.resolve("a place with blanks"));
    run(Map.of(), "tar", "-C", place.toString(), "-xf", System.getProperty("csiscaleio.bundle"));
    home = place.resolve("csi-scaleio");
  }

  private String launcher() {
    return home.resolve("bin/csi-scaleio").toString();
  }

  @Test
  void itServesFromAReadOnlyDirectoryWithNothingInTheEnvironment() throws Exception {
    run(Map.of(), "mount", "--bind", home.toString(), home.toString());
    try {
      run(Map.of(), "mount", "-o", "remount,bind,ro", home.toString());
      Path socket = directory.resolve("csi.sock");
      Process plugin =
          start(
              Map.of(),
              launcher(),
              "serve",
              "--mode=node",
              "--endpoint=" + socket,
              "--sdc-guid=b71f01ae-ff7a-47c5-a303-583ffd416818");
      try (var client = new CsiClient(socket)) {
        Await.until("the socket", PATIENCE, () -> Files.exists(socket));
        assertThat(
                client
                    .identity()
                    .getPluginInfo(GetPluginInfoRequest.getDefaultInstance())
                    .getVendorVersion())
            .isNotEmpty();
      } finally {
        end(plugin);
      }
    } finally {
      run(Map.of(), "umount", home.toString());
    }
  }

  @Test
  void aMemoryCgroupOf192MibAndNoEnvironmentAreEnoughForVolumesLivesAndForCsiSanity()
      throws Exception {
    try (MemoryCgroup memory = MemoryCgroup.ofMib(192);
        Cluster cluster =
            Cluster.named("BundleTest")
                .setting("maxVolumesPerNode", "3")
                .containedBy(root -> inside(memory))
                .start()) {
      assertThat(memory.holds(cluster.a().program().pid())).isTrue();
      for (String fsType : List.of("ext4", "xfs", "btrfs")) {
        VolumeUse use = cluster.useOnA(VolumeWish.of("bundle-" + fsType, 16, fsType));
        use.bringUp(cluster.a().client());
        use.tearDown(cluster.a().client());
      }
      CsiSanity.findsNothingWrong(cluster, "mount", "mount-bundle-in-192-mib");

      assertThat(memory.killed()).isZero();
      assertThat(cluster.a().isAlive()).isTrue();
    }
  }

  /**
   * Classes, not milliseconds: each costs a start a little, whatever else the machine does. It was
   * 1,221 when this was written; who needs more than the bound should know why.
   */
  @Test
  void fewClassesAreLoadedBeforeTheSocketIsBoundAndNoneOfTheSlowOnes() throws Exception {
    Path loaded = directory.resolve("loaded");
    Path socket = directory.resolve("csi.sock");
    Process plugin =
        start(
            Map.of("CSI_SCALEIO_JAVA_OPTS", "-Xlog:class+load:file=" + loaded),
            launcher(),
            "serve",
            "--mode=node",
            "--endpoint=" + socket,
            "--sdc-guid=b71f01ae-ff7a-47c5-a303-583ffd416818");
    try {
      Await.until("the socket", PATIENCE, () -> Files.exists(socket));
    } finally {
      end(plugin);
    }

    List<String> before =
        Files.readAllLines(loaded).stream()
            .takeWhile(line -> !line.contains(" org.csiscaleio.image.server.SocketFile "))
            .toList();

    assertThat(before).hasSizeBetween(500, 1300);
    assertThat(before)
        .noneMatch(line -> line.matches(".* (okhttp3|okio|tools\\.jackson|org\\.snakeyaml)\\..*"));
    assertThat(Files.readAllLines(loaded))
        .as("nobody wants traces")
        .noneMatch(line -> line.contains(" org.csiscaleio.image.trace."));
  }

  /** With nothing in the environment, not even a PATH. */
  private List<String> inside(MemoryCgroup memory) {
    List<String> command = new ArrayList<>(memory.launcher());
    command.addAll(List.of("/usr/bin/env", "-i", launcher()));
    return command;
  }

  /** With -Xshare:on Java ends when it cannot use the archive. */
  @Test
  void theClassDataArchiveIsUsedWhereverItLies() throws Exception {
    Map<String, String> demanding = Map.of("CSI_SCALEIO_JAVA_OPTS", "-Xshare:on");

    assertThat(run(demanding, launcher(), "version")).startsWith("csi-scaleio ");
  }

  @Test
  void itsOwnJavaIsTakenWhateverTheEnvironmentNames() throws Exception {
    assertThat(run(Map.of("JAVA_HOME", "/nonexistent"), launcher(), "version"))
        .startsWith("csi-scaleio ")
        .doesNotContain("warning");
  }

  @Test
  void itIsFoundThroughASymbolicLink() throws Exception {
    Path link = Files.createSymbolicLink(directory.resolve("csi"), Path.of(launcher()));

    assertThat(run(Map.of(), link.toString(), "version")).startsWith("csi-scaleio ");
  }

  @Test
  void aChangedJarIsSaidAloudAndStillServed() throws Exception {
    Path jar = someJar();
    Files.setLastModifiedTime(jar, FileTime.from(Instant.now()));

    assertThat(run(Map.of(), launcher(), "version"))
        .contains("csi-scaleio ", "warning", jar.getFileName().toString());
  }

  @Test
  void everyFileHasTheTimeOfTheBuildNotOfToday() throws Exception {
    try (Stream<Path> files = Files.walk(home)) {
      assertThat(files)
          .allSatisfy(file ->
              assertThat(Files.getLastModifiedTime(file).toInstant())
                  .isEqualTo(Instant.parse("2026-01-01T00:00:00Z")));
    }
  }

  private Path someJar() throws IOException {
    try (Stream<Path> files = Files.list(home.resolve("lib"))) {
      return files
          .filter(file -> file.getFileName().toString().startsWith("csi-scaleio-node"))
          .findFirst()
          .orElseThrow();
    }
  }

  private static Process start(Map<String, String> environment, String... command)
      throws IOException {
    var builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().clear();
    builder.environment().putAll(environment);
    return builder.start();
  }

  /** What it says, on either stream. */
  private static String run(Map<String, String> environment, String... command) throws Exception {
    List<String> words = new ArrayList<>(List.of(command));
    Process process = start(environment, words.toArray(String[]::new));
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
    return said;
  }

  private static void end(Process process) throws InterruptedException {
    process.destroy();
    assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
  }
}
