package org.csiscaleio.emulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The program, in a process of its own. */
class MainTest {
  private static final int ALL = 131_072;

  @TempDir Path folder;
  private Path config;
  private Path ready;

  @BeforeEach
  void writeConfig() throws IOException {
    config = folder.resolve("config.yaml");
    ready = folder.resolve("ready");
    Files.writeString(
        config,
        """
        readyFile: %s
        state: %s
        version: "3.6"
        tls: false
        users: [{name: admin, password: Password123}]
        system: {id: 1f3c6a2b7d8e9a0f}
        protectionDomains:
          - {name: pd1, storagePools: [{name: sp1, capacityGib: 8192}]}
        sdcs:
          - {guid: B71F01AE-FF7A-47C5-A303-583FFD416818, ip: 192.0.2.21}
        """
            .formatted(ready, folder.resolve("state")));
  }

  private Program start(String... more) throws IOException {
    Files.deleteIfExists(ready);
    return Program.start(
        folder,
        Stream.concat(Stream.of("--config", config.toString()), Stream.of(more))
            .toArray(String[]::new));
  }

  @Test
  void aFullArrayIsListedAndSurvivesAKillInASmallHeap() throws Exception {
    String removed;
    try (Program program = start()) {
      Client client = Client.loggedIn(program.ready(ready));
      removed = client.volume("removed");
      client.remove(removed).ok();
      client
          .post(
              "/emulator/volumes",
              "{'count':" + ALL + ",'storagePool':'sp1','namePrefix':'a-name-of-31-characters-'}")
          .ok();
      assertThat(client.count("/api/types/Volume/instances")).isEqualTo(ALL);
      assertThat(client.create("one-more", "1", "ThinProvisioned").errorCode()).isEqualTo(97);
      String last = idOf(client, "a-name-of-31-characters-131071");
      client.map(last, Rig.GUID_A).ok();
      program.kill();
    }
    try (Program program = start()) {
      Client client = Client.loggedIn(program.ready(ready));
      assertThat(client.count("/api/types/Volume/instances")).isEqualTo(ALL);
      String last = idOf(client, "a-name-of-31-characters-131071");
      assertThat(client.read(last).required("mappedSdcInfo")).hasSize(1);
      assertThat(client.get("/api/instances/Volume::" + removed).errorCode()).isEqualTo(79);
      program.stop();
    }
  }

  private static String idOf(Client client, String name) {
    return client
        .post("/api/types/Volume/instances/action/queryIdByKey", "{'name':'" + name + "'}")
        .ok()
        .json()
        .asString();
  }

  @Test
  void flagsWinAndLogsHoldRequestsButNoSecrets() throws Exception {
    try (Program program = start("--version", "4.5", "--port=0")) {
      String url = program.ready(ready);
      Client client = Client.loggedIn(url);
      assertThat(client.get("/api/version").ok().text()).isEqualTo("\"4.5\"");
      var pair =
          client.post("/rest/auth/login", "{'username':'admin','password':'Password123'}").ok();
      new Client(url).basic("admin", "WrongSecret").get("/api/login");
      client.get("/api/unheard/of?password=InTheQuery");
      program.stop();
      assertThat(program.log())
          .contains("release 4.5 listens on " + url)
          .contains("GET /api/version -> 200")
          .contains("GET /api/login -> 401")
          .contains("WARN emulator.api: unknown: GET /api/unheard/of (0 characters)")
          .contains("stopped")
          .doesNotContain("Password123")
          .doesNotContain("WrongSecret")
          .doesNotContain("InTheQuery")
          .doesNotContain(pair.json().required("access_token").asString());
    }
    try (Stream<Path> left = Files.list(folder.resolve("state"))) {
      assertThat(left.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrder("state.json", "lock");
    }
  }

  @Test
  void helpIsHelpful() throws Exception {
    try (Program program = Program.start(folder, "--help")) {
      assertThat(program.exit()).isZero();
      assertThat(program.log()).contains("Usage:", "--config FILE", "certificate.pem", "/emulator");
    }
  }

  @Test
  void wrongUseEndsWithOneLineThatSaysWhat() throws Exception {
    try (Program program = start("--colour", "red")) {
      assertThat(program.exit()).isEqualTo(2);
      assertThat(program.log())
          .isEqualTo("scaleio-emulator: unknown flag --colour; --help lists them\n");
    }
    Files.writeString(config, Files.readString(config) + "colour: red\n");
    try (Program program = start()) {
      assertThat(program.exit()).isEqualTo(2);
      assertThat(program.log()).contains("config.yaml: unknown key colour");
    }
  }
}
