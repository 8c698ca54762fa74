package org.csiscaleio.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.bertramlabs.plugins.hcl4j.HCLParser;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.csiscaleio.controller.service.VolumeParameters;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The files for Nomad are HCL, fit each other and this program. */
class NomadFilesTest {
  static Stream<Path> files() {
    return Repository.files("nomad", ".hcl").stream();
  }

  private static Map<?, ?> read(String file) throws Exception {
    return new HCLParser().parse(Repository.text(Repository.DEPLOY.resolve("nomad").resolve(file)));
  }

  private static Map<?, ?> task(String file, String job, String group, String task)
      throws Exception {
    return Yaml.map(read(file), "job", job, "group", group, "task", task);
  }

  private static List<Map<?, ?>> plugins() throws Exception {
    return List.of(
        task("controller.nomad.hcl", "csi-scaleio-controller", "controller", "plugin"),
        task("node.nomad.hcl", "csi-scaleio-node", "node", "plugin"));
  }

  @ParameterizedTest
  @MethodSource("files")
  void everyFileIsHcl(Path file) throws Exception {
    assertThat(new HCLParser().parse(Repository.text(file))).isNotEmpty();
  }

  @Test
  void theProgramKnowsWhatItIsTold() throws Exception {
    for (Map<?, ?> task : plugins()) {
      List<String> arguments = Yaml.texts(Yaml.map(task, "config"), "args");
      assertThat(arguments.getFirst()).isEqualTo("serve");
      assertThat(OurSettings.wrongFlags(arguments)).isEmpty();
      assertThat(Yaml.map(task, "env").keySet())
          .isNotEmpty()
          .allSatisfy(
              name -> assertThat(OurSettings.isVariable((String) name)).as("%s", name).isTrue());
    }
    String file =
        Repository.text(Repository.DEPLOY.resolve("nomad/controller.nomad.hcl"))
            .replaceAll("(?s).*?<<EOF\n(gateway.*?)EOF.*", "$1");
    assertThat(OurSettings.wrongEntries(Yaml.documents(file).getFirst())).isEmpty();
  }

  @Test
  void controllerAndNodeAreOnePlugin() throws Exception {
    List<Map<?, ?>> stanzas =
        plugins().stream().<Map<?, ?>>map(task -> Yaml.map(task, "csi_plugin")).toList();

    assertThat(stanzas)
        .extracting(stanza -> Yaml.text(stanza, "type"))
        .containsExactly("controller", "node");
    assertThat(stanzas).extracting(stanza -> Yaml.text(stanza, "id")).containsOnly("scaleio");
    for (String volume : List.of("redis-volume.hcl", "existing-volume.hcl")) {
      assertThat(read(volume).get("plugin_id")).isEqualTo("scaleio");
    }
  }

  @Test
  void theJobUsesTheVolumeAsTheVolumeMayBeUsed() throws Exception {
    Map<?, ?> wanted =
        Yaml.map(read("redis.nomad.hcl"), "job", "redis", "group", "redis", "volume", "data");
    Map<?, ?> volume = read("redis-volume.hcl");

    assertThat(wanted.get("source")).isEqualTo(volume.get("id"));
    for (String key : List.of("access_mode", "attachment_mode")) {
      assertThat(wanted.get(key)).isEqualTo(Yaml.map(volume, "capability").get(key));
    }
  }

  @Test
  void everyParameterIsOneOfTheControllers() throws Exception {
    var parameters = new TreeMap<String, String>();
    Yaml.map(read("redis-volume.hcl"), "parameters")
        .forEach((name, value) -> parameters.put((String) name, (String) value));

    assertThat(VolumeParameters.parse(parameters).storagePool()).contains("sp1");
  }
}
