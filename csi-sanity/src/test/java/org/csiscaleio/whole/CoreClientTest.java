package org.csiscaleio.whole;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Status;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The relay and the service, called by the gRPC implementation that Mesos has. */
class CoreClientTest {
  /** What Mesos 1.5 and 1.6 give each call. */
  private static final Duration DEADLINE = Duration.ofSeconds(5);

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

  /** A call that may still go to the dead, once; Mesos, too, repeats what was UNAVAILABLE. */
  private static CoreClient.Ended afterADeath(Callable<CoreClient.Ended> call) throws Exception {
    CoreClient.Ended first = call.call();
    return first.code() == Status.Code.UNAVAILABLE ? call.call() : first;
  }

  @Test
  void oneChannelOutlivesTheServiceBehindTheRelay() throws Exception {
    probe(DEADLINE).as(ProbeResponse.parser());
    var info =
        client.call(
            IdentityGrpc.getGetPluginInfoMethod(),
            GetPluginInfoRequest.getDefaultInstance(),
            DEADLINE);
    assertThat(info.as(GetPluginInfoResponse.parser()).getManifestMap())
        .containsEntry("scope", "node");
    var made = create("disk").as(CreateVolumeResponse.parser()).getVolume();
    assertThat(made.getCapacityBytes()).isEqualTo(1L << 30);

    cluster.a().sigkill();
    cluster.a().start();

    assertThat(afterADeath(() -> create("disk")).as(CreateVolumeResponse.parser()).getVolume())
        .isEqualTo(made);
    cluster.a().sigterm();
    cluster.a().start();
    var delete = DeleteVolumeRequest.newBuilder().setVolumeId(made.getVolumeId()).build();
    assertThat(
            afterADeath(() -> client.call(ControllerGrpc.getDeleteVolumeMethod(), delete, DEADLINE))
                .code())
        .isEqualTo(Status.Code.OK);
    assertThat(cluster.emulator().administrator().volumes()).isEmpty();
  }

  @Test
  void aCallWaitsForTheServiceAndNoLongerThanItsDeadline() throws Exception {
    probe(DEADLINE).as(ProbeResponse.parser());
    cluster.a().sigkill();

    assertThat(afterADeath(() -> probe(Duration.ofSeconds(1))).code())
        .isEqualTo(Status.Code.DEADLINE_EXCEEDED);

    Future<CoreClient.Ended> waiting = threads.submit(() -> probe(Duration.ofSeconds(30)));
    cluster.a().start();
    assertThat(waiting.get(30, TimeUnit.SECONDS).code()).isEqualTo(Status.Code.OK);
  }
}
