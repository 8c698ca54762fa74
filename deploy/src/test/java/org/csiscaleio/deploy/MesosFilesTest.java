package org.csiscaleio.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.mesos.Protos;
import org.apache.mesos.protobuf.Descriptors.Descriptor;
import org.csiscaleio.image.mesos.MesosConfigCommand;
import org.csiscaleio.image.mesos.MesosRelease;
import org.csiscaleio.image.mesos.MesosRules;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The files for Mesos are what {@code mesos-config} writes, and what Mesos reads. */
class MesosFilesTest {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final Pattern COMMAND = Pattern.compile("(?m)^#   csi-scaleio mesos-config (.*)$");

  private static final String VERSION = System.getProperty("csiscaleio.version", "");

  @TempDir Path directory;

  /** Each directory that stands for an agent's root. */
  static Stream<Path> agents() {
    return Repository.files("mesos", ".env").stream()
        .map(file -> file.resolve("../../..").normalize());
  }

  static Stream<Path> json() {
    return Repository.files("mesos", ".json").stream();
  }

  @ParameterizedTest
  @MethodSource("agents")
  void anAgentsFilesAreWhatTheCommandInThemMakes(Path agent) throws Exception {
    String options = options(agent);

    assertThat(run(options + " --to " + directory)).isEmpty();

    assertThat(tree(agent))
        .as("make them anew: csi-scaleio mesos-config %s --force --to %s", options, agent)
        .isEqualTo(tree(directory));
  }

  @Test
  void everyReleaseAndEveryWayHasAnExample() {
    assertThat(
            agents().map(agent -> Repository.DEPLOY.resolve("mesos").relativize(agent).toString()))
        .contains(
            "1.5/bundle",
            "1.6-1.7/bundle",
            "1.6-1.7/relay",
            "1.8-1.10/bundle",
            "1.8-1.10/relay",
            "1.11/bundle",
            "1.11/uris",
            "1.11/image",
            "1.11/relay",
            "1.11/isolator",
            "1.11/endpoint",
            "1.11/many-profiles");
  }

  @ParameterizedTest
  @MethodSource("json")
  void everyFileIsAMessageOfMesos(Path file) {
    message(file)
        .ifPresent(
            message -> assertThat(ProtobufJson.complaints(JSON.readTree(file), message)).isEmpty());
  }

  @ParameterizedTest
  @MethodSource("json")
  void everyFileKeepsTheRules(Path file) {
    if (!file.toString().contains("/calls/")) {
      assertThat(MesosRules.check(Repository.text(file), release(file))).isEmpty();
    }
  }

  /** Were the messages not looked into, all of this would be worth nothing. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          "plugin": {           | "plugins": {          | has no such field
          "name": "scaleio"     | "name": 17            | not of type STRING
          "CONTROLLER_SERVICE"  | "CONTROLLER"          | not of type ENUM
          "shell": false        | "shell": "no"         | not of type BOOL
          "type": "SCALAR", "scalar": {"value": 256} | "scalar": {"value": 256} | type is missing
          {"value": 256}        | {"value": "256"}      | not of type DOUBLE
          """)
  void aFileThatIsSpoiledIsSeen(String was, String spoiled, String complaint) {
    String good =
        Repository.text(
            Repository.DEPLOY.resolve(
                "mesos/1.11/bundle/etc/mesos/resource-providers/scaleio.json"));
    assertThat(good).contains(was);

    assertThat(
            ProtobufJson.complaints(
                JSON.readTree(good.replace(was, spoiled)),
                Protos.ResourceProviderInfo.getDescriptor()))
        .anySatisfy(found -> assertThat(found).contains(complaint));
  }

  @ParameterizedTest
  @CsvSource({"add", "update", "remove"})
  void whatItPrintsIsACallOfTheOperatorApi(String call) {
    String options = options(Repository.DEPLOY.resolve("mesos/1.11/bundle"));
    var out = new ByteArrayOutputStream();
    new MesosConfigCommand(VERSION, new PrintStream(out, true), System.err)
        .run(List.of((options + " --call " + call).split(" ", -1)));

    JsonNode printed = JSON.readTree(out.toString(StandardCharsets.UTF_8));

    assertThat(
            ProtobufJson.complaints(printed, org.apache.mesos.v1.agent.Protos.Call.getDescriptor()))
        .isEmpty();
  }

  private static Optional<Descriptor> message(Path file) {
    String name = file.toString();
    if (name.contains("/resource-providers/")) {
      return Optional.of(Protos.ResourceProviderInfo.getDescriptor());
    }
    if (name.contains("/csi-plugins/")) {
      return Optional.of(Protos.CSIPluginInfo.getDescriptor());
    }
    if (name.contains("/tasks/")) {
      return Optional.of(org.apache.mesos.v1.Protos.TaskInfo.getDescriptor());
    }
    if (name.contains("/calls/")) {
      return Optional.of(org.apache.mesos.v1.scheduler.Protos.Call.getDescriptor());
    }
    // Messages of Mesos that its Java library does not have; the rules look at them.
    assertThat(name).matches(".*/(modules/)?disk-profiles.json");
    return Optional.empty();
  }

  private static MesosRelease release(Path file) {
    String directory = Repository.DEPLOY.resolve("mesos").relativize(file).getName(0).toString();
    return MesosRelease.parse(
        directory.startsWith("1.") ? directory.replaceAll(".*-", "") : "1.11");
  }

  private static String options(Path agent) {
    String text =
        Repository.filesBelow(agent, ".env").stream().map(Repository::text).findFirst().orElse("");
    var matcher = COMMAND.matcher(text);
    assertThat(matcher.find()).as("the command in %s", agent).isTrue();
    return matcher.group(1);
  }

  private static String run(String options) {
    var err = new ByteArrayOutputStream();
    int status =
        new MesosConfigCommand(
                VERSION,
                new PrintStream(new ByteArrayOutputStream(), true),
                new PrintStream(err, true))
            .run(new ArrayList<>(List.of(options.split(" ", -1))));
    return status == 0 ? "" : err.toString(StandardCharsets.UTF_8);
  }

  private static Map<String, String> tree(Path root) {
    var tree = new TreeMap<String, String>();
    for (Path file : Repository.filesBelow(root, "")) {
      tree.put(root.relativize(file).toString(), Repository.text(file));
    }
    assertThat(Files.isDirectory(root)).isTrue();
    return tree;
  }
}
