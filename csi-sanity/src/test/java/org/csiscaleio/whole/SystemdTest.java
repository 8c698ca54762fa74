package org.csiscaleio.whole;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.csiscaleio.csi.v1.GetPluginInfoRequest;
import org.csiscaleio.csi.v1.ProbeRequest;
import org.csiscaleio.rig.Await;
import org.csiscaleio.rig.CsiClient;
import org.csiscaleio.rig.DatagramInbox;
import org.csiscaleio.rig.Programs;
import org.csiscaleio.rig.RelayProcess;
import org.csiscaleio.rig.RunningProgram;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The program as a service of systemd, whose notify socket is played. */
@Tag("side-by-side")
class SystemdTest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final Path DEPLOY =
      Path.of(System.getProperty("csiscaleio.build")).resolve("../../deploy/systemd").normalize();
  private static final Path UNIT = DEPLOY.resolve("csi-scaleio.service");
  private static final String OPERATORS_PROGRAM = "/opt/csi-scaleio/bin/csi-scaleio";

  @TempDir Path directory;

  private Path socket() {
    return directory.resolve("csi.sock");
  }

  private RunningProgram serve(Map<String, String> environment, String... flags) {
    var command = new ArrayList<String>();
    command.add(Programs.fromSystemProperties().plugin().toString());
    command.add("serve");
    command.addAll(List.of(flags));
    return RunningProgram.start("service", command, environment, directory.resolve("service.log"));
  }

  private RunningProgram node(Map<String, String> environment) {
    var all = new LinkedHashMap<>(environment);
    all.put("CSI_ENDPOINT", "unix://" + socket());
    return serve(
        all, "--mode=node", "--scope=node", "--sdc-guid=b71f01ae-ff7a-47c5-a303-583ffd416818");
  }

  @ParameterizedTest
  @ValueSource(strings = {"path", "abstract"})
  void systemdIsToldWhenItServesThatItLivesAndWhenItStops(String kind) {
    String address =
        kind.equals("path")
            ? directory.resolve("notify").toString()
            : "@csi-scaleio-test-" + ProcessHandle.current().pid();
    try (var systemd = new DatagramInbox(address)) {
      RunningProgram service = node(Map.of("NOTIFY_SOCKET", address, "WATCHDOG_USEC", "200000"));
      try {
        Await.until("READY=1", PATIENCE, () -> !systemd.messages().isEmpty());
        assertThat(systemd.messages().getFirst())
            .startsWith("READY=1\n")
            .contains("STATUS=serves on " + socket());
        try (var caller = new CsiClient(socket())) {
          assertThat(caller.identity().probe(ProbeRequest.getDefaultInstance())).isNotNull();
        }
        Await.until(
            "two signs of life",
            PATIENCE,
            () -> systemd.messages().stream().filter("WATCHDOG=1"::equals).count() >= 2);
      } finally {
        service.sigterm(PATIENCE);
      }
      assertThat(systemd.messages().stream().filter(message -> !message.equals("WATCHDOG=1")))
          .hasSize(2)
          .last()
          .asString()
          .startsWith("STOPPING=1\n");
    }
  }

  @Test
  void aNotifySocketThatIsNotThereHoldsUpNothing() {
    RunningProgram service = node(Map.of("NOTIFY_SOCKET", "/nonexistent/notify"));
    try (var caller = new CsiClient(socket())) {
      Await.until("the socket", PATIENCE, () -> Files.exists(socket()));
      assertThat(caller.identity().probe(ProbeRequest.getDefaultInstance())).isNotNull();
      Await.until(
          "a warning", PATIENCE, () -> service.logText().contains("could not be told READY=1"));
    } finally {
      assertThat(service.sigterm(PATIENCE)).as(service::logText).isZero();
    }
  }

  @Test
  void theUnitFileIsOneThatSystemdTakes() throws Exception {
    Path copy = directory.resolve("csi-scaleio.service");
    Files.writeString(
        copy,
        Files.readString(UNIT)
            .replace(OPERATORS_PROGRAM, Programs.fromSystemProperties().plugin().toString()));

    assertThat(verify(copy)).isEmpty();
  }

  @Test
  void aUnitFileWithAMistakeWouldBeSeen() throws Exception {
    Path copy = directory.resolve("csi-scaleio.service");
    Files.writeString(copy, Files.readString(UNIT).replace("Type=notify", "Type=notfy"));

    assertThat(verify(copy)).contains("notfy");
  }

  /** All that systemd says, on either stream. */
  private static String verify(Path unit) throws Exception {
    Process process;
    try {
      process =
          new ProcessBuilder("systemd-analyze", "verify", unit.toString())
              .redirectErrorStream(true)
              .start();
    } catch (IOException e) {
      throw new AssertionError(
          "systemd-analyze is missing: apt-get install systemd, which bin/test does", e);
    }
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    process.waitFor();
    return said;
  }

  /** Each of these makes a mount namespace, out of which no mount reaches a task. */
  @Test
  void theUnitFileGivesTheServiceTheHostsMounts() throws Exception {
    assertThat(Files.readAllLines(UNIT))
        .filteredOn(line -> !line.startsWith("#"))
        .noneMatch(line ->
            line.matches(
                "(Protect|Private|ReadOnly|ReadWrite|Inaccessible|Bind|TemporaryFileSystem|Root"
                    + "|DynamicUser|MountFlags).*"));
  }

  @Test
  void withUnitAndExampleFileARelayIsLetThrough() throws Exception {
    Path password = Files.writeString(directory.resolve("password"), "secret\n");
    Files.setPosixFilePermissions(password, PosixFilePermissions.fromString("rw-------"));
    Path config = directory.resolve("csi-scaleio.yaml");
    Files.writeString(
        config,
        Files.readString(DEPLOY.resolve("csi-scaleio.yaml"))
            .replace("/etc/csi-scaleio/password", password.toString())
            .replace("https://gateway.example", "https://127.0.0.1:1")
            .replace("caFile: /etc/csi-scaleio/ca.pem", "fingerprint: " + "0".repeat(64)));
    Map<String, String> environment = unitsEnvironment();
    environment.put("CSI_ENDPOINT", "unix://" + socket());
    RunningProgram service = serve(environment, "--config", config.toString());
    try (var relay =
            RelayProcess.start(
                directory.resolve("relay.sock"), socket(), directory.resolve("relay.log"));
        var caller = new CsiClient(relay.socket())) {
      relay.awaitSocket();
      assertThat(
              caller
                  .identity()
                  .withWaitForReady()
                  .getPluginInfo(GetPluginInfoRequest.getDefaultInstance())
                  .getManifestMap())
          .containsEntry("scope", "node");
    } finally {
      assertThat(service.sigterm(PATIENCE)).isZero();
    }
    assertThat(service.logText()).doesNotContain("no effect");
  }

  private static Map<String, String> unitsEnvironment() throws IOException {
    var environment = new LinkedHashMap<String, String>();
    for (String line : Files.readAllLines(UNIT)) {
      if (line.startsWith("Environment=")) {
        for (String word : line.substring("Environment=".length()).split(" ", -1)) {
          environment.put(word.split("=", 2)[0], word.split("=", 2)[1]);
        }
      }
    }
    assertThat(environment).containsEntry("X_CSI_SCALEIO_SCOPE", "node");
    return environment;
  }
}
