package org.csiscaleio.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which alerts fire for what, by Prometheus' own promtool. */
class AlertRulesTest {
  private static final Path RULES = Repository.DEPLOY.resolve("prometheus/csi-scaleio.rules.yml");

  @TempDir Path directory;

  /** The levels of what is found are those of the metric: 0 well, 1 a warning, 2 unusable. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          0 | 0 | []
          2 | 0 | [CsiScaleioSdcDisconnected]
          2 | 2 | [CsiScaleioSdcDisconnected]
          1 | 0 | [CsiScaleioSdcDisconnected]
          1 | 2 | [CsiScaleioSdcDisconnected, CsiScaleioSdcUnusable]
          0 | 2 | [CsiScaleioSdcUnusable]
          """)
  void oneCauseOfAnSdcThatCannotBeUsedIsOneAlert(int onArray, int module, String alerts)
      throws Exception {
    var expected = new StringBuilder();
    for (String alert : alerts.replaceAll("[\\[\\] ]", "").split(",", -1)) {
      if (!alert.isEmpty()) {
        expected
            .append("          - {labels: '{alertname=\"")
            .append(alert)
            .append("\"}', value: 1}\n");
      }
    }
    String test =
        """
        rule_files: [%s]
        evaluation_interval: 1m
        tests:
          - interval: 1m
            input_series:
              - series: 'csiscaleio_sdc_finding{job="csi-scaleio", instance="a", part="SDC on the array"}'
                values: '%dx20'
              - series: 'csiscaleio_sdc_finding{job="csi-scaleio", instance="a", part="kernel module scini"}'
                values: '%dx20'
              - series: 'csiscaleio_sdc_finding{job="csi-scaleio", instance="b", part="SDC on the array"}'
                values: '0x20'
            promql_expr_test:
              - expr: count by (alertname) (ALERTS{alertstate="firing"})
                eval_time: 10m
                exp_samples:
        %s\
        """
            .formatted(RULES, onArray, module, expected);

    assertThat(promtool(Files.writeString(directory.resolve("test.yml"), test)))
        .contains("SUCCESS");
  }

  /** What it says, on either stream. */
  private static String promtool(Path test) throws Exception {
    Process process =
        new ProcessBuilder("promtool", "test", "rules", test.toString())
            .redirectErrorStream(true)
            .start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    process.waitFor();
    return said;
  }
}
