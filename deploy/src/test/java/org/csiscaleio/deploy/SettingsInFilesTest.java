package org.csiscaleio.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What files and pages tell this program is something it knows. */
class SettingsInFilesTest {
  private static final Pattern VARIABLE =
      Pattern.compile("\\b(X_CSI_SCALEIO_[A-Z0-9_]*[A-Z0-9]|CSI_SCALEIO_[A-Z0-9_]*[A-Z0-9])\\b");
  private static final Pattern SERVE =
      Pattern.compile("csi-scaleio serve((?: +--[^\\s`'\"]+(?: [^-\\s`][^\\s`]*)?)*)");

  /** The migration page names what other programs had. */
  static Stream<Path> files() {
    return Stream.concat(
            Repository.files("", ".yaml", ".json", ".env", ".hcl", ".service").stream(),
            Repository.filesBelow(Repository.ROOT.resolve("docs"), ".md").stream())
        .filter(file -> !file.toString().contains("/target/") && !file.toString().contains("/src/"))
        .filter(file -> !file.endsWith("migration.md"));
  }

  static Stream<Path> settingsFiles() {
    return Repository.files("", ".yaml").stream()
        .filter(file ->
            file.toString().contains("/etc/csi-scaleio/") || file.endsWith("csi-scaleio.yaml"))
        .filter(file -> !file.toString().contains("/target/"));
  }

  @ParameterizedTest
  @MethodSource("files")
  void everyVariableOfOursIsKnown(Path file) {
    List<String> unknown = new ArrayList<>();
    VARIABLE
        .matcher(Repository.text(file))
        .results()
        .map(match -> match.group(1))
        .filter(name -> !OurSettings.isVariable(name))
        .forEach(unknown::add);

    assertThat(unknown).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("files")
  void everyOptionOfServeIsKnown(Path file) {
    List<String> wrong = new ArrayList<>();
    SERVE
        .matcher(Repository.text(file))
        .results()
        .flatMap(match -> Stream.of(match.group(1).trim().split(" +", -1)))
        .filter(word -> word.startsWith("--") && !word.startsWith("--help"))
        .map(word -> word.replaceAll("[^a-z-].*$", ""))
        .forEach(flag -> wrong.addAll(OurSettings.wrongFlags(List.of(flag))));

    assertThat(wrong).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("settingsFiles")
  void everyConfigurationFileIsOne(Path file) {
    assertThat(OurSettings.wrongEntries(Yaml.documents(Repository.text(file)).getFirst()))
        .isEmpty();
  }

  /** The same four values to fill in, wherever they are: gateway, password, domain, pool. */
  @Test
  void theValuesToFillInAreCalledTheSameEverywhere() {
    for (Path file : files().filter(f -> f.startsWith(Repository.DEPLOY)).toList()) {
      String text = Repository.text(file);
      Pattern.compile("https://([a-z0-9.-]+)")
          .matcher(text)
          .results()
          .map(match -> match.group(1))
          .filter(host -> host.startsWith("gateway") || host.startsWith("gw"))
          .forEach(host -> assertThat(host).as("%s", file).isEqualTo("gateway.example"));
      Pattern.compile("(?i)\"?protection_?domain\"?: *\"?([A-Za-z0-9]+)")
          .matcher(text)
          .results()
          .forEach(match -> assertThat(match.group(1)).as("%s", file).isEqualTo("pd1"));
      Pattern.compile("(?i)\"?storage_?pool\"?: *\"?([A-Za-z0-9]+)")
          .matcher(text)
          .results()
          .forEach(match -> assertThat(match.group(1)).as("%s", file).startsWith("sp"));
      assertThat(text).doesNotContainPattern("(?i)password: (?!change-me)[a-z0-9]+ *$");
    }
  }
}
