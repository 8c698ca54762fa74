package org.csiscaleio.whole;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.MetadataUtils;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.csiscaleio.csi.v1.ListVolumesRequest;
import org.csiscaleio.csi.v1.ProbeRequest;
import org.csiscaleio.rig.Await;
import org.csiscaleio.rig.Cluster;
import org.csiscaleio.rig.CsiClient;
import org.csiscaleio.rig.VolumeUse;
import org.csiscaleio.rig.VolumeWish;
import org.csiscaleio.whole.TraceCollector.Span;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/**
 * What a collector gets of a plugin that has done some work, and how another does whose collector
 * is not there.
 */
@Tag("side-by-side")
@TestInstance(Lifecycle.PER_CLASS)
class TracesTest {
  private static final String PASSWORD = "Pa55-planted-traces";
  private static final String TOKEN = "t0ken-planted-traces";
  private static final String THEIR_TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
  private static final String THEIR_SPAN = "00f067aa0ba902b7";

  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final int SERVER = 2;
  private static final int CLIENT = 3;
  private static final int FAILED = 2;

  private final TraceCollector collector = new TraceCollector();
  private Cluster cluster;
  private VolumeUse use;

  @BeforeAll
  void work() throws IOException {
    cluster = Cluster.named("TracesTest").plugins(0).password(PASSWORD).start();
    Path headers =
        Files.writeString(
            cluster.root().resolve("headers"), "Authorization: Bearer " + TOKEN + "\n");
    Map<String, String> settings = new HashMap<>();
    settings.put("X_CSI_SCALEIO_TRACES_ENDPOINT", collector.url().toString());
    settings.put("X_CSI_SCALEIO_TRACES_HEADER_FILE", headers.toString());
    cluster.a().start(settings);
    // Of an earlier run.
    Files.deleteIfExists(cluster.logs().resolve("plugin-host-b.log"));
    cluster.b().start(Map.of("X_CSI_SCALEIO_TRACES_ENDPOINT", "http://127.0.0.1:1"));
    CsiClient client = cluster.a().client();
    use = cluster.useOnA(VolumeWish.of("traced", 8, "xfs"));
    use.bringUp(client);
    assertThat(
            catchThrowableOfType(StatusRuntimeException.class, () -> use.delete(client))
                .getStatus()
                .getCode())
        .isEqualTo(Status.Code.FAILED_PRECONDITION);
    list(client, "00-" + THEIR_TRACE + "-" + THEIR_SPAN + "-01");
    list(client, "00-" + THEIR_TRACE.replace('4', '5') + "-" + THEIR_SPAN + "-00");
    var _ = client.identity().probe(ProbeRequest.getDefaultInstance());
    use.tearDown(client);
  }

