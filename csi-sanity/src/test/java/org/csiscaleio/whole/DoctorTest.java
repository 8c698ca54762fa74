package org.csiscaleio.whole;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.csiscaleio.rig.Cluster;
import org.csiscaleio.rig.EmulatorControl;
import org.csiscaleio.rig.RunningProgram;
import org.csiscaleio.rig.SharedMount;
import org.csiscaleio.rig.SimulatedHost;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What the doctor says of a healthy host, and of each thing that can be wrong with one. */
class DoctorTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final String PASSWORD = "Pa55-planted-doctor";
  private static final String WRONG = "Pa55-planted-wrong";

  /** What looks and changes nothing; a list of users is counted as other. */
  private static final Set<String> QUESTIONS =
      Set.of(
          "login",
          "logout",
          "version",
          "systems",
          "protectionDomains",
          "storagePools",
          "poolStatistics",
          "sdcs",
          "other",
          "unauthorized");

  private static Cluster cluster;
  private static SharedMount shared;
  private static SimulatedHost host;
  private static EmulatorControl array;
  private static String transcript = "";
  private static int runs;

  @BeforeAll
  static void start() throws IOException {
    cluster = Cluster.named("DoctorTest").plugins(0).password(PASSWORD).start();
    host = cluster.hosts().getFirst();
    array = cluster.emulator().control();
    Path work = Files.createDirectory(cluster.root().resolve("work"));
    shared = SharedMount.over(work, cluster.logs().resolve("shared-mount.log"));
  }

  @AfterAll
  static void stop() throws IOException {
    shared.close();
    Figures.keep("doctor", transcript);
    cluster.close();
  }

  /** What was said of one thing. */
  private record Line(String part, String level, String seen, String advice) {}

  private record Answer(int status, List<Line> lines) {
    Line of(String part) {
      return lines.stream()
          .filter(line -> line.part().equals(part))
          .findFirst()
          .orElseThrow(() -> new AssertionError(part + " is not among " + lines));
    }

    List<String> levels(String part) {
      return lines.stream().filter(line -> line.part().equals(part)).map(Line::level).toList();
    }

    void fails(String part, String seen, String advice) {
      assertThat(status).isEqualTo(1);
      Line line = of(part);
      assertThat(line.level()).as(line.toString()).isEqualTo("fail");
      assertThat(line.seen()).contains(seen);
      assertThat(line.advice()).contains(advice);
    }
  }

  @Test
  void aHealthyHostIsFoundSoAndNothingIsChangedByLooking() throws IOException {
    array.resetCounters();
    String before = array.state();
    List<String> mounted = cluster.mountedOrAttached();
    Map<Path, String> files = files();

    RunningProgram program = run(Map.of(), "--mounts", work());
    int status = program.waitForEnd(PATIENCE);
    String text = program.logText();

    assertThat(status).as(text).isZero();
    assertThat(text).contains("\nGateway https://127.0.0.1:", ", 0 failures,");
    assertThat(text.lines())
        .filteredOn(line -> line.startsWith("  warn"))
        .allSatisfy(line -> assertThat(text).containsPattern(quoted(line) + "\n +-> "));
    assertThat(parts(text)).isEqualTo(parts(Files.readString(Path.of("..", "docs", "doctor.md"))));
    assertThat(array.counters().keySet()).isSubsetOf(QUESTIONS).contains("login", "logout");
    assertThat(array.state()).isEqualTo(before);
    assertThat(cluster.mountedOrAttached()).isEqualTo(mounted);
    assertThat(files()).isEqualTo(files);
    keep(text.replace(cluster.root().toString(), "/run/demo"));
  }

  @Test
  void programsAreToldTheSameAndStrictOnesTakeNoWarnings() throws IOException {
    Answer answer = ask(Map.of(), "--mounts", work(), "--strict");

    assertThat(answer.status()).as("no kernel module is loaded here, which is a warning").isOne();
    for (String part :
        List.of(
            "configuration",
            "name",
            "connection",
            "certificate",
            "clock",
            "login",
            "system",
            "rights",
            "storage pool",
            "zero padding",
            "capacity",
            "blkid",
            "mounts",
            "state directory",
            "SDC driver",
            "SDC GUID",
            "MDMs the SDC knows",
            "SDC on the array",
            "SDC identity",
            "SDC approval",
            "socket")) {
      assertThat(answer.of(part).level()).as(answer.of(part).toString()).isEqualTo("ok");
    }
    assertThat(answer.of("kernel module scini").level()).isEqualTo("warn");
    assertThat(answer.lines()).noneMatch(line -> line.level().equals("fail"));
  }

  @Test
  void aWrongPasswordAMountThatIsNotSharedAndAReadOnlySocketFolderAreSaid() throws IOException {
    Path readOnly = Files.createDirectory(cluster.root().resolve("read-only"));
    mount("mount", "-t", "tmpfs", "-o", "ro", "none", readOnly.toString());
    try {
      Answer answer =
          ask(
              Map.of("X_CSI_SCALEIO_PASSWORD", WRONG),
              "--mounts",
              cluster.root().toString(),
              "--endpoint",
              "unix://" + readOnly.resolve("csi.sock"));

      answer.fails("login", "401", "check the configured user and password");
      answer.fails("mounts", "which is not shared", "mount --make-shared " + cluster.root());
      answer.fails("socket", "cannot be written", "choose another endpoint");
      assertThat(answer.of("system").level()).isEqualTo("skip");
      assertThat(answer.of("certificate").level()).isEqualTo("ok");
    } finally {
      mount("umount", readOnly.toString());
    }
  }

  @Test
  void anAddressWhereNobodyIsAndADriverThatIsMissingAreSaid() throws IOException {
    Answer answer =
        ask(
            Map.of(),
            "--mounts",
            work(),
            "--gateway",
            "https://127.0.0.1:1",
            "--drv-cfg",
            "/nowhere/drv_cfg",
            "--sdc-device",
            "/dev/no-scini");

    answer.fails("connection", "port 1 cannot be reached", "whether the gateway runs");
    answer.fails("SDC driver", "/dev/no-scini", "install the SDC package");
    answer.fails("kernel module scini", "", "systemctl start scini");
    assertThat(answer.of("SDC on the array").level()).isEqualTo("skip");
  }

  @Test
  void aCertificateThatIsNotTrustedIsSaidAndThePasswordIsNotSent() throws IOException {
    array.resetCounters();
    Answer answer = ask(Map.of(), "--mounts", work(), "--tls", "system");

    answer.fails("certificate", "is not trusted", "fingerprint: ");
    assertThat(answer.of("login").level()).isEqualTo("skip");
    assertThat(array.counters()).doesNotContainKey("login");
  }

  @Test
  void aMissingPoolAndAnSdcThatIsNotApprovedAreSaid() throws IOException {
    array.setApproved(host.guid(), false);
    try {
      String addresses = cluster.emulator().url() + ",https://127.0.0.1:1";
      Answer answer =
          ask(Map.of(), "--mounts", work(), "--storage-pool", "nopool", "--gateway", addresses);

      assertThat(answer.lines())
          .as("one of two addresses")
          .anySatisfy(line -> {
            assertThat(line.level()).isEqualTo("warn");
            assertThat(line.seen()).contains("port 1 cannot", "another address of this system");
          });
      answer.fails("storage pool", "'nopool'", "correct storagePool");
      answer.fails("SDC approval", "is missing", "approveSdc: true");
      assertThat(answer.of("system").seen()).contains("approved SDCs only");
    } finally {
      array.setApproved(host.guid(), true);
    }
  }

  @Test
  void anSdcThatThePluginWillApproveIsAWarningAndIsNotApprovedByLooking() throws IOException {
    array.setApproved(host.guid(), false);
    try {
      String before = array.state();
      Answer answer = ask(Map.of(), "--mounts", work(), "--approve-sdc");

      assertThat(answer.of("SDC approval").level()).isEqualTo("warn");
      assertThat(answer.of("SDC approval").advice()).contains("the plugin approves it");
      assertThat(answer.status()).isZero();
      assertThat(array.state()).isEqualTo(before);
    } finally {
      array.setApproved(host.guid(), true);
    }
  }

  @Test
  void aNodeAloneHasItsPoolLookedAtWhenItMayMakeVolumes() throws IOException {
    Answer without = ask(Map.of(), "--mounts", work(), "--mode", "node");
    Answer with = ask(Map.of(), "--mounts", work(), "--mode", "node", "--node-create");

    assertThat(without.of("storage pool").level()).isEqualTo("skip");
    assertThat(without.of("storage pool").seen()).contains("no volumes are made");
    assertThat(with.of("storage pool").level()).isEqualTo("ok");
  }

  @Test
  void ofTwoSystemsEachIsLookedAtAndOneThatIsAwayHidesNothingOfTheOther() throws IOException {
    String here = cluster.emulator().systemId();
    String away = "2e706b2740ec200f";
    Path two = configuration().resolveSibling("two-systems.yaml");
    Files.writeString(
        two,
        Files.readString(configuration()).replaceAll("(?m)^(gateway|tls|caFile): .*\n", "")
            + """
            systems:
              - {system: %s, gateway: "%s", caFile: %s}
              - {system: %s, gateway: "https://127.0.0.1:1"}
            """
                .formatted(here, cluster.emulator().url(), cluster.emulator().certificate(), away));

    Answer answer = ask(two, Map.of(), "--mounts", work());

    assertThat(answer.status()).isOne();
    assertThat(answer.levels("connection")).containsExactly("ok", "fail");
    assertThat(answer.levels("system")).containsExactly("ok", "skip");
    assertThat(answer.levels("storage pool")).containsExactly("ok", "skip");
    assertThat(answer.of("SDC on the array " + here).level()).isEqualTo("ok");
    assertThat(answer.of("SDC on the array " + away).seen()).contains("no MDM of it");
  }

  @Test
  void anSdcThatIsDisconnectedAndAClockThatIsAnHourOffAreSaid() throws IOException {
    array.setConnected(host, false);
    array.advanceClock(Duration.ofHours(1));
    try {
      Answer answer = ask(Map.of(), "--mounts", work());

      answer.fails("SDC on the array", "not connected", "see that scini runs");
      answer.fails("clock", "ahead of this host's", "synchronised");
      assertThat(answer.of("login").level()).isEqualTo("ok");
    } finally {
      array.advanceClock(Duration.ofHours(-1));
      array.setConnected(host, true);
    }
  }

  /** The headings and parts in the order in which they are said, in the docs as in earnest. */
  private static List<String> parts(String text) {
    return text.lines()
        .filter(line -> line.matches(" {2}(ok  |warn|fail|skip) {2}\\S.*"))
        .map(line -> line.substring(8).replaceFirst(": .*", ""))
        .distinct()
        .toList();
  }

  private static String work() {
    return cluster.root().resolve("work").toString();
  }

  private static String quoted(String line) {
    return "\\Q" + line + "\\E";
  }

  private static Path configuration() {
    return host.directory().resolve("plugin").resolve("csi-scaleio.yaml");
  }

  private static RunningProgram run(Map<String, String> environment, String... arguments) {
    return run(configuration(), environment, arguments);
  }

  private static RunningProgram run(
      Path configuration, Map<String, String> environment, String... arguments) {
    var command = new ArrayList<String>();
    command.add(System.getProperty("csiscaleio.plugin"));
    command.add("doctor");
    command.add("--config");
    command.add(configuration.toString());
    command.addAll(List.of(arguments));
    Path log = cluster.logs().resolve("doctor-" + runs++ + ".log");
    try {
      Files.deleteIfExists(log);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
    return RunningProgram.start("csi-scaleio doctor", command, environment, log);
  }

  private static Answer ask(Map<String, String> environment, String... arguments)
      throws IOException {
    return ask(configuration(), environment, arguments);
  }

  private static Answer ask(
      Path configuration, Map<String, String> environment, String... arguments) throws IOException {
    var all = new ArrayList<>(List.of(arguments));
    all.add("--json");
    RunningProgram program = run(configuration, environment, all.toArray(String[]::new));
    int status = program.waitForEnd(PATIENCE);
    keep(program.logText());
    JsonNode json = JsonMapper.builder().build().readTree(program.logText());
    var lines = new ArrayList<Line>();
    for (JsonNode finding : json.required("findings")) {
      lines.add(
          new Line(
              finding.required("part").asString(),
              finding.required("level").asString(),
              finding.required("seen").asString(),
              finding.required("advice").asString()));
    }
    return new Answer(status, lines);
  }

  private static void keep(String said) {
    assertThat(said).doesNotContain(PASSWORD).doesNotContain(WRONG);
    transcript += said + "\n";
  }

  private static void mount(String... command) {
    RunningProgram program =
        RunningProgram.start(
            command[0], List.of(command), Map.of(), cluster.logs().resolve("mount.log"));
    assertThat(program.waitForEnd(PATIENCE)).as(program.logText()).isZero();
  }

  /** All of the hosts; what the array writes is the array's own business. */
  private static Map<Path, String> files() throws IOException {
    var files = new TreeMap<Path, String>();
    try (Stream<Path> all = Files.walk(cluster.root())) {
      for (Path file : all.filter(f -> !f.startsWith(cluster.root().resolve("array"))).toList()) {
        files.put(file, Files.getLastModifiedTime(file) + " " + Files.size(file));
      }
    }
    return files;
  }
}
