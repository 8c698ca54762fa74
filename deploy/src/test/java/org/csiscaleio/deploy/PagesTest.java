package org.csiscaleio.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.csiscaleio.image.mesos.MesosConfigCommand;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the pages say is so. */
class PagesTest {
  private static final Path DOCS = Repository.ROOT.resolve("docs");
  private static final Path CONFIGURATION = DOCS.resolve("configuration.md");
  private static final Pattern BLOCK = Pattern.compile("(?ms)^```$\n(.*?)^```$");
  private static final Pattern LINK = Pattern.compile("\\]\\(([^)#\\s]*)(#[^)\\s]+)?\\)");
  private static final Pattern FILE = Pattern.compile("`(deploy/[A-Za-z0-9_./-]+)`");
  private static final SourceMessages MESSAGES = SourceMessages.read();

  @TempDir Path directory;

  static Stream<Path> pages() {
    return Stream.concat(
        Stream.of(Repository.ROOT.resolve("README.md")),
        Repository.filesBelow(DOCS, ".md").stream());
  }

  static Stream<String> messages() {
    return BLOCK
        .matcher(Repository.text(DOCS.resolve("troubleshooting.md")))
        .results()
        .flatMap(block -> block.group(1).lines());
  }

  static Stream<String> commands() {
    return pages()
        .flatMap(page -> Repository.text(page).lines())
        .map(line -> line.replaceFirst("^/opt/csi-scaleio/bin/", ""))
        .filter(line -> line.startsWith("csi-scaleio mesos-config "));
  }

  /** With {@code CSI_SCALEIO_RENEW=1} in the environment the page is written anew. */
  @Test
  void thePageOfSettingsIsCurrent() throws Exception {
    String current = ConfigurationPage.text();
    if (System.getenv("CSI_SCALEIO_RENEW") != null) {
      Files.writeString(CONFIGURATION, current);
    }

    assertThat(Repository.text(CONFIGURATION))
        .as(
            "docs/configuration.md is out of date; renew it: CSI_SCALEIO_RENEW=1 mvn -pl deploy -am"
                + " -Dtest=PagesTest -Dsurefire.failIfNoSpecifiedTests=false test")
        .isEqualTo(current);
  }

  @ParameterizedTest
  @MethodSource("messages")
  void everyMessageIsOneThatTheProgramSays(String message) {
    assertThat(MESSAGES.missing(message)).isEmpty();
  }

  @Test
  void aMessageThatNobodySaysWouldBeSeen() {
    assertThat(MESSAGES.missing("the volume … has gone fishing"))
        .containsExactly("has gone fishing");
  }

  @ParameterizedTest
  @MethodSource("pages")
  void everyLinkLeadsSomewhere(Path page) {
    var broken = new ArrayList<String>();
    LINK.matcher(Repository.text(page))
        .results()
        .filter(link -> !link.group(1).contains("://"))
        .forEach(link -> {
          Path target =
              link.group(1).isEmpty() ? page : page.resolveSibling(link.group(1)).normalize();
          boolean there = Files.exists(target);
          boolean headed =
              link.group(2) == null
                  || !there
                  || headings(target).contains(link.group(2).substring(1));
          if (!there || !headed) {
            broken.add(link.group());
          }
        });

    assertThat(broken).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("pages")
  void everyFileOfDeployThatIsNamedIsThere(Path page) {
    assertThat(FILE.matcher(Repository.text(page)).results().map(match -> match.group(1)))
        .allSatisfy(file -> assertThat(Repository.ROOT.resolve(file)).exists());
  }

  /** As a reader would paste it; what stands behind a pipe is not ours. */
  @ParameterizedTest
  @MethodSource("commands")
  void everyCommandOfMesosConfigDoesWhatItSays(String line) throws Exception {
    String command = line.split(" \\| ", 2)[0];
    List<String> words = new ArrayList<>(List.of(command.split(" ", -1)));
    words.replaceAll(word -> word.equals("/") ? directory.toString() : word);
    if (words.contains("check")) {
      String first =
          commands()
              .filter(made -> made.endsWith("--to /") && !made.contains("--dcos"))
              .findFirst()
              .orElseThrow();
      assertThat(run(first.replace("--to /", "--to " + directory))).isEmpty();
      words.replaceAll(word -> word.startsWith("/etc/") ? directory + word : word);
    }

    assertThat(run(String.join(" ", words))).isEmpty();
  }

  private static String run(String command) {
    var err = new ByteArrayOutputStream();
    List<String> words = List.of(command.split(" ", -1));
    int status =
        new MesosConfigCommand(
                "0.1.0",
                new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8))
            .run(words.subList(2, words.size()));
    return status == 0 ? "" : err.toString(StandardCharsets.UTF_8);
  }

  /** As the anchors of headings are made of their words. */
  private static List<String> headings(Path page) {
    return Repository.text(page)
        .lines()
        .filter(line -> line.startsWith("#"))
        .map(line -> line.replaceFirst("^#+ ", "").toLowerCase(Locale.ROOT))
        .map(line -> line.replaceAll("[^a-z0-9 _-]", "").replace(' ', '-'))
        .collect(Collectors.toList());
  }
}
