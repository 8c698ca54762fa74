package org.csiscaleio.image.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The page for operators has every metric there is, and no other. */
class MetricTableTest {
  private static final Path PAGE = Path.of("../docs/metrics.md");
  private static final Pattern NAME = Pattern.compile("\\b(csiscaleio|process|jvm)_[a-z_]+");
  private static final Pattern ALLOWED =
      Pattern.compile("(csiscaleio|process|jvm)_[a-z]+(_[a-z]+)*");

  private static String row(Metric metric) {
    String labels =
        metric.labels().stream().map(label -> "`" + label + "`").collect(Collectors.joining(", "));
    return "| `%s` | %s | %s | %s |\n"
        .formatted(metric.title(), metric.kind().word(), labels, metric.help());
  }

  @Test
  void theTableIsThatOfTheProgram() throws IOException {
    String table =
        Arrays.stream(Metric.values()).map(MetricTableTest::row).collect(Collectors.joining());

    assertThat(Files.readString(PAGE)).contains(table);
  }

  @Test
  void everyNameOnThePageIsThatOfAMetric() throws IOException {
    var known =
        Arrays.stream(Metric.values())
            .map(Metric::title)
            // StatsD has durations without their unit.
            .flatMap(
                title -> Stream.of(title, title.replaceFirst("_duration_seconds$", "_duration")))
            .collect(Collectors.toSet());

    assertThat(NAME.matcher(Files.readString(PAGE)).results().map(found -> found.group()))
        .allSatisfy(name ->
            assertThat(known)
                .contains(name.replaceFirst("(_duration_seconds)_(bucket|sum|count)$", "$1")));
  }

  @Test
  void namesFollowPrometheusConventions() {
    assertThat(Metric.values())
        .allSatisfy(metric -> {
          assertThat(metric.title()).matches(ALLOWED.pattern());
          assertThat(metric.title().endsWith("_total"))
              .isEqualTo(metric.kind() == Metric.Kind.COUNTER);
          assertThat(metric.help()).endsWith(".");
        });
  }
}
