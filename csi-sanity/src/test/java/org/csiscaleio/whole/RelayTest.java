package org.csiscaleio.whole;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.csiscaleio.csi.v1.CreateVolumeRequest;
import org.csiscaleio.csi.v1.GetPluginInfoRequest;
import org.csiscaleio.csi.v1.ListVolumesRequest;
import org.csiscaleio.csi.v1.NodeGetInfoRequest;
import org.csiscaleio.csi.v1.ProbeRequest;
import org.csiscaleio.rig.Await;
import org.csiscaleio.rig.CsiClient;
import org.csiscaleio.rig.Programs;
import org.csiscaleio.rig.RelayProcess;
import org.csiscaleio.rig.RunningProgram;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The relay between an orchestrator and the service of its host. */
@Tag("side-by-side")
class RelayTest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final long RESIDENT_BOUND_KIB = 48 * 1024;

  /** Counted when this was written: 1,200. */
  private static final int MOST_CLASSES = 1_400;

  @TempDir Path directory;

  private final List<AutoCloseable> opened = new ArrayList<>();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  @AfterEach
  void closeAll() throws Exception {
    for (AutoCloseable one : opened.reversed()) {
      one.close();
    }
    threads.shutdownNow();
  }

  private <T extends AutoCloseable> T opened(T one) {
    opened.add(one);
    return one;
  }

  private Path serviceSocket() {
    return directory.resolve("service.sock");
  }

  private ScriptedService service(String name) throws Exception {
    return opened(ScriptedService.inNodeScope(serviceSocket(), name));
  }

  private RelayProcess relay(String... flags) {
    return opened(
            RelayProcess.start(
                directory.resolve("relay.sock"),
                serviceSocket(),
                directory.resolve("relay.log"),
                flags))
        .awaitSocket();
  }

  private CsiClient caller(RelayProcess relay) {
    return opened(new CsiClient(relay.socket()));
  }

  private static String nameSaidTo(CsiClient caller) {
    return caller
        .identity()
        .withWaitForReady()
        .getPluginInfo(GetPluginInfoRequest.getDefaultInstance())
        .getName();
  }

  private static Status.Code failureOf(Runnable call) {
    return catchThrowableOfType(StatusRuntimeException.class, call::run).getStatus().getCode();
  }

  @Test
  void whatTheServiceSaysIsWhatTheCallerHears() throws Exception {
    service("the.service");
    CsiClient caller = caller(relay());

    assertThat(nameSaidTo(caller)).isEqualTo("the.service");
    assertThat(caller.identity().probe(ProbeRequest.getDefaultInstance())).isNotNull();
    assertThat(failureOf(() -> caller.node().nodeGetInfo(NodeGetInfoRequest.getDefaultInstance())))
        .isEqualTo(Status.Code.UNIMPLEMENTED);
  }

  @Test
  void onlyTheOwnerMayCallIt() throws Exception {
    service("s");
    RelayProcess relay = relay();
    relay.awaitLog("passes");

    assertThat(Files.getPosixFilePermissions(relay.socket()))
        .containsExactlyInAnyOrder(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);
  }

  @Test
  void aCallThatComesBeforeTheServiceIsAnsweredWhenItIsThere() throws Exception {
    CsiClient caller = caller(relay());
    Future<String> name = threads.submit(() -> nameSaidTo(caller));
    Thread.sleep(700);
    assertThat(name.isDone()).isFalse();
    service("late.service");

    assertThat(name.get(20, TimeUnit.SECONDS)).isEqualTo("late.service");
  }

  @Test
  void aServiceThatDoesNotComeIsNotWaitedForLongerThanAllowed() {
    RelayProcess relay = relay("--wait=1s");
    CsiClient caller = caller(relay);

    assertThat(failureOf(() -> caller.identity().probe(ProbeRequest.getDefaultInstance())))
        .isEqualTo(Status.Code.UNAVAILABLE);
    relay.awaitLog("systemctl status csi-scaleio");
    assertThat(relay.program().isAlive()).isTrue();
  }

  static Stream<Map<String, String>> manifestsOfNoNode() {
    return Stream.of(Map.of("scope", "cluster"), Map.of());
  }

  @ParameterizedTest
  @MethodSource("manifestsOfNoNode")
  void aServiceThatDoesNotSpeakForItsNodeAloneIsRefusedWithAdvice(Map<String, String> manifest)
      throws Exception {
    opened(ScriptedService.telling(serviceSocket(), manifest));
    RelayProcess relay =
        opened(
            RelayProcess.start(
                directory.resolve("relay.sock"), serviceSocket(), directory.resolve("relay.log")));

    assertThat(relay.program().waitForEnd(PATIENCE)).isEqualTo(2);
    assertThat(relay.program().logText()).contains("scope: node", "X_CSI_SCALEIO_SCOPE=node");
    assertThat(relay.socket()).doesNotExist();
  }

  @Test
  void aServiceThatComesInClusterScopeIsNotPassedToUntilItIsMended() throws Exception {
    RelayProcess relay = relay();
    CsiClient caller = caller(relay);
    // One that finds the wrong service when it starts ends, see above.
    relay.awaitLog("waits for the service");
    var wrong = ScriptedService.telling(serviceSocket(), Map.of("scope", "cluster"));
    assertThat(failureOf(() -> caller.identity().probe(ProbeRequest.getDefaultInstance())))
        .isEqualTo(Status.Code.UNAVAILABLE);
    relay.awaitLog("is in cluster scope");
    wrong.close();
    service("mended");

    assertThat(nameSaidTo(caller)).isEqualTo("mended");
  }

  /** A service that cannot answer, because its gateway says nothing. */
  private RunningProgram serviceBefore(ServerSocket silentGateway) {
    RunningProgram service =
        RunningProgram.start(
            "service",
            List.of(
                Programs.fromSystemProperties().plugin().toString(),
                "serve",
                "--scope=node",
                "--endpoint=" + serviceSocket(),
                "--gateway=http://127.0.0.1:" + silentGateway.getLocalPort(),
                "--sdc-guid=b71f01ae-ff7a-47c5-a303-583ffd416818"),
            Map.of("X_CSI_SCALEIO_PASSWORD", "Password123"),
            directory.resolve("service.log"));
    opened.add(() -> {
      if (service.isAlive()) {
        service.sigkill();
      }
    });
    return service;
  }

  @Test
  void callsInFlightFailWhenTheServiceIsKilledAndTheNextGoToItsSuccessor() throws Exception {
    try (var silent = new ServerSocket(0, 8, InetAddress.getLoopbackAddress())) {
      RunningProgram first = serviceBefore(silent);
      CsiClient caller = caller(relay());
      assertThat(nameSaidTo(caller)).isEqualTo("org.csiscaleio");
      Future<Status.Code> running =
          threads.submit(() ->
              failureOf(
                  () -> caller.controller().listVolumes(ListVolumesRequest.getDefaultInstance())));
      silent.accept();
      first.sigkill();

      assertThat(running.get(20, TimeUnit.SECONDS)).isEqualTo(Status.Code.UNAVAILABLE);
      Future<String> next = threads.submit(() -> nameSaidTo(caller));
      Thread.sleep(300);
      assertThat(next.isDone()).isFalse();
      RunningProgram second = serviceBefore(silent);
      assertThat(next.get(20, TimeUnit.SECONDS)).isEqualTo("org.csiscaleio");
      assertThat(second.isAlive()).isTrue();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"csi.v1", "csi.v0", "csi"})
  void theServicesScopeIsLearntWhateverGenerationItSpeaks(String generation) {
    RunningProgram service =
        RunningProgram.start(
            "service",
            List.of(
                Programs.fromSystemProperties().plugin().toString(),
                "serve",
                "--mode=node",
                "--scope=node",
                "--generations=" + generation,
                "--endpoint=" + serviceSocket(),
                "--sdc-guid=b71f01ae-ff7a-47c5-a303-583ffd416818"),
            Map.of(),
            directory.resolve("service.log"));
    opened.add(service::sigkill);
    Await.until("the service", PATIENCE, () -> Files.exists(serviceSocket()));

    relay().awaitLog("passes");
  }

  @Test
  void nothingThatIsSlowToLoadIsLoaded() throws Exception {
    service("s");
    Path classes = directory.resolve("classes.log");
    Path socket = directory.resolve("relay.sock");
    RunningProgram relay =
        RunningProgram.start(
            "relay",
            List.of(
                Programs.fromSystemProperties().plugin().toString(),
                "relay",
                "--endpoint=" + socket,
                "--to=" + serviceSocket()),
            Map.of("CSI_SCALEIO_JAVA_OPTS", "-Xlog:class+load:file=" + classes),
            directory.resolve("relay.log"));
    opened.add(relay::sigkill);
    Await.until("the socket", PATIENCE, () -> Files.exists(socket));
    assertThat(nameSaidTo(opened(new CsiClient(socket)))).isEqualTo("s");

    assertThat(Files.readAllLines(classes))
        .hasSizeLessThan(MOST_CLASSES)
        .noneMatch(line ->
            line.matches(
                ".* (io\\.grpc|io\\.netty|com\\.google|okhttp3|kotlin|tools\\.jackson|org\\.slf4j"
                    + "|java\\.util\\.logging|java\\.lang\\.foreign|org\\.csiscaleio\\.csi)\\..*"));
  }

  @Test
  void aKilledRelaysSuccessorTakesItsPlace() throws Exception {
    service("s");
    RelayProcess killed = relay();
    assertThat(nameSaidTo(caller(killed))).isEqualTo("s");
    killed.program().sigkill();
    assertThat(killed.socket()).as("left behind").exists();
    Files.delete(killed.socket());

    assertThat(nameSaidTo(caller(relay()))).isEqualTo("s");
  }

  @Test
  void aStaleSocketIsTakenOver() throws Exception {
    service("s");
    RelayProcess killed = relay();
    killed.program().sigkill();
    RelayProcess successor = relay();
    successor.awaitLog("passes");

    assertThat(nameSaidTo(caller(successor))).isEqualTo("s");
  }

  @Test
  void askedToStopItTakesItsSocketAway() throws Exception {
    service("s");
    RelayProcess relay = relay();

    assertThat(relay.program().sigterm(PATIENCE)).isZero();
    assertThat(relay.socket()).doesNotExist();
  }

  @Test
  void sixtyFourCallersAtATimeAreServedInSmallMemory() throws Exception {
    service("s");
    RelayProcess relay = relay();
    var together = new CyclicBarrier(64);
    List<Callable<String>> callers = new ArrayList<>();
    for (int i = 0; i < 64; i++) {
      String name = "volume-" + i + "x".repeat(100_000 + i);
      callers.add(() -> {
        try (var caller = new CsiClient(relay.socket())) {
          nameSaidTo(caller);
          together.await(30, TimeUnit.SECONDS);
          return given(caller, name).equals(name) ? "" : "not what was sent";
        }
      });
    }
    for (Future<String> outcome : threads.invokeAll(callers)) {
      assertThat(outcome.get()).isEmpty();
    }

    long residentKib = relay.program().readings().residentKib();
    Figures.keep("relay", "relay resident after 64 connections: " + residentKib + " KiB\n");
    assertThat(residentKib).isLessThan(RESIDENT_BOUND_KIB);
  }

  @Test
  void largeMessagesPassUnchanged() throws Exception {
    service("s");
    CsiClient caller = caller(relay());
    String large = "0123456789abcdef".repeat((4 << 20) / 16);

    for (int i = 0; i < 4; i++) {
      assertThat(given(caller, large + i)).isEqualTo(large + i);
    }
  }

  private static String given(CsiClient caller, String name) {
    return caller
        .controller()
        .createVolume(CreateVolumeRequest.newBuilder().setName(name).build())
        .getVolume()
        .getVolumeId();
  }

  @Test
  void aConnectionMayStayIdleLongerThanTheRelayWaitsForTheService() throws Exception {
    service("s");
    CsiClient caller = caller(relay("--wait=1s"));
    assertThat(nameSaidTo(caller)).isEqualTo("s");
    Thread.sleep(3000);

    assertThat(given(caller, "after a while")).isEqualTo("after a while");
  }

  @Test
  void oneConnectionTooManyIsClosedAndRoomIsMadeByWhoLeaves() throws Exception {
    service("s");
    RelayProcess relay = relay("--max-connections=1");
    try (var first = new CsiClient(relay.socket())) {
      assertThat(nameSaidTo(first)).isEqualTo("s");
      // Closed too: it calls again by itself, and would take the room that is made.
      try (var second = new CsiClient(relay.socket())) {
        assertThat(failureOf(() -> second.identity().probe(ProbeRequest.getDefaultInstance())))
            .isEqualTo(Status.Code.UNAVAILABLE);
      }
    }

    CsiClient third = caller(relay);
    Await.until("room", PATIENCE, () -> !nameSaidTo(third).isEmpty());
  }

  @Test
  void whoHangsUpWhileItIsHeldMakesRoom() throws Exception {
    RelayProcess relay = relay("--max-connections=1");
    try (var gone = new CsiClient(relay.socket())) {
      assertThat(
              failureOf(() ->
                  gone.withDeadline(Duration.ofMillis(300))
                      .identity()
                      .probe(ProbeRequest.getDefaultInstance())))
          .isEqualTo(Status.Code.DEADLINE_EXCEEDED);
    }
    service("s");

    assertThat(nameSaidTo(caller(relay))).isEqualTo("s");
  }
}
