package org.csiscaleio.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.csiscaleio.csi.v1.CapacityRange;
import org.csiscaleio.csi.v1.ControllerGetCapabilitiesRequest;
import org.csiscaleio.csi.v1.ControllerGrpc;
import org.csiscaleio.csi.v1.CreateVolumeRequest;
import org.csiscaleio.csi.v1.GetPluginInfoRequest;
import org.csiscaleio.csi.v1.IdentityGrpc;
import org.csiscaleio.csi.v1.NodeGetCapabilitiesRequest;
import org.csiscaleio.csi.v1.NodeGetInfoRequest;
import org.csiscaleio.csi.v1.NodeGrpc;
import org.csiscaleio.csi.v1.VolumeCapability;
import org.csiscaleio.csi.v1.VolumeCapability.AccessMode;
import org.csiscaleio.csi.v1.VolumeCapability.MountVolume;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ServeProcessTest {
  private static final String PLANTED = "pl4nted-Passw0rd";

  /** Counted when this was written: 1,400. Each setting takes one or two. */
  private static final int MOST_BEFORE_BIND = 1_500;

  @TempDir Path directory;
  private Path passwordFile;

  @BeforeEach
  void aPasswordFileIsThere() throws IOException {
    passwordFile = Files.writeString(directory.resolve("password"), PLANTED + "\n");
    Files.setPosixFilePermissions(passwordFile, PosixFilePermissions.fromString("rw-------"));
  }

  /** A gateway at which nobody listens. */
  private List<String> gatewayDown(String... more) {
    List<String> flags = new ArrayList<>(List.of("--gateway", "https://127.0.0.1:1"));
    flags.addAll(List.of("--password-file", passwordFile.toString()));
    flags.addAll(List.of(more));
    return flags;
  }

  private ServeProcess ready(String... flags) throws IOException, InterruptedException {
    ServeProcess plugin = ServeProcess.start(directory, Map.of(), gatewayDown(flags));
    plugin.awaitReady();
    return plugin;
  }

  private static CreateVolumeRequest.Builder volume(String name) {
    return CreateVolumeRequest.newBuilder()
        .setName(name)
        .setCapacityRange(CapacityRange.newBuilder().setRequiredBytes(8L << 30))
        .putParameters("storagePool", "pool1")
        .addVolumeCapabilities(
            VolumeCapability.newBuilder()
                .setMount(MountVolume.getDefaultInstance())
                .setAccessMode(
                    AccessMode.newBuilder().setMode(AccessMode.Mode.SINGLE_NODE_WRITER)));
  }

  @Test
  void itServesWhileTheGatewayIsDownAndSaysSo() throws Exception {
    try (ServeProcess plugin = ready("--name", "storage.example")) {
      assertThat(
              IdentityGrpc.newBlockingStub(plugin.channel())
                  .getPluginInfo(GetPluginInfoRequest.getDefaultInstance())
                  .getName())
          .isEqualTo("storage.example");
      StatusRuntimeException failure =
          catchThrowableOfType(
              StatusRuntimeException.class,
              () ->
                  ControllerGrpc.newBlockingStub(plugin.channel())
                      .withDeadlineAfter(10, TimeUnit.SECONDS)
                      .createVolume(volume("v").build()));

      assertThat(failure.getStatus().getCode()).isEqualTo(Status.Code.UNAVAILABLE);
      assertThat(failure.getStatus().getDescription()).contains("127.0.0.1");
      plugin.awaitLog("the gateway is not usable yet");
      plugin.awaitLog("outcome=UNAVAILABLE");
      assertThat(plugin.process().isAlive()).isTrue();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"TERM", "INT"})
  void askedToStopItTakesItsSocketAwayAndEndsWithZero(String signal) throws Exception {
    try (ServeProcess plugin = ready()) {
      plugin.signal(signal);

      assertThat(plugin.exitStatus()).isZero();
      assertThat(plugin.socket()).doesNotExist();
      assertThat(plugin.log()).contains("stopping", "stopped").doesNotContain("\tat ");
    }
  }

  @Test
  void stoppingCutsOffWhatDoesNotEndInTime() throws Exception {
    try (ServerSocket silent = new ServerSocket(0, 8, InetAddress.getLoopbackAddress());
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
        ServeProcess plugin =
            ServeProcess.start(
                directory,
                Map.of("X_CSI_SCALEIO_PASSWORD", PLANTED),
                List.of(
                    "--gateway",
                    "http://127.0.0.1:" + silent.getLocalPort(),
                    "--drain=1s",
                    "--max-requests=1"))) {
      plugin.awaitReady();
      Future<Throwable> call = threads.submit(() -> failureOfCreate(plugin));
      Socket asked = silent.accept();
      awaitNoRoom(plugin);
      long before = System.nanoTime();
      plugin.signal("TERM");

      assertThat(plugin.exitStatus()).isZero();
      assertThat(Duration.ofNanos(System.nanoTime() - before))
          .isBetween(Duration.ofMillis(900), Duration.ofSeconds(30));
      assertThat(call.get(30, TimeUnit.SECONDS)).isNotNull();
      assertThat(plugin.socket()).doesNotExist();
      asked.close();
    }
  }

  /**
   * How a create ends that was let in; one that met {@link #awaitNoRoom} at the door tries again.
   */
  private static Throwable failureOfCreate(ServeProcess plugin) {
    while (true) {
      StatusRuntimeException failure =
          catchThrowableOfType(
              StatusRuntimeException.class,
              () ->
                  ControllerGrpc.newBlockingStub(plugin.channel())
                      .withDeadlineAfter(60, TimeUnit.SECONDS)
                      .createVolume(volume("v").build()));
      if (!String.valueOf(failure.getMessage()).contains("the most at a time")) {
        return failure;
      }
    }
  }

  /** Waits until the one request that may run is running. */
  private static void awaitNoRoom(ServeProcess plugin) throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (System.nanoTime() < end) {
      try {
        ControllerGrpc.newBlockingStub(plugin.channel())
            .withDeadlineAfter(10, TimeUnit.SECONDS)
            .controllerGetCapabilities(ControllerGetCapabilitiesRequest.getDefaultInstance());
      } catch (StatusRuntimeException e) {
        assertThat(e.getStatus().getCode()).isEqualTo(Status.Code.UNAVAILABLE);
        return;
      }
      Thread.sleep(20);
    }
    throw new AssertionError("the create was never let in");
  }

  @Test
  void killedItComesBackOnTheSameSocket() throws Exception {
    try (ServeProcess killed = ready()) {
      killed.signal("KILL");
      assertThat(killed.exitStatus()).isEqualTo(137);
      assertThat(Files.exists(killed.socket())).as("left behind").isTrue();
    }
    try (ServeProcess successor = ready()) {
      assertThat(successor.process().isAlive()).isTrue();
    }
  }

  @Test
  void aSecondOneOnTheSameSocketEndsAndTheFirstServesOn() throws Exception {
    try (ServeProcess first = ready();
        ServeProcess second = ServeProcess.start(directory, Map.of(), gatewayDown())) {
      assertThat(second.exitStatus()).isEqualTo(1);
      assertThat(second.log()).contains("another process is serving there");
      first.awaitReady();
    }
  }

  @Test
  void wrongConfigurationEndsItWithTwo() throws Exception {
    var flags = new ArrayList<>(gatewayDown());
    flags.addAll(List.of("--imports", "*"));
    try (ServeProcess plugin = ServeProcess.start(directory, Map.of(), flags)) {
      assertThat(plugin.exitStatus()).isEqualTo(2);
      assertThat(plugin.log()).contains("imports:", "whole array");
      assertThat(plugin.socket()).doesNotExist();
    }
  }

  @Test
  void onlyTheServicesOfItsModeAreServed() throws Exception {
    try (ServeProcess plugin = ready("--mode", "controller")) {
      assertThat(
              ControllerGrpc.newBlockingStub(plugin.channel())
                  .controllerGetCapabilities(ControllerGetCapabilitiesRequest.getDefaultInstance()))
          .isNotNull();
      assertThatThrownBy(() ->
              NodeGrpc.newBlockingStub(plugin.channel())
                  .nodeGetCapabilities(NodeGetCapabilitiesRequest.getDefaultInstance()))
          .hasMessageContaining("UNIMPLEMENTED");
    }
  }

  @Test
  void aNodeNeedsNoGateway() throws Exception {
    try (ServeProcess plugin =
        ServeProcess.start(
            directory,
            Map.of("X_CSI_MODE", "node"),
            List.of("--sdc-guid", "b71f01ae-ff7a-47c5-a303-583ffd416818"))) {
      plugin.awaitReady();
      assertThat(
              NodeGrpc.newBlockingStub(plugin.channel())
                  .nodeGetInfo(NodeGetInfoRequest.getDefaultInstance())
                  .getNodeId())
          .isEqualTo("B71F01AE-FF7A-47C5-A303-583FFD416818");
      assertThatThrownBy(() ->
              ControllerGrpc.newBlockingStub(plugin.channel())
                  .controllerGetCapabilities(ControllerGetCapabilitiesRequest.getDefaultInstance()))
          .hasMessageContaining("UNIMPLEMENTED");
    }
  }

  @Test
  void whatIsSlowToLoadIsNotLoadedBeforeTheSocketIsThere() throws Exception {
    Path classes = directory.resolve("classes.log");
    try (ServeProcess plugin =
        ServeProcess.start(
            directory,
            Map.of(),
            List.of("-Xlog:class+load:file=" + classes),
            gatewayDown("--storage-pool", "pool1"))) {
      plugin.awaitReady();
      plugin.awaitLog("the gateway is not usable yet");
    }

    List<String> loaded = Files.readAllLines(classes);
    // Made from the file itself, right after bind.
    int bound = indexOf(loaded, " org.csiscaleio.image.server.SocketFile$Identity ");
    assertThat(bound).isPositive();
    assertThat(loaded.subList(0, bound))
        .noneMatch(line ->
            line.matches(
                ".* (okhttp3|okio|kotlin|tools\\.jackson|org\\.snakeyaml|io\\.grpc|io\\.netty"
                    + "|com\\.google\\.protobuf|java\\.lang\\.foreign)\\..*"));
    // Whoever waits for the socket waits for each of these.
    assertThat(bound).as("classes loaded before the socket is there").isLessThan(MOST_BEFORE_BIND);
    assertThat(indexOf(loaded, " okhttp3.OkHttpClient ")).as("in the background").isPositive();
    assertThat(indexOf(loaded, " org.snakeyaml.")).as("without a file never").isNegative();
  }

  private static int indexOf(List<String> lines, String wanted) {
    for (int i = 0; i < lines.size(); i++) {
      if (lines.get(i).contains(wanted)) {
        return i;
      }
    }
    return -1;
  }

  @Test
  void plantedSecretsAppearNowhere() throws Exception {
    try (ServeProcess plugin =
        ServeProcess.start(
            directory,
            Map.of("X_CSI_SCALEIO_PASSWORD", PLANTED),
            List.of("--gateway", "https://127.0.0.1:1", "--log-level", "trace"))) {
      plugin.awaitReady();
      StatusRuntimeException failure =
          catchThrowableOfType(
              StatusRuntimeException.class,
              () ->
                  ControllerGrpc.newBlockingStub(plugin.channel())
                      .createVolume(
                          volume("v-" + PLANTED)
                              .putSecrets("chap", "pl4nted-in-the-request")
                              .putParameters("unknown", "pl4nted-in-the-request")
                              .build()));
      plugin.awaitLog("rpc method=csi.v1.Controller/CreateVolume");

      assertThat(failure.getStatus().toString()).doesNotContain("pl4nted");
      assertThat(plugin.log()).contains("secrets: ***").doesNotContain("pl4nted");
      assertThat(plugin.process().info().commandLine().orElseThrow()).doesNotContain("pl4nted");
    }
  }

  /**
   * Counted in the processor's time, to the hundredth part that Linux counts it in: a clock on the
   * wall would measure what else the machine is doing. Nothing before the first answer waits.
   */
  @Test
  void theFirstProbeIsAnsweredAfterLittleWork() throws Exception {
    List<Duration> work = new ArrayList<>();
    for (int run = 0; run < 3; run++) {
      try (ServeProcess plugin = ready()) {
        work.add(plugin.process().info().totalCpuDuration().orElseThrow());
        assertThat(plugin.process().isAlive()).isTrue();
      }
    }

    assertThat(work).anySatisfy(time -> assertThat(time).isLessThan(Duration.ofSeconds(3)));
  }
}
