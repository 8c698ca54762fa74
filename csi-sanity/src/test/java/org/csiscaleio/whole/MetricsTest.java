package org.csiscaleio.whole;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.csiscaleio.csi.v1.GetCapacityRequest;
import org.csiscaleio.csi.v1.ListVolumesRequest;
import org.csiscaleio.rig.Await;
import org.csiscaleio.rig.Cluster;
import org.csiscaleio.rig.CsiClient;
import org.csiscaleio.rig.VolumeUse;
import org.csiscaleio.rig.VolumeWish;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What operators are shown, by the real Prometheus, its promtool and a StatsD port, of a plugin
 * that has done some work; and that another, who was not asked to, shows nothing.
 */
@Tag("side-by-side")
@TestInstance(Lifecycle.PER_CLASS)
class MetricsTest {
  private static final Duration PATIENCE = Duration.ofSeconds(40);
  private static final Path FILES = Path.of("..", "deploy", "prometheus");
  private static final Pattern NAME = Pattern.compile("\\b(csiscaleio|process|jvm)_[a-z_]+");
  private static final Pattern DATADOG =
      Pattern.compile(
          "csiscaleio_[a-z_]+:[-0-9.E]+\\|(c|g|ms)(\\|#[a-z]+:[^,|\\n]*(,[a-z]+:[^,|\\n]*)*)?");

  private static final long GIB = 1L << 30;

  /** Of the emulated release. */
  private static final int MOST_SNAPSHOTS = 31;

  /** Nearly full. */
  private static final int SNAPSHOTS = 29;

  private final Datagrams statsd = new Datagrams();
  private Cluster cluster;
  private VolumeUse use;
  private Prometheus prometheus;
  private int port;

  @BeforeAll
  void work() throws IOException {
    port = Prometheus.freePort();
    cluster =
        Cluster.named("MetricsTest")
            .version("2.0")
            .plugins(0)
            .setting("scope", "node")
            .setting("quota", "800")
            .setting("refresh", "2s")
            .start();
    cluster
        .a()
        .start(
            Map.of(
                "X_CSI_SCALEIO_METRICSLISTEN",
                Integer.toString(port),
                "X_CSI_SCALEIO_METRICS_REFRESH",
                "10s",
                "STATSD_UDP_HOST",
                "127.0.0.1",
                "STATSD_UDP_PORT",
                Integer.toString(statsd.port())));
    cluster.b().start();
    prometheus = Prometheus.scraping(port, FILES.resolve("csi-scaleio.rules.yml"), cluster);
    CsiClient client = cluster.a().client();
    use = cluster.useOnA(VolumeWish.of("measured", 8, "ext4"));
    use.bringUp(client);
    for (int i = 0; i < SNAPSHOTS; i++) {
      use.snapshot("snap-" + i, client);
    }
    assertThat(
            catchThrowableOfType(StatusRuntimeException.class, () -> use.delete(client))
                .getStatus()
                .getCode())
        .isEqualTo(Status.Code.FAILED_PRECONDITION);
    var _ = client.controller().listVolumes(ListVolumesRequest.getDefaultInstance());
    var _ =
        client
            .controller()
            .getCapacity(
                GetCapacityRequest.newBuilder()
                    .addVolumeCapabilities(use.wish().capability())
                    .build());
    use.nodeUnpublish(client);
    use.unstage(client);
    prometheus.await("csiscaleio_sdc_finding{part=\"SDC on the array\"}", 0);
    cluster.emulator().control().setConnected(cluster.a().host(), false);
  }

  @AfterAll
  void end() {
    prometheus.close();
    statsd.close();
    cluster.startOver();
    cluster.close();
  }

  @Test
  void requestsAreCountedByMethodAndCodeAndTimed() {
    prometheus.await("csiscaleio_rpc_requests_total{method=\"CreateVolume\",code=\"OK\"}", 1);
    prometheus.await(
        "csiscaleio_rpc_requests_total{method=\"DeleteVolume\",code=\"FAILED_PRECONDITION\"}", 1);
    prometheus.await("csiscaleio_rpc_duration_seconds_count{method=\"CreateSnapshot\"}", SNAPSHOTS);
  }

  @Test
  void whatWasDoneAtTheArrayAndOnTheHostIsCounted() {
    prometheus.await("csiscaleio_gateway_requests_total{kind=\"Volume.create\",result=\"OK\"}", 1);
    prometheus.await("sum(csiscaleio_gateway_logins_total{result=\"OK\"})", 1);
    prometheus.await("csiscaleio_gateway_up", 1);
    for (String step : List.of("device_wait", "format", "mount", "bind", "unmount")) {
      prometheus.await(
          "csiscaleio_node_steps_total{step=\"" + step + "\",result=\"OK\"} > bool 0", 1);
    }
  }

