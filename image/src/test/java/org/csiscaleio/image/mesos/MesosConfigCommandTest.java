package org.csiscaleio.image.mesos;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.csiscaleio.image.config.Choices.Scope;
import org.csiscaleio.image.config.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the command writes, shows, keeps and refuses. */
class MesosConfigCommandTest {
  private static final List<String> PLAIN =
      List.of(
          "--mesos=1.11",
          "--plugin=node17",
          "--pool=pd1/sp1",
          "--gateway=https://gateway.example",
          "--quota=pd1/sp1=512");

  @TempDir Path root;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  private int run(List<String> options, String... more) {
    var all = new ArrayList<>(options);
    all.addAll(List.of(more));
    out.reset();
    err.reset();
    return new MesosConfigCommand(
            "0.1.0",
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8))
        .run(all);
  }

  private String said() {
    return out.toString(StandardCharsets.UTF_8);
  }

  private String complained() {
    return err.toString(StandardCharsets.UTF_8);
  }

  /** What options make, by name, as it is shown. */
  static Map<String, String> files(List<String> options) {
    var shown = new MesosConfigCommandTest();
    assertThat(shown.run(options)).as(shown::complained).isZero();
    var files = new TreeMap<String, String>();
    for (String file : shown.said().split("(?m)^==> ", -1)) {
      String[] parts = file.split(" <==\n", 2);
      if (parts.length == 2) {
        files.put(parts[0], parts[1].substring(0, parts[1].length() - 1));
      }
    }
    return files;
  }

  private Map<String, String> written() throws IOException {
    var written = new TreeMap<String, String>();
    try (Stream<Path> walk = Files.walk(root)) {
      for (Path file : walk.filter(Files::isRegularFile).toList()) {
        written.put("/" + root.relativize(file), Files.readString(file));
      }
    }
    return written;
  }

  @Test
  void itWritesAllThatAnAgentNeeds() throws Exception {
    assertThat(run(PLAIN, "--to", root.toString())).as(this::complained).isZero();

    assertThat(written().keySet())
        .containsExactly(
            "/etc/csi-scaleio/config.yaml",
            "/etc/mesos/csi-scaleio.env",
            "/etc/mesos/disk-profiles.json",
            "/etc/mesos/modules/disk-profiles.json",
            "/etc/mesos/resource-providers/scaleio.json");
    assertThat(said())
        .contains("written   " + root.resolve("etc/csi-scaleio/config.yaml"))
        .contains("put the password, and nothing else, into /etc/csi-scaleio/password");
    assertThat(
            PosixFilePermissions.toString(
                Files.getPosixFilePermissions(root.resolve("etc/csi-scaleio/config.yaml"))))
        .isEqualTo("rw-------");
    assertThat(
            PosixFilePermissions.toString(
                Files.getPosixFilePermissions(root.resolve("etc/csi-scaleio"))))
        .isEqualTo("rwx------");
    assertThat(
            PosixFilePermissions.toString(
                Files.getPosixFilePermissions(root.resolve("etc/mesos/csi-scaleio.env"))))
        .isEqualTo("rw-r--r--");
  }

  @ParameterizedTest
  @CsvSource({
    "bundle,config.yaml",
    "uris,config.yaml",
    "image,config.yaml",
    "relay,csi-scaleio.yaml",
    "isolator,isolator.yaml",
    "endpoint,csi-scaleio.yaml"
  })
  void thePluginTakesItsSettings(String way, String file) throws Exception {
    Path password = Files.writeString(root.resolve("password"), "secret");
    Files.setPosixFilePermissions(password, PosixFilePermissions.fromString("rw-------"));
    assertThat(
            run(
                PLAIN,
                "--way=" + way,
                "--password-file=" + password,
                "--iops-limit=2000",
                "--name-sdc=mesos {host}: it's",
                "--to=" + root))
        .as(this::complained)
        .isZero();

    Configuration configuration =
        Configuration.read(
            List.of(
                "--endpoint=/run/csi.sock",
                "--config=" + root.resolve("etc/csi-scaleio").resolve(file)),
            Map.of("MESOS_SANDBOX", "/var/lib/mesos/containers/x"));

    assertThat(configuration.warnings()).isEmpty();
    assertThat(configuration.sharing().scope()).isEqualTo(Scope.NODE);
    assertThat(configuration.node().stage()).isFalse();
    assertThat(configuration.node().sdcWishes().toString()).contains("mesos {host}: it's");
  }

  @Test
  void withoutADirectoryItShowsAndWritesNothing() throws Exception {
    assertThat(run(PLAIN)).isZero();

    assertThat(said()).contains("==> /etc/mesos/resource-providers/scaleio.json <==");
    assertThat(complained()).contains("nothing was written");
    assertThat(written()).isEmpty();
  }

  @Test
  void doneAgainItChangesNothing() throws Exception {
    assertThat(run(PLAIN, "--to", root.toString())).isZero();
    Map<String, String> before = written();

    assertThat(run(PLAIN, "--to", root.toString())).isZero();

    assertThat(said()).doesNotContain("written  ").contains("unchanged ");
    assertThat(written()).isEqualTo(before);
  }

  @Test
  void whatIsThereAlreadyIsNoStepThatIsLeft() throws Exception {
    Path password = root.resolve("etc/csi-scaleio/password");
    Path program = root.resolve("opt/csi-scaleio/bin/csi-scaleio");
    for (Path file : List.of(password, program)) {
      Files.createDirectories(file.resolveSibling("."));
      Files.writeString(file, "");
    }

    assertThat(run(PLAIN, "--to", root.toString())).isZero();

    assertThat(said()).contains("next: start the agent").doesNotContain("password", "install");
  }

  @Test
  void whatSaysSomethingElseIsKeptUnlessForced() throws Exception {
    Path matrix = root.resolve("etc/mesos/disk-profiles.json");
    Files.createDirectories(matrix.resolveSibling("."));
    Files.writeString(matrix, "{}\n");

    assertThat(run(PLAIN, "--to", root.toString())).isEqualTo(1);

    assertThat(complained()).contains(matrix + " is there and says something else");
    assertThat(written()).isEqualTo(Map.of("/etc/mesos/disk-profiles.json", "{}\n"));

    assertThat(run(PLAIN, "--to", root.toString(), "--force")).isZero();
    assertThat(Files.readString(matrix)).contains("thin-xfs");
  }

  @Test
  void aProfileThatWouldBeTakenAwayIsNamedBeforeAndWhenItIs() throws Exception {
    Path matrix = root.resolve("etc/mesos/disk-profiles.json");
    Files.createDirectories(matrix.resolveSibling("."));
    Files.writeString(matrix, "{\"profile_matrix\": {\"thin-raw\": {}, \"thin-xfs\": {}}}\n");
    String remark = "note: without thin-raw in /etc/mesos/disk-profiles.json agents that hold";

    assertThat(run(PLAIN, "--to", root.toString())).isEqualTo(1);
    assertThat(complained()).contains(remark);

    assertThat(run(PLAIN, "--to", root.toString(), "--force")).isZero();
    assertThat(complained()).contains(remark);

    assertThat(run(PLAIN, "--to", root.toString(), "--force")).isZero();
    assertThat(complained()).isEmpty();
  }

  @Test
  void halfAFileOfAnEarlierDeathIsInNobodysWay() throws Exception {
    Path half = root.resolve("etc/mesos/.disk-profiles.json.new");
    Files.createDirectories(half.resolveSibling("."));
    Files.writeString(half, "{");

    assertThat(run(PLAIN, "--to", root.toString())).isZero();

    assertThat(half).doesNotExist();
  }

  @Test
  void linksAreNotWrittenThrough() throws Exception {
    Path elsewhere = Files.writeString(root.resolve("elsewhere"), "mine");
    Path matrix = root.resolve("etc/mesos/disk-profiles.json");
    Files.createDirectories(matrix.resolveSibling("."));
    Files.createSymbolicLink(matrix, elsewhere);

    assertThat(run(PLAIN, "--to", root.toString())).isEqualTo(1);
    assertThat(run(PLAIN, "--to", root.toString(), "--force")).isZero();

    assertThat(elsewhere).hasContent("mine");
    assertThat(Files.isSymbolicLink(matrix)).isFalse();
  }

  @Test
  void settingsThatOthersCanReadAreClosed() throws Exception {
    assertThat(run(PLAIN, "--to", root.toString())).isZero();
    Path settings = root.resolve("etc/csi-scaleio/config.yaml");
    Files.setPosixFilePermissions(settings, PosixFilePermissions.fromString("rw-r--r--"));

    assertThat(run(PLAIN, "--to", root.toString())).isZero();

    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(settings)))
        .isEqualTo("rw-------");
  }

  @ParameterizedTest
  @CsvSource({
    "add,ADD_RESOURCE_PROVIDER_CONFIG,add_resource_provider_config",
    "update,UPDATE_RESOURCE_PROVIDER_CONFIG,update_resource_provider_config",
    "remove,REMOVE_RESOURCE_PROVIDER_CONFIG,remove_resource_provider_config"
  })
  void itPrintsTheCallOfTheOperatorApi(String call, String type, String field) throws Exception {
    assertThat(run(PLAIN, "--call", call, "--to", root.toString())).isZero();

    assertThat(Json.parse(said())).isInstanceOf(Json.Members.class);
    assertThat(said())
        .startsWith("{")
        .contains("\"type\": \"" + type + "\"")
        .contains("\"" + field + "\": {");
    assertThat(written()).isEmpty();
  }

  @Test
  void theFilesNameTheCommandThatMakesThem() {
    Map<String, String> files =
        files(
            List.of(
                "--mesos",
                "1.11",
                "--plugin",
                "node17",
                "--pool",
                "pd1/sp 1",
                "--gateway",
                "https://g"));

    assertThat(files.get("/etc/mesos/csi-scaleio.env"))
        .contains(
            "#   csi-scaleio mesos-config --mesos 1.11 --plugin node17 --pool 'pd1/sp 1' --gateway"
                + " https://g\n");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          --mesos=1.4                | is no release of Mesos from 1.5 to 1.11
          --mesos=1.10 --way=image   | --way image: is there from Mesos 1.11 on
          --mesos=1.10 --way=endpoint | --way endpoint: is there from Mesos 1.11 on
          --dcos=1.10                | is no release of DC/OS
          --dcos=2.2 --mesos=1.11    | leave one out
          --dcos=2.2 --mesos-dir=/x  | leave one out
          --dcos=2.2 --way=bundle    | are denied the devices
          --dcos=2.1 --way=endpoint  | is there from Mesos 1.11 on
          --mesos=1.11 --way=docker  | is no way; there are bundle, uris
          --mesos=1.11 --profile=zfs | is no profile
          --mesos=1.11 --profile=thin-xfs,iopsLimit | say iopsLimit=N
          --mesos=1.11 --profile=thin-xfs,iopsLimit=20,iopsLimit=30 | each once
          --mesos=1.11 --profile=thin-xfs,iopsLimit=5 | at least 11
          --mesos=1.11 --pool=a/b/c  | is no pool
          --mesos=1.11 --pool=pd2/sp1 | two pools have one name
          --mesos=1.11 --password=x  | there is no --password
          --mesos=1.11 --gatway=x    | did you mean '--gateway'
          --mesos=1.11 --user= | has an empty value
          --mesos=1.11 --iops-limit=5 | iopsLimit
          --mesos=1.11 --fingerprint=5 | fingerprint
          --mesos=1.11 --ca-file=ca.pem | has to be an absolute path
          --mesos=1.11 --plugin=node-17 | without dashes
          --mesos=1.11 --plugin=isolator | which is the name of the plugin of volume/csi
          --mesos=1.11 --mesos-dir=etc | has to be an absolute path
          --mesos=1.11 --call=put    | is no call
          --mesos=1.11 --way=endpoint --call=add | knows no plugins of volume/csi
          --mesos=1.11 --way=endpoint --profile=thin-xfs | way endpoint has none
          --mesos=1.11 --config=/x   | has no place in a configuration file
          --mesos=1.11 frobnicate    | is too much
          """)
  void whatCannotBeIsSaidAndNothingWritten(String options, String complaint) throws Exception {
    var given = new ArrayList<>(List.of(options.split(" ", -1)));
    given.addAll(
        List.of("--gateway=https://gateway.example", "--pool=pd1/sp1", "--to", root.toString()));

    assertThat(run(given)).isEqualTo(2);

    String expected =
        complaint.equals("without dashes") ? "letters, digits and underscores" : complaint;
    assertThat(complained()).contains(expected).contains("mesos-config --help");
    assertThat(written()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"--pool=pd1/sp1", "--gateway=https://g", "--mesos=1.11"})
  void whatIsMissingIsSaid(String left) {
    var given = new ArrayList<>(List.of("--pool=pd1/sp1", "--gateway=https://g", "--mesos=1.11"));
    given.remove(left);

    assertThat(run(given)).isEqualTo(2);

    assertThat(complained()).contains(left.split("=", 2)[0] + " is missing");
  }

  @Test
  void filesThatAreThereCanBeChecked() throws Exception {
    assertThat(run(PLAIN, "--to", root.toString())).isZero();
    Path provider = root.resolve("etc/mesos/resource-providers/scaleio.json");

    assertThat(run(List.of("check", "--mesos", "1.11", provider.toString()))).isZero();
    assertThat(said()).isEqualTo("nothing is wrong for Mesos 1.11\n");

    Files.writeString(provider, Files.readString(provider).replace("node17", "node-17"));
    assertThat(run(List.of("check", "--mesos", "1.11", provider.toString()))).isEqualTo(1);
    assertThat(said())
        .isEqualTo(
            "wrong: "
                + provider
                + ": storage.plugin.name: 'node-17' has to be of letters, digits and underscores,"
                + " without dashes\n");
  }

  @Test
  void helpIsHelp() {
    assertThat(run(List.of("--help"))).isZero();
    assertThat(said()).contains("Usage: csi-scaleio mesos-config");
    assertThat(run(List.of())).isEqualTo(2);
    assertThat(complained()).contains("Usage: csi-scaleio mesos-config");
  }
}
