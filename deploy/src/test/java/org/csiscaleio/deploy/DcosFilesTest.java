package org.csiscaleio.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.csiscaleio.image.mesos.MesosRelease;
import org.csiscaleio.image.mesos.MesosRules;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The files for DC/OS are what {@code mesos-config} writes, and what the Mesos in it reads. */
class DcosFilesTest {
  private static final String THE_REST =
      " --plugin node17 --pool pd1/sp1 --gateway https://gateway.example"
          + " --ca-file /etc/csi-scaleio/ca.pem --quota pd1/sp1=512";

  @TempDir Path directory;

  static Stream<Path> json() {
    return Repository.files("dcos", ".json").stream();
  }

  @ParameterizedTest
  @CsvSource({
    "1.11/relay, --dcos 1.11",
    "1.12/relay, --dcos 1.12",
    "1.13/relay, --dcos 1.13",
    "2.0-2.1/relay, --dcos 2.0",
    "2.0-2.1/relay, --dcos 2.1",
    "2.2/relay, --dcos 2.2",
    "2.2/endpoint, --dcos 2.2 --way endpoint",
  })
  void anAgentsFilesAreWhatTheCommandMakes(String agent, String options) throws Exception {
    assertThat(AgentsFiles.make(options + THE_REST + " --to " + directory)).isEmpty();

    assertThat(AgentsFiles.tree(Repository.DEPLOY.resolve("dcos").resolve(agent)))
        .as("make them anew: csi-scaleio mesos-config %s --force --to ...", options + THE_REST)
        .usingRecursiveComparison()
        .withEqualsForType(DcosFilesTest::sameButForTheCommand, String.class)
        .isEqualTo(AgentsFiles.tree(directory));
  }

  /** Files of two releases in one directory name the command of one. */
  private static boolean sameButForTheCommand(String one, String other) {
    return withoutRelease(one).equals(withoutRelease(other));
  }

  private static String withoutRelease(String text) {
    return text.replaceAll("--dcos [0-9.]+", "--dcos").replaceAll("What a Mesos [0-9.]+", "");
  }

  @ParameterizedTest
  @MethodSource("json")
  void everyFileIsAMessageOfMesosAndKeepsItsRules(Path file) {
    String release = Repository.DEPLOY.resolve("dcos").relativize(file).getName(0).toString();

    assertThat(AgentsFiles.complaints(file)).isEmpty();
    assertThat(MesosRules.check(Repository.text(file), mesos(release))).isEmpty();
  }

  private static MesosRelease mesos(String dcos) {
    return MesosRelease.parse(
        switch (dcos) {
          case "1.11" -> "1.5";
          case "1.12" -> "1.7";
          case "1.13" -> "1.8";
          case "2.0-2.1" -> "1.10";
          default -> "1.11";
        });
  }

  @Test
  void everyReleaseHasADirectory() throws IOException {
    try (Stream<Path> directories = Files.list(Repository.DEPLOY.resolve("dcos"))) {
      assertThat(directories.map(path -> path.getFileName().toString()))
          .containsExactlyInAnyOrder("1.11", "1.12", "1.13", "2.0-2.1", "2.2");
    }
  }

  /** Each of the page's places is one that the command writes to. */
  @Test
  void thePageNamesThePlaces() {
    List<String> places =
        Repository.files("dcos", "").stream()
            .map(file -> Repository.DEPLOY.resolve("dcos").relativize(file))
            .map(file -> "/" + file.subpath(2, file.getNameCount()))
            .distinct()
            .toList();
    String page = Repository.text(Repository.ROOT.resolve("docs/dcos.md"));

    assertThat(places).isNotEmpty().allSatisfy(place -> assertThat(page).contains(place));
  }
}
