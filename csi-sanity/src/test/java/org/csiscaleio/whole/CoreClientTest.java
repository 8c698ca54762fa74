package org.csiscaleio.whole;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Status;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.csiscaleio.csi.v1.ControllerGrpc;
import org.csiscaleio.csi.v1.CreateVolumeRequest;
import org.csiscaleio.csi.v1.CreateVolumeResponse;
import org.csiscaleio.csi.v1.DeleteVolumeRequest;
import org.csiscaleio.csi.v1.GetPluginInfoRequest;
import org.csiscaleio.csi.v1.GetPluginInfoResponse;
import org.csiscaleio.csi.v1.IdentityGrpc;
import org.csiscaleio.csi.v1.ProbeRequest;
import org.csiscaleio.csi.v1.ProbeResponse;
import org.csiscaleio.csi.v1.VolumeCapability.AccessMode.Mode;
import org.csiscaleio.rig.Cluster;
import org.csiscaleio.rig.RelayProcess;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The relay and the service, called by the gRPC implementation that Mesos has. */
@Tag("side-by-side")
class CoreClientTest {
  /** What Mesos 1.5 and 1.6 give each call. */
  private static final Duration DEADLINE = Duration.ofSeconds(5);

  private static final Set<Status.Code> PASSING =
      Set.of(Status.Code.UNAVAILABLE, Status.Code.DEADLINE_EXCEEDED);

  private static final int MOST_CALLS = 12;

  @TempDir Path directory;

  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private Cluster cluster;
  private RelayProcess relay;
  private CoreClient client;

  @BeforeEach
  void start() throws IOException {
    cluster = Cluster.named("CoreClientTest").setting("scope", "node").start();
    relay =
        RelayProcess.start(
                directory.resolve("relay.sock"),
                cluster.a().socket(),
                directory.resolve("relay.log"))
            .awaitSocket();
    client = CoreClient.to(relay.socket(), directory.resolve("client.log"));
  }

  @AfterEach
  void stop() throws IOException {
    client.close();
    relay.close();
    cluster.close();
    threads.shutdownNow();
  }

  private CoreClient.Ended probe(Duration deadline) throws IOException {
    return client.call(IdentityGrpc.getProbeMethod(), ProbeRequest.getDefaultInstance(), deadline);
  }

  private CoreClient.Ended create(String name) throws IOException {
    var request = CreateVolumeRequest.newBuilder().setName(name);
    request.getCapacityRangeBuilder().setRequiredBytes(1L << 30).setLimitBytes(1L << 30);
    var capability = request.addVolumeCapabilitiesBuilder();
    capability.getMountBuilder();
    capability.getAccessModeBuilder().setMode(Mode.SINGLE_NODE_WRITER);
    return client.call(ControllerGrpc.getCreateVolumeMethod(), request.build(), DEADLINE);
  }

  /** As Mesos repeats creates and deletes that end so, with the same deadline each time. */
  private static CoreClient.Ended repeated(Callable<CoreClient.Ended> call) throws Exception {
    CoreClient.Ended ended = call.call();
    for (int i = 1; i < MOST_CALLS && PASSING.contains(ended.code()); i++) {
      ended = call.call();
    }
    return ended;
  }

  @Test
  void oneChannelOutlivesTheServiceBehindTheRelay() throws Exception {
    repeated(() -> probe(DEADLINE)).as(ProbeResponse.parser());
    var asked = GetPluginInfoRequest.getDefaultInstance();
    var info =
        repeated(() -> client.call(IdentityGrpc.getGetPluginInfoMethod(), asked, DEADLINE))
            .as(GetPluginInfoResponse.parser());
    assertThat(info.getManifestMap()).containsEntry("scope", "node");
    var made = repeated(() -> create("disk")).as(CreateVolumeResponse.parser()).getVolume();
    assertThat(made.getCapacityBytes()).isEqualTo(1L << 30);

    cluster.a().sigkill();
    cluster.a().start();

    assertThat(repeated(() -> create("disk")).as(CreateVolumeResponse.parser()).getVolume())
        .isEqualTo(made);
    cluster.a().sigterm();
    cluster.a().start();
    var delete = DeleteVolumeRequest.newBuilder().setVolumeId(made.getVolumeId()).build();
    var deleted =
        repeated(() -> client.call(ControllerGrpc.getDeleteVolumeMethod(), delete, DEADLINE));
    assertThat(deleted.code()).isEqualTo(Status.Code.OK);
    assertThat(cluster.emulator().administrator().volumes()).isEmpty();
  }

  @Test
  void aCallWaitsForTheServiceAndNoLongerThanItsDeadline() throws Exception {
    repeated(() -> probe(DEADLINE)).as(ProbeResponse.parser());
    cluster.a().sigkill();

    CoreClient.Ended first = probe(Duration.ofSeconds(1));
    // It may have gone to the dead service still.
    var waited = first.code() == Status.Code.UNAVAILABLE ? probe(Duration.ofSeconds(1)) : first;
    assertThat(waited.code()).isEqualTo(Status.Code.DEADLINE_EXCEEDED);

    Future<CoreClient.Ended> waiting = threads.submit(() -> probe(Duration.ofSeconds(30)));
    cluster.a().start();
    assertThat(waiting.get(30, TimeUnit.SECONDS).code()).isEqualTo(Status.Code.OK);
  }
}
