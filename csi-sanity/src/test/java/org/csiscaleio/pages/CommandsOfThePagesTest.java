package org.csiscaleio.pages;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.csiscaleio.rig.RunningProgram;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** No command stands on a page that nobody types, unless it is said why. */
@Tag("side-by-side")
class CommandsOfThePagesTest {
  /** All of whose commands {@link QuickStartTest} types, but for {@link NotTyped}. */
  private static final Set<String> TYPED =
      Set.of(
          "README.md",
          "docs/quick-start.md",
          "docs/relay-and-systemd.md",
          "docs/dcos.md",
          "docs/doctor.md");

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private static final Pattern LOOKS_LIKE_ONE =
      Pattern.compile(
          "(/opt/csi-scaleio/|csi-scaleio [a-z]|bin/|mvn |tar |cp |mkdir |install |kubectl |podman"
              + " |docker |systemctl |nomad |curl |scli ).*");

  @TempDir Path directory;

  @Test
  void everyCommandIsTypedByATestOrItIsSaidWhyNot() {
    assertThat(PageCommand.all())
        .hasSizeGreaterThan(35)
        .allSatisfy(command ->
            assertThat(TYPED.contains(command.page()) || NotTyped.reason(command).isPresent())
                .as(command.toString())
                .isTrue());
  }

  @Test
  void everyReasonIsForACommandThatIsThere() {
    List<String> lines = PageCommand.all().stream().map(PageCommand::line).toList();

    assertThat(NotTyped.REASONS.keySet())
        .allSatisfy(begin -> assertThat(lines).anyMatch(line -> line.startsWith(begin)));
  }

  @Test
  void noCommandStandsInABlockThatIsNotMarkedAsOne() {
    assertThat(PageCommand.firstLinesOfOtherBlocks())
        .noneMatch(command -> LOOKS_LIKE_ONE.matcher(command.line()).matches());
  }

  @Test
  void everyScriptOfThisTreeThatIsNamedIsThereAndSaysWhatItDoes() throws Exception {
    List<String> scripts =
        PageCommand.all().stream()
            .map(command -> command.line().split(" ", 2)[0])
            .filter(word -> word.startsWith("bin/"))
            .distinct()
            .toList();

    assertThat(scripts).contains("bin/demo", "bin/test");
    for (String script : scripts) {
      Path file = PageCommand.ROOT.resolve(script);
      assertThat(Files.isExecutable(file)).as(script).isTrue();
      assertThat(Files.readAllLines(file).get(1)).as(script).startsWith("# ");
    }
  }

  @Test
  void filesThatAreNamedToOthersProgramsAreThere() {
    List<String> files =
        PageCommand.all().stream()
            .flatMap(command -> List.of(command.line().split("\\s+", -1)).stream())
            .filter(word -> word.startsWith("deploy/"))
            .toList();

    assertThat(files)
        .hasSizeGreaterThan(8)
        .allSatisfy(file -> assertThat(PageCommand.ROOT.resolve(file)).exists());
  }

  @Test
  void whatReadmeRunsAfterABuildIsThere() {
    List<PageCommand> commands =
        PageCommand.of("README.md").stream()
            .filter(command -> NotTyped.reason(command).isEmpty())
            .toList();

    assertThat(commands).hasSize(2);
    for (PageCommand command : commands) {
      RunningProgram program =
          RunningProgram.start(
              command.line(),
              List.of("bash", "-c", "cd '" + PageCommand.ROOT + "' && " + command.line()),
              Map.of(),
              directory.resolve("readme-" + command.number() + ".log"));

      assertThat(program.waitForEnd(PATIENCE)).as(program.logText()).isZero();
      assertThat(program.logText()).contains("Usage:");
    }
  }
}
