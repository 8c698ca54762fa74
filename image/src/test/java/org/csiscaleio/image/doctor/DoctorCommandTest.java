package org.csiscaleio.image.doctor;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.csiscaleio.gateway.GatewayCredentials;
import org.csiscaleio.gateway.GatewaySettings;
import org.csiscaleio.image.config.Configuration;
import org.csiscaleio.node.host.HostSettings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command line of the doctor, and what it makes of configurations; no gateway is needed. */
class DoctorCommandTest {
  @TempDir Path directory;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  private int run(String... arguments) {
    return new DoctorCommand(
            Map.of(),
            new PrintStream(out, true, UTF_8),
            new PrintStream(err, true, UTF_8),
            false,
            text -> text,
            DoctorCommandTest::settings,
            node -> HostSettings.defaults().withByIdDirectory(node.byIdDirectory()))
        .run(List.of(arguments));
  }

  private static GatewaySettings settings(Configuration.Gateway gateway) {
    return new GatewaySettings(
        gateway.addresses(),
        GatewayCredentials.fixed("admin", "none"),
        gateway.tls(),
        Optional.empty(),
        1,
        Duration.ofSeconds(1),
        Duration.ofSeconds(1),
        "test");
  }

  private String[] gateway(String... more) throws IOException {
    Path password = Files.writeString(directory.resolve("password"), "none\n");
    Files.setPosixFilePermissions(
        password, java.nio.file.attribute.PosixFilePermissions.fromString("rw-------"));
    var all =
        new ArrayList<>(
            List.of("--gateway", "https://127.0.0.1:1", "--password-file", password.toString()));
    all.addAll(List.of(more));
    return all.toArray(String[]::new);
  }

  @Test
  void helpIsGivenAndWrongOptionsAreRefused() {
    assertThat(run("--help")).isZero();
    assertThat(out.toString(UTF_8)).contains("Usage: csi-scaleio doctor", "Exit status");
    assertThat(run("--gatway", "x")).isEqualTo(2);
    assertThat(run("--timeout", "1h")).isEqualTo(2);
    assertThat(run("now")).isEqualTo(2);
    assertThat(err.toString(UTF_8))
        .contains("did you mean '--gateway'?", "from 2s to 600s", "'now'", "doctor --help");
  }

  @Test
  void aConfigurationThatCannotBeUsedIsAllThatIsSaid() {
    assertThat(run("--mode", "both", "--default-fs-type", "fat")).isEqualTo(1);
    assertThat(out.toString(UTF_8))
        .contains("fail  configuration: defaultFsType", "fail  configuration: gateway", "skip");
  }

  @Test
  void withoutAGatewayTheHostIsLookedAtAllTheSame() {
    assertThat(run("--mode", "node", "--by-id-directory", directory.toString())).isEqualTo(1);
    assertThat(out.toString(UTF_8))
        .contains(
            "configuration: mode node, scope cluster",
            "skip  gateway: mode node, and none is configured",
            "device links: 0 of volumes in " + directory,
            "fail  SDC driver",
            "skip  SDC on the array: without a gateway",
            "skip  socket: no endpoint is configured");
  }

  @Test
  void aControllerHasNoHostToLookAtAndWaitsForNoGatewayInVain() throws IOException {
    Path socket = directory.resolve("csi.sock");
    assertThat(run(gateway("--mode", "controller", "--endpoint", socket.toString()))).isEqualTo(1);
    assertThat(out.toString(UTF_8))
        .contains(
            "Gateway https://127.0.0.1:1",
            "fail  connection: port 1 cannot be reached",
            "skip  certificate",
            "skip  login: the password is not sent on such a way",
            "skip  system: nobody could log in",
            "skip  host: in mode controller",
            "ok    socket: a plugin can listen on " + socket)
        .doesNotContain("privileges");
  }
}
