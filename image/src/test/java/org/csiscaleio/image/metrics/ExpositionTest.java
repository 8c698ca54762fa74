package org.csiscaleio.image.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.csiscaleio.operation.Finding;
import org.csiscaleio.operation.meter.Measurement;
import org.csiscaleio.operation.meter.Step;
import org.junit.jupiter.api.Test;

/** What the layers tell, as Prometheus reads it. */
class ExpositionTest {
  private final Store store = new Store(Optional.empty());
  private final Recorder host = new Recorder(store, "");
  private final Recorder array = new Recorder(store, "array-1");

  private String page() {
    return Exposition.of(store.samples());
  }

  private List<String> lines(String beginning) {
    return page().lines().filter(line -> line.startsWith(beginning)).toList();
  }

  private void rpc(String method, String code, long millis) {
    host.note(new Measurement.Rpc("csi.v1.Node", method, code, Duration.ofMillis(millis)));
  }

  @Test
  void aCounterHasItsHelpItsTypeAndALineForEachSetOfLabels() {
    rpc("NodeStageVolume", "OK", 20);
    rpc("NodeStageVolume", "OK", 30);
    rpc("NodeStageVolume", "INTERNAL", 1);

    assertThat(page())
        .contains(
            """
            # HELP csiscaleio_rpc_requests_total Requests of orchestrators that were answered.
            # TYPE csiscaleio_rpc_requests_total counter
            csiscaleio_rpc_requests_total{service="csi.v1.Node",method="NodeStageVolume",code="INTERNAL"} 1
            csiscaleio_rpc_requests_total{service="csi.v1.Node",method="NodeStageVolume",code="OK"} 2
            """);
  }

  @Test
  void aHistogramAddsUpFromBucketToBucket() {
    rpc("NodeGetInfo", "OK", 5);
    rpc("NodeGetInfo", "OK", 200);
    rpc("NodeGetInfo", "OK", 90_000);

    String labels = "{service=\"csi.v1.Node\",method=\"NodeGetInfo\"";
    assertThat(page())
        .contains(
            "# TYPE csiscaleio_rpc_duration_seconds histogram\n",
            "csiscaleio_rpc_duration_seconds_bucket" + labels + ",le=\"0.005\"} 1\n",
            "csiscaleio_rpc_duration_seconds_bucket" + labels + ",le=\"0.1\"} 1\n",
            "csiscaleio_rpc_duration_seconds_bucket" + labels + ",le=\"0.25\"} 2\n",
            "csiscaleio_rpc_duration_seconds_bucket" + labels + ",le=\"60\"} 2\n",
            "csiscaleio_rpc_duration_seconds_bucket" + labels + ",le=\"+Inf\"} 3\n",
            "csiscaleio_rpc_duration_seconds_sum" + labels + "} 90.205\n",
            "csiscaleio_rpc_duration_seconds_count" + labels + "} 3\n");
  }

  @Test
  void whatOthersNamedCannotBreakOutOfALabel() {
    array.note(new Measurement.PoolQuota("pd\"1\n", "a\\b", 8L << 30, 0));

    assertThat(lines("csiscaleio_quota_bytes"))
        .containsExactly(
            "csiscaleio_quota_bytes{system=\"array-1\",domain=\"pd\\\"1\\n\",pool=\"a\\\\b\"}"
                + " 8589934592");
  }

  @Test
  void aMetricWithoutLabelsHasNoBraces() {
    host.note(new Measurement.SdcLook(List.of(Finding.ok("SDC driver", "is there"))));

    assertThat(lines("csiscaleio_sdc_ok")).containsExactly("csiscaleio_sdc_ok 1");
  }

  @Test
  void whatWasNeverToldIsNotShown() {
    assertThat(page()).isEmpty();
  }

  @Test
  void aGatewayIsUpWhenItAnswersAlsoWithARefusal() {
    array.note(request("UNREACHABLE"));
    assertThat(lines("csiscaleio_gateway_up{"))
        .containsExactly("csiscaleio_gateway_up{system=\"array-1\"} 0");

    array.note(request("NAME_IN_USE"));

    assertThat(lines("csiscaleio_gateway_up{"))
        .containsExactly("csiscaleio_gateway_up{system=\"array-1\"} 1");
    assertThat(lines("csiscaleio_gateway_up_age_seconds{")).hasSize(1);
  }

  private static Measurement request(String result) {
    return new Measurement.GatewayRequest("POST", "Volume.create", result, Duration.ofMillis(3));
  }