  @Test
  void poolsVolumesAndMappingsAreAsTheArrayHasThem() {
    prometheus.await("csiscaleio_quota_bytes{domain=\"pd1\",pool=\"sp1\"}", 800.0 * GIB);
    prometheus.await("csiscaleio_quota_left_bytes{domain=\"pd1\",pool=\"sp1\"}", 792.0 * GIB);
    prometheus.await("csiscaleio_pool_usable_bytes{pool=\"sp1\"} > bool 1e9", 1);
    prometheus.await("csiscaleio_volumes", 1);
    prometheus.await("csiscaleio_volumes_size_bytes", 8.0 * GIB);
    prometheus.await("csiscaleio_volume_mappings", 1);
    prometheus.await("csiscaleio_volumes_age_seconds < bool 60", 1);
  }

  @Test
  void aTreeThatIsNearlyFullIsShownAndAlertedOf() {
    prometheus.await("csiscaleio_snapshot_tree_snapshots", SNAPSHOTS);
    prometheus.await("csiscaleio_snapshot_tree_limit", MOST_SNAPSHOTS);
    prometheus.awaitAlert("CsiScaleioSnapshotTreeNearlyFull");
  }

  /** The plugin looks every ten seconds, as it was told. */
  @Test
  void anSdcThatIsDisconnectedIsSeenAndAlertedOf() {
    prometheus.awaitAlert("CsiScaleioSdcDisconnected");
  }

  @Test
  void prometheusUnderstandsEveryRule() {
    prometheus.awaitRules(14);
  }

  @Test
  void everyMetricThatTheAlertsAndTheDashboardNameIsThere() throws Exception {
    var named = new TreeSet<String>();
    for (String file : List.of("csi-scaleio.rules.yml", "grafana-dashboard.json")) {
      NAME.matcher(Files.readString(FILES.resolve(file)))
          .results()
          .forEach(found -> named.add(found.group()));
    }
    assertThat(named).hasSizeGreaterThan(25);

    prometheus.awaitNames(named);
  }

  @Test
  void everyExpressionOfTheDashboardIsUnderstood() throws Exception {
    JsonNode dashboard =
        JsonMapper.builder().build().readTree(FILES.resolve("grafana-dashboard.json").toFile());
    List<String> expressions =
        dashboard.findValues("expr").stream()
            .map(JsonNode::asString)
            .map(text ->
                text.replaceAll("\\$(instance|system)", ".*").replace("$__rate_interval", "1m"))
            .toList();

    assertThat(expressions).hasSizeGreaterThan(25).noneMatch(text -> text.contains("$"));
    for (String expression : expressions) {
      assertThat(prometheus.understands(expression)).as(expression).isTrue();
    }
  }

  @Test
  void promtoolFindsNoFault() throws Exception {
    Path page = cluster.root().resolve("page");
    Files.writeString(page, prometheus.page(port));
    Files.copy(page, cluster.logs().resolve("page.txt"), StandardCopyOption.REPLACE_EXISTING);

    assertThat(Prometheus.promtool(page, "check", "metrics")).isEmpty();
    assertThat(
            Prometheus.promtool(
                page, "check", "rules", FILES.resolve("csi-scaleio.rules.yml").toString()))
        .contains("SUCCESS");
    assertThat(
            Prometheus.promtool(
                page, "check", "config", FILES.resolve("prometheus.yml").toString()))
        .contains("SUCCESS", "is valid");
  }

  @Test
  void thePageNamesNoVolumeAndNoSecret() throws Exception {
    String volume = use.id().substring(use.id().indexOf('-') + 1);

    assertThat(prometheus.page(port))
        .doesNotContain(volume)
        .doesNotContain("measured")
        .doesNotContain(cluster.emulator().password());
  }

  @Test
  void statsdIsSentTheSame() throws IOException {
    Await.until(
        "a refused request at StatsD",
        PATIENCE,
        () ->
            statsd
                .lines()
                .contains(
                    "csiscaleio_rpc_requests_total:1|c|#service:csi.v1.Controller,"
                        + "method:DeleteVolume,code:FAILED_PRECONDITION"));
    List<String> lines = statsd.lines();
    Files.write(cluster.logs().resolve("statsd.txt"), lines);

    assertThat(lines).allSatisfy(line -> assertThat(line).matches(DATADOG));
    assertThat(lines)
        .contains(
            "csiscaleio_node_steps_total:1|c|#step:format,result:OK",
            "csiscaleio_quota_bytes:" + 800 * GIB + "|g|#system:127.0.0.1,domain:pd1,pool:sp1")
        .anyMatch(line ->
            line.matches(
                "csiscaleio_rpc_duration:[0-9.]+\\|ms\\|#service:csi.v1.Node,"
                    + "method:NodeStageVolume"));
    assertThat(
            lines.stream()
                .filter(line -> line.startsWith("csiscaleio_rpc_requests_total:"))
                .filter(line -> line.endsWith("method:CreateSnapshot,code:OK"))
                .mapToInt(line -> Integer.parseInt(line.replaceAll("^[^:]*:|\\|.*", "")))
                .sum())
        .isEqualTo(SNAPSHOTS);
  }

  @Test
  void aPluginThatWasNotAskedToShowsNothing() throws IOException {
    assertThat(Sockets.listening(cluster.a().program().pid()))
        .filteredOn(place -> place.startsWith("tcp"))
        .containsExactly("tcp " + port);
    assertThat(Sockets.listening(cluster.b().program().pid())).isEmpty();
  }
}