  private static void list(CsiClient client, String traceparent) {
    var headers = new Metadata();
    headers.put(Metadata.Key.of("traceparent", Metadata.ASCII_STRING_MARSHALLER), traceparent);
    var _ =
        client
            .controller()
            .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(headers))
            .listVolumes(ListVolumesRequest.getDefaultInstance());
  }

  @AfterAll
  void end() throws IOException {
    Files.writeString(cluster.logs().resolve("exported.jsonl"), collector.everything());
    collector.close();
    cluster.close();
  }

  private Span request(String method) {
    return collector.await(method, span -> span.name().equals(method));
  }

  @Test
  void aVolumeThatIsCreatedIsATraceWithWhatWasAskedOfTheArray() {
    Span created = request("csi.v1.Controller/CreateVolume");

    assertThat(created.kind()).isEqualTo(SERVER);
    assertThat(created.parentId()).isEmpty();
    assertThat(created.status()).isZero();
    assertThat(created.attributes())
        .containsEntry("rpc.service", "csi.v1.Controller")
        .containsEntry("rpc.method", "CreateVolume")
        .containsEntry("code", "OK")
        .containsEntry("volume", use.id())
        .containsEntry("name", "traced");
    List<Span> parts = collector.partsOf(created);
    assertThat(parts)
        .allSatisfy(part -> {
          assertThat(part.traceId()).isEqualTo(created.traceId());
          assertThat(part.kind()).isEqualTo(CLIENT);
          assertThat(part.within(created)).as("%s in %s", part, created).isTrue();
          assertThat(part.attributes()).containsKeys("scaleio.system", "http.request.method");
        });
    assertThat(parts.getLast().name()).isEqualTo("Volume.create");
    assertThat(parts.getLast().attributes())
        .containsEntry("http.request.method", "POST")
        .containsEntry("result", "OK");
  }

  @Test
  void aVolumeThatIsStagedIsATraceWithTheStepsOnTheHost() {
    Span staged = request("csi.v1.Node/NodeStageVolume");

    assertThat(staged.attributes()).containsEntry("volume", use.id()).containsEntry("code", "OK");
    List<Span> parts = collector.partsOf(staged);
    assertThat(parts).extracting(Span::name).containsSubsequence("device_wait", "format", "mount");
    assertThat(parts)
        .allSatisfy(part -> {
          assertThat(part.traceId()).isEqualTo(staged.traceId());
          assertThat(part.within(staged)).as("%s in %s", part, staged).isTrue();
          assertThat(part.attributes()).containsEntry("result", "OK");
        });
  }

  @Test
  void aRequestThatWasRefusedIsAFailureAsItsCallerGotIt() {
    Span refused =
        collector.await(
            "a refused request",
            span ->
                span.name().equals("csi.v1.Controller/DeleteVolume") && span.status() == FAILED);

    assertThat(refused.attributes()).containsEntry("code", "FAILED_PRECONDITION");
    assertThat(refused.message()).contains("is still in use and stays");
    assertThat(collector.partsOf(refused))
        .anySatisfy(part -> {
          assertThat(part.name()).isEqualTo("Volume.removeVolume");
          assertThat(part.status()).isEqualTo(FAILED);
          assertThat(part.attributes()).containsEntry("result", "VOLUME_MAPPED");
        });
  }

  @Test
  void aCallersTraceIsGoneOnWithWhenTheCallerRecordsIt() {
    Span listed = request("csi.v1.Controller/ListVolumes");
    request("csi.v1.Controller/ControllerUnpublishVolume");

    assertThat(listed.traceId()).isEqualTo(THEIR_TRACE);
    assertThat(listed.parentId()).isEqualTo(THEIR_SPAN);
    assertThat(collector.spans())
        .filteredOn(span -> span.name().equals("csi.v1.Controller/ListVolumes"))
        .hasSize(1);
  }

  @Test
  void aLineOfTheLogLeadsToTheTraceAndBack() {
    Span created = request("csi.v1.Controller/CreateVolume");

    assertThat(cluster.a().program().logText().lines())
        .filteredOn(line -> line.contains("trace=" + created.traceId()))
        .anySatisfy(line ->
            assertThat(line)
                .contains(
                    " " + created.attributes().get("request") + " RequestLog: ",
                    "method=csi.v1.Controller/CreateVolume"));
  }

  @Test
  void itIsToldWhoSends() {
    request("csi.v1.Controller/CreateVolume");

    assertThat(collector.resource())
        .containsEntry("service.name", "csi-scaleio")
        .containsEntry("csiscaleio.plugin", "org.csiscaleio")
        .containsEntry("csiscaleio.scope", "cluster")
        .containsKey("service.version");
  }

  @Test
  void noSecretIsSentButInTheHeaderThatIsForIt() {
    request("csi.v1.Controller/DeleteVolume");

    assertThat(collector.authorizations()).containsOnly("Bearer " + TOKEN);
    assertThat(collector.everything()).doesNotContain("planted").doesNotContain("Basic ");
    assertThat(cluster.a().program().logText()).doesNotContain("planted");
  }

  @Test
  void probesThatAreWellAreLeftOut() {
    request("csi.v1.Controller/ControllerUnpublishVolume");

    assertThat(collector.spans()).noneMatch(span -> span.name().endsWith("/Probe"));
  }

  @Test
  void aCollectorThatIsAwayHarmsNoRequestAndIsSaidOnce() {
    VolumeUse other = new VolumeUse(VolumeWish.of("untraced", 8, "xfs"), cluster.b().host());
    other.bringUp(cluster.b().client());
    other.tearDown(cluster.b().client());

    Await.until(
        "a warning",
        PATIENCE,
        () -> cluster.b().program().logText().contains("the collector of traces"));
    assertThat(cluster.b().program().logText().lines())
        .filteredOn(line -> line.contains("the collector of traces"))
        .hasSize(1)
        .allSatisfy(line ->
            assertThat(line)
                .contains("http://127.0.0.1:1/v1/traces cannot be reached", "served all the same"));
  }
}