  @Test
  void ofEachPartOfTheSdcTheWorstIsShownAndWhatIsNotFoundAnyMoreIsNot() {
    host.note(
        new Measurement.SdcLook(
            List.of(
                Finding.ok("SDC approval", "is given"),
                Finding.fail("SDC approval", "is missing on the other array", "approve it"),
                Finding.warn("SDC name", "cannot be set", "set it"))));
    assertThat(lines("csiscaleio_sdc_finding"))
        .containsExactly(
            "csiscaleio_sdc_finding{part=\"SDC approval\"} 2",
            "csiscaleio_sdc_finding{part=\"SDC name\"} 1");
    assertThat(lines("csiscaleio_sdc_ok")).containsExactly("csiscaleio_sdc_ok 0");

    host.note(new Measurement.SdcLook(List.of(Finding.ok("SDC approval", "is given"))));

    assertThat(lines("csiscaleio_sdc_finding"))
        .containsExactly("csiscaleio_sdc_finding{part=\"SDC approval\"} 0");
  }

  @Test
  void onlyTreesThatAreNearlyFullAreNamedAndOnlyTheFullest() {
    Map<String, Integer> trees =
        IntStream.range(0, 60).boxed().collect(Collectors.toMap(i -> "t" + i, i -> 60 + i));
    array.note(new Measurement.TreeFills(trees, 126));

    assertThat(lines("csiscaleio_snapshot_tree_snapshots"))
        .hasSize(6)
        .contains("csiscaleio_snapshot_tree_snapshots{system=\"array-1\",tree=\"t59\"} 119");
    assertThat(lines("csiscaleio_snapshot_tree_limit"))
        .containsExactly("csiscaleio_snapshot_tree_limit{system=\"array-1\"} 126");

    array.note(new Measurement.TreeFills(trees, 60));

    assertThat(lines("csiscaleio_snapshot_trees_nearly_full"))
        .containsExactly("csiscaleio_snapshot_trees_nearly_full{system=\"array-1\"} 60");
    assertThat(lines("csiscaleio_snapshot_tree_snapshots")).hasSize(FullTrees.MOST);
  }

  @Test
  void aTreeThatWasEmptiedIsNoLongerNamed() {
    array.note(new Measurement.TreeFill("t1", 120, 126));
    assertThat(lines("csiscaleio_snapshot_tree_snapshots")).hasSize(1);

    array.note(new Measurement.TreeFills(Map.of(), 0));

    assertThat(lines("csiscaleio_snapshot_tree_snapshots")).isEmpty();
    assertThat(lines("csiscaleio_snapshot_trees_nearly_full"))
        .containsExactly("csiscaleio_snapshot_trees_nearly_full{system=\"array-1\"} 0");
    assertThat(lines("csiscaleio_snapshot_tree_limit")).hasSize(1);
  }

  @Test
  void theNumberOfSeriesIsBounded() {
    for (int i = 0; i < 2 * Store.MOST_SERIES; i++) {
      array.note(new Measurement.PoolQuota("pd", "pool-" + i, 1, 1));
    }

    assertThat(lines("csiscaleio_quota_bytes")).hasSize(Store.MOST_SERIES);
  }

  @Test
  void stepsAreCountedByHowTheyEnded() {
    host.note(new Measurement.HostStep(Step.DEVICE_WAIT, "UNAVAILABLE", Duration.ofSeconds(30)));

    assertThat(lines("csiscaleio_node_steps_total"))
        .containsExactly(
            "csiscaleio_node_steps_total{step=\"device_wait\",result=\"UNAVAILABLE\"} 1");
  }

  @Test
  void theProcessIsReadFromTheKernel() {
    Map<Metric, Double> values =
        ProcessState.samples().stream()
            .collect(Collectors.toMap(Sample::metric, Sample::value, Math::max));

    assertThat(values.get(Metric.PROCESS_MEMORY)).isGreaterThan(10e6);
    assertThat(values.get(Metric.PROCESS_THREADS)).isGreaterThan(1);
    assertThat(values.get(Metric.PROCESS_FILES)).isGreaterThan(3);
    assertThat(values.get(Metric.PROCESS_CPU)).isPositive();
    assertThat(values.get(Metric.PROCESS_START)).isGreaterThan(1.7e9);
    assertThat(values).containsKeys(Metric.JVM_GC, Metric.JVM_GC_TIME, Metric.JVM_MOST_HEAP);
  }
}
