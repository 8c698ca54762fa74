package org.csiscaleio.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.mesos.Protos;
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

    assertThat(AgentsFiles.make(options + " --to " + directory)).isEmpty();

    assertThat(AgentsFiles.tree(agent))
        .as("make them anew: csi-scaleio mesos-config %s --force --to %s", options, agent)
        .isEqualTo(AgentsFiles.tree(directory));
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
    assertThat(AgentsFiles.complaints(file)).isEmpty();
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
    new MesosConfigCommand(AgentsFiles.VERSION, new PrintStream(out, true), System.err)
        .run(List.of((options + " --call " + call).split(" ", -1)));

    JsonNode printed = JSON.readTree(out.toString(StandardCharsets.UTF_8));

    assertThat(
            ProtobufJson.complaints(printed, org.apache.mesos.v1.agent.Protos.Call.getDescriptor()))
        .isEmpty();
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
}
