package org.csiscaleio.pages;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.csiscaleio.csi.v1.GetCapacityRequest;
import org.csiscaleio.csi.v1.GetPluginInfoRequest;
import org.csiscaleio.rig.Await;
import org.csiscaleio.rig.Cluster;
import org.csiscaleio.rig.CsiClient;
import org.csiscaleio.rig.RunningProgram;
import org.csiscaleio.rig.SimulatedHost;
import org.csiscaleio.rig.VolumeWish;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The quick starts, typed line by line as they stand, into a root directory of their own. Of the
 * four values that are a reader's own the gateway's address is the emulator's.
 */
@Tag("side-by-side")
class QuickStartTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final long GIB = 1L << 30;

  /** With what a shell would make something else of. */
  private static final String PASSWORD = "Pa55 word$x'1";

  /** No systemd runs in that root: it verifies and enables, and the test starts the unit. */
  private static final String SYSTEMCTL =
      """
      #!/bin/sh
      case "$*" in
      daemon-reload) said=$(systemd-analyze verify /etc/systemd/system/csi-scaleio.service 2>&1) ;;
      "enable --now csi-scaleio") exec /usr/bin/systemctl enable csi-scaleio ;;
      *) said="systemctl $* is not played" ;;
      esac
      [ -z "$said" ] || { echo "$said"; exit 1; }
      """;

  private static Cluster cluster;

  private ScratchRoot root;

  @BeforeAll
  static void start() {
    cluster = Cluster.named("QuickStartTest").hosts(1).plugins(0).password(PASSWORD).start();
  }

  @AfterAll
  static void stop() {
    cluster.close();
  }

  /** What a reader is told to have: the archive, the gateway's certificate, deploy, an SDC. */
  @BeforeEach
  void prepare() throws IOException {
    root = ScratchRoot.beside(cluster.root(), cluster.logs(), PASSWORD);
    Path archive = Path.of(System.getProperty("csiscaleio.bundle")).normalize();
    root.bring(archive, archive.getFileName().toString());
    root.bring(cluster.emulator().certificate(), "gateway-ca.pem");
    SimulatedHost host = cluster.hosts().getFirst();
    Path driver = root.at("/opt/emc/scaleio/sdc/bin/drv_cfg");
    Files.createDirectories(driver.resolveSibling("."));
    Files.createSymbolicLink(driver, host.drvCfg());
  }

  @AfterEach
  void clear() {
    root.close();
  }

  private static List<String> lines(String page, Map<String, String> values) {
    return PageCommand.of(page).stream()
        .filter(command -> NotTyped.reason(command).isEmpty())
        .map(PageCommand::line)
        .map(line -> {
          String own = line.replace("https://gateway.example", cluster.emulator().url().toString());
          for (Map.Entry<String, String> value : values.entrySet()) {
            own = own.replace(value.getKey(), value.getValue());
          }
          return own;
        })
        .toList();
  }

  @Test
  void mesosFromTheArchiveToAnOfferOfTheProfile() throws Exception {
    BlockingQueue<String> calls = new LinkedBlockingQueue<>();
    HttpServer agent = agent(calls);
    try {
      String said =
          root.type(
              lines(
                  "docs/quick-start.md",
                  Map.of("localhost:5051", "localhost:" + agent.getAddress().getPort())));

      assertThat(said)
          .contains("nothing is wrong for Mesos 1.11", ", 0 failures,")
          .doesNotContain("has no effect", "next: put the password", "next: install");
    } finally {
      agent.stop(0);
    }
    JsonNode added = JSON.readTree(calls.remove());
    JsonNode written =
        JSON.readTree(root.at("/etc/mesos/resource-providers/scaleio.json").toFile());
    assertThat(added.required("type").asString()).isEqualTo("ADD_RESOURCE_PROVIDER_CONFIG");
    assertThat(added.at("/add_resource_provider_config/info")).isEqualTo(written);
    assertThat(offered(written.at("/storage/plugin/containers/0/command"))).isEqualTo(512 * GIB);
  }

  /** An agent that takes a call at its operator API. */
  private static HttpServer agent(BlockingQueue<String> calls) throws IOException {
    HttpServer agent =
        HttpServer.create(new InetSocketAddress(InetAddress.getByName("localhost"), 0), 0);
    agent.createContext(
        "/api/v1",
        call -> {
          calls.add(new String(call.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
          boolean json =
              "application/json".equals(call.getRequestHeaders().getFirst("Content-Type"));
          call.sendResponseHeaders(json ? 200 : 415, -1);
          call.close();
        });
    agent.start();
    return agent;
  }

  /** Launches the plugin as the agent was told, and asks for the profile's capacity. */
  private long offered(JsonNode command) throws Exception {
    JsonNode profile =
        JSON.readTree(root.at("/etc/mesos/disk-profiles.json").toFile())
            .at("/profile_matrix/thin-xfs");
    var request = GetCapacityRequest.newBuilder();
    profile
        .required("create_parameters")
        .properties()
        .forEach(entry -> request.putParameters(entry.getKey(), entry.getValue().asString()));
    request.addVolumeCapabilities(VolumeWish.of("any", 8, "xfs").capability());
    var words = new ArrayList<String>();
    words.add(command.required("value").asString());
    command.required("arguments").forEach(word -> words.add(word.asString()));
    words.remove(1);
    Path socket = root.at("/run/endpoint.sock");
    RunningProgram plugin =
        root.serve(
            Map.of("CSI_ENDPOINT", "unix:///run/endpoint.sock", "MESOS_SANDBOX", "/tmp"), words);
    try (var client = new CsiClient(socket)) {
      Await.until("the plugin's socket", PATIENCE, () -> Files.exists(socket));
      return client.controller().getCapacity(request.build()).getAvailableCapacity();
    } finally {
      plugin.sigkill();
    }
  }

  /** And the relay's page, and DC/OS' and the doctor's, which build on it. */
  @Test
  void systemdFromTheArchiveToAServiceThatServes() throws Exception {
    root.play("systemctl", SYSTEMCTL);
    root.play("mail", "#!/bin/sh\necho MAILED\n");
    var lines = new ArrayList<>(lines("docs/relay-and-systemd.md", Map.of()));
    lines.addAll(lines("docs/dcos.md", Map.of()));
    lines.addAll(lines("docs/doctor.md", Map.of()));

    String said = root.type(lines);

    assertThat(said).contains(", 0 failures,").doesNotContain("has no effect", "MAILED");
    assertThat(JSON.readTree(root.at("/root/report.json").toFile()).required("findings"))
        .isNotEmpty();
    assertThat(root.at("/etc/systemd/system/multi-user.target.wants/csi-scaleio.service"))
        .isSymbolicLink();
    Unit unit = Unit.read(root.at("/etc/systemd/system/csi-scaleio.service"));
    Files.createDirectories(root.at("/run/csi-scaleio"));
    Path socket = root.at("/run/csi-scaleio/csi.sock");
    RunningProgram service = root.serve(unit.environment(), unit.command());
    try (var client = new CsiClient(socket)) {
      Await.until("the service's socket", PATIENCE, () -> Files.exists(socket));
      assertThat(
              client
                  .identity()
                  .getPluginInfo(GetPluginInfoRequest.getDefaultInstance())
                  .getManifestMap())
          .containsEntry("scope", "node");
    } finally {
      service.sigkill();
    }
  }

  /** What systemd starts. */
  private record Unit(Map<String, String> environment, List<String> command) {
    static Unit read(Path file) throws IOException {
      var environment = new LinkedHashMap<String, String>();
      List<String> command = List.of();
      for (String line : Files.readAllLines(file)) {
        if (line.startsWith("Environment=")) {
          for (String word : line.substring("Environment=".length()).split(" ", -1)) {
            environment.put(word.split("=", 2)[0], word.split("=", 2)[1]);
          }
        } else if (line.startsWith("ExecStart=")) {
          command = List.of(line.substring("ExecStart=".length()).split(" ", -1));
        }
      }
      return new Unit(environment, command);
    }
  }
}
