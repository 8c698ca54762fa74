package org.csiscaleio.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.csiscaleio.image.config.Catalogue;
import org.csiscaleio.image.config.Setting;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HelpTest {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  private int run(String... arguments) {
    return new Main(
            Map.of(),
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8))
        .run(List.of(arguments));
  }

  private String out() {
    return out.toString(StandardCharsets.UTF_8);
  }

  private String err() {
    return err.toString(StandardCharsets.UTF_8);
  }

  @ParameterizedTest
  @CsvSource({"--help", "-h", "-?", "help"})
  void helpIsThereUnderEveryUsualName(String word) {
    assertThat(run(word)).isZero();
    assertThat(out()).contains("Usage:", "csi-scaleio serve", "Example");
    assertThat(err()).isEmpty();
  }

  @Test
  void helpForServeExplainsEverySettingWithItsDefaultAndVariables() {
    assertThat(run("serve", "--help")).isZero();

    for (Setting<?> setting : Catalogue.all()) {
      if (setting.hidden()) {
        assertThat(out()).doesNotContain(setting.flag(), setting.variables().getFirst().name());
        continue;
      }
      assertThat(out()).contains(setting.variables().getFirst().name());
      if (setting.where() != Setting.Where.ENVIRONMENT) {
        assertThat(out()).contains("  " + setting.flag());
      }
    }
    assertThat(out()).doesNotContain("--password ").contains("Default: ext4", "Exit status");
    assertThat(out().lines()).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(100));
  }

  @Test
  void withoutACommandHelpIsShownAsAnError() {
    assertThat(run()).isEqualTo(2);
    assertThat(err()).contains("Usage:");
  }

  @ParameterizedTest
  @CsvSource({
    "srve, did you mean 'serve'",
    "--gateway, options come after the command",
    "xyzzy, unknown command 'xyzzy'",
  })
  void anUnknownCommandIsAnErrorWithAdvice(String word, String advice) {
    assertThat(run(word)).isEqualTo(2);
    assertThat(err()).contains(advice, "Try 'csi-scaleio --help'");
    assertThat(out()).isEmpty();
  }

  @Test
  void aWrongOptionEndsServeWithTwoAndNamesTheRightOne() {
    assertThat(run("serve", "--gatway", "https://x")).isEqualTo(2);
    assertThat(err()).contains("unknown option --gatway; did you mean '--gateway'?", "--help");
  }

  @Test
  void theVersionIsTold() {
    assertThat(run("version")).isZero();
    assertThat(out()).startsWith("csi-scaleio ");
  }
}
