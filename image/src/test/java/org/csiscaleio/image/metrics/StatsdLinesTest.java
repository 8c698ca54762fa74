package org.csiscaleio.image.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;
import org.csiscaleio.image.config.Choices.StatsdFormat;
import org.junit.jupiter.api.Test;

class StatsdLinesTest {
  private static final List<String> NODE = List.of("csi.v1.Node", "NodeStageVolume");
  private static final StatsdLines DATADOG = new StatsdLines(StatsdFormat.DATADOG);
  private static final StatsdLines PLAIN = new StatsdLines(StatsdFormat.PLAIN);

  @Test
  void labelsAreTagsForDatadog() {
    assertThat(DATADOG.counter(Metric.RPC_REQUESTS, List.of("csi.v1.Node", "NodeGetInfo", "OK"), 3))
        .isEqualTo(
            "csiscaleio_rpc_requests_total:3|c|#service:csi.v1.Node,method:NodeGetInfo,code:OK");
  }

  @Test
  void labelsArePartsOfAPlainName() {
    assertThat(PLAIN.counter(Metric.RPC_REQUESTS, List.of("csi.v1.Node", "NodeGetInfo", "OK"), 3))
        .isEqualTo("csiscaleio_rpc_requests_total.csi_v1_Node.NodeGetInfo.OK:3|c");
  }

  @Test
  void aDurationIsInMillisecondsUnderANameWithoutAUnit() {
    assertThat(DATADOG.duration(Metric.RPC_DURATION, NODE, 0.0123456))
        .isEqualTo("csiscaleio_rpc_duration:12.346|ms|#service:csi.v1.Node,method:NodeStageVolume");
    assertThat(PLAIN.duration(Metric.NODE_STEP_DURATION, List.of("format"), 2))
        .isEqualTo("csiscaleio_node_step_duration.format:2000|ms");
  }

  @Test
  void aGaugeWithoutLabelsIsANameAndANumber() {
    assertThat(DATADOG.gauge(Metric.RPC_IN_FLIGHT, List.of(), 2))
        .isEqualTo("csiscaleio_rpc_in_flight:2|g")
        .isEqualTo(PLAIN.gauge(Metric.RPC_IN_FLIGHT, List.of(), 2));
  }

  @Test
  void whatOthersNamedCannotBreakOutOfALine() {
    assertThat(DATADOG.gauge(Metric.QUOTA, List.of("s", "p|d,1", "x\ny#z@"), 1))
        .isEqualTo("csiscaleio_quota_bytes:1|g|#system:s,domain:p_d_1,pool:x_y_z_");
    assertThat(PLAIN.gauge(Metric.QUOTA, List.of("10.0.0.1", "p:d", "ä b"), 1))
        .isEqualTo("csiscaleio_quota_bytes.10_0_0_1.p_d.__b:1|g");
  }

  @Test
  void linesShareDatagramsThatFitAFrame() {
    List<String> lines = IntStream.range(0, 200).mapToObj(i -> "name-" + i + ":1|c").toList();

    List<String> datagrams = StatsdLines.datagrams(lines);

    assertThat(datagrams).hasSizeBetween(2, 3);
    assertThat(datagrams)
        .allSatisfy(datagram ->
            assertThat(datagram.getBytes(StandardCharsets.UTF_8))
                .hasSizeLessThanOrEqualTo(StatsdLines.DATAGRAM_BYTES));
    assertThat(String.join("\n", datagrams)).isEqualTo(String.join("\n", lines));
    assertThat(StatsdLines.datagrams(List.of())).isEmpty();
  }
}
