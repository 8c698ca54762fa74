package org.csiscaleio.image.server;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import io.grpc.CallOptions;
import io.grpc.ClientInterceptors;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.MetadataUtils;
import io.grpc.stub.StreamObserver;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.csiscaleio.csi.v1.ControllerGrpc;
import org.csiscaleio.csi.v1.CreateVolumeRequest;
import org.csiscaleio.csi.v1.CreateVolumeResponse;
import org.csiscaleio.csi.v1.DeleteVolumeRequest;
import org.csiscaleio.csi.v1.DeleteVolumeResponse;
import org.csiscaleio.csi.v1.IdentityGrpc;
import org.csiscaleio.csi.v1.ListVolumesRequest;
import org.csiscaleio.csi.v1.NodeGetCapabilitiesRequest;
import org.csiscaleio.csi.v1.NodeGetCapabilitiesResponse;
import org.csiscaleio.csi.v1.NodeGetVolumeStatsRequest;
import org.csiscaleio.csi.v1.NodeGetVolumeStatsResponse;
import org.csiscaleio.csi.v1.NodeGrpc;
import org.csiscaleio.csi.v1.ProbeRequest;
import org.csiscaleio.csi.v1.ProbeResponse;
import org.csiscaleio.csi.v1.Volume;
import org.csiscaleio.image.log.Redaction;
import org.csiscaleio.operation.Failure;
import org.csiscaleio.operation.RequestId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The server and its chain over a real socket, in front of handlers that a test scripts. */
class ServerTest {
  private static final int MOST = 4;

  @TempDir Path directory;
  private final Redaction redaction = new Redaction();
  private final RecordedLog log = new RecordedLog(redaction);
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final CountDownLatch release = new CountDownLatch(1);
  private final CountDownLatch allBusy = new CountDownLatch(MOST);
  private final AtomicReference<Function<CreateVolumeRequest, String>> handler =
      new AtomicReference<>(CreateVolumeRequest::getName);
  private UnixSocketServer server;
  private Caller caller;
  private ControllerGrpc.ControllerBlockingStub controller;

  @BeforeEach
  void start() throws Exception {
    log.begin();
    Path path = directory.resolve("csi.sock");
    server =
        UnixSocketServer.start(
            SocketFile.bind(path, 0600, Optional.empty(), Optional.empty()),
            1 << 20,
            Chain.of("t", MOST, redaction),
            List.of(new ScriptedController(), new ReadyIdentity(), new AskedNode()));
    caller = new Caller(path);
    controller = ControllerGrpc.newBlockingStub(caller.channel());
  }

  @AfterEach
  void stop() throws Exception {
    release.countDown();
    caller.close();
    server.stop(Duration.ofSeconds(5));
    threads.close();
    log.close();
  }

  private final class ScriptedController extends ControllerGrpc.ControllerImplBase {
    @Override
    public void createVolume(
        CreateVolumeRequest request, StreamObserver<CreateVolumeResponse> answer) {
      String id = handler.get().apply(request);
      answer.onNext(
          CreateVolumeResponse.newBuilder().setVolume(Volume.newBuilder().setVolumeId(id)).build());
      answer.onCompleted();
    }

    @Override
    public void deleteVolume(
        DeleteVolumeRequest request, StreamObserver<DeleteVolumeResponse> answer) {
      answer.onError(Failure.notFound("no volume " + request.getVolumeId()));
    }
  }

  private static final class ReadyIdentity extends IdentityGrpc.IdentityImplBase {
    @Override
    public void probe(ProbeRequest request, StreamObserver<ProbeResponse> answer) {
      answer.onNext(ProbeResponse.getDefaultInstance());
      answer.onCompleted();
    }
  }

  /** Knows one volume. */
  private static final class AskedNode extends NodeGrpc.NodeImplBase {
    @Override
    public void nodeGetCapabilities(
        NodeGetCapabilitiesRequest request, StreamObserver<NodeGetCapabilitiesResponse> answer) {
      answer.onNext(NodeGetCapabilitiesResponse.getDefaultInstance());
      answer.onCompleted();
    }

    @Override
    public void nodeGetVolumeStats(
        NodeGetVolumeStatsRequest request, StreamObserver<NodeGetVolumeStatsResponse> answer) {
      if (request.getVolumeId().equals("known")) {
        answer.onNext(NodeGetVolumeStatsResponse.getDefaultInstance());
        answer.onCompleted();
      } else {
        answer.onError(Failure.notFound("no volume " + request.getVolumeId()));
      }
    }
  }

  private String create(String name) {
    return controller
        .withDeadlineAfter(10, TimeUnit.SECONDS)
        .createVolume(CreateVolumeRequest.newBuilder().setName(name).build())
        .getVolume()
        .getVolumeId();
  }

  private StatusRuntimeException failure(String name) {
    try {
      throw new AssertionError("answered " + create(name));
    } catch (StatusRuntimeException e) {
      return e;
    }
  }

  /** Makes handlers hold on until the test lets go, and starts as many as the limit allows. */
  private List<Future<String>> fillUp() throws InterruptedException {
    handler.set(request -> {
      allBusy.countDown();
      await(release);
      return request.getName();
    });
    List<Future<String>> running = new ArrayList<>();
    for (int i = 0; i < MOST; i++) {
      String name = "busy-" + i;
      running.add(threads.submit(() -> create(name)));
    }
    assertThat(allBusy.await(10, TimeUnit.SECONDS)).isTrue();
    return running;
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void anAnswerArrives() {
    assertThat(create("volume-1")).isEqualTo("volume-1");
  }

  @Test
  void handlersRunOnVirtualThreadsUnderTheirRequestsId() {
    handler.set(
        request -> Thread.currentThread().isVirtual() + " " + RequestId.current().orElse("none"));

    assertThat(create("x")).matches("true t-[0-9]+");
  }

  @Test
  void aCallersHarmlessRequestIdIsTakenOverAndNoOther() {
    handler.set(request -> RequestId.current().orElse("none"));

    assertThat(withHeader("csi.requestid", "from-gocsi.7")).isEqualTo("from-gocsi.7");
    assertThat(withHeader("csi.requestid", "forged id=1")).startsWith("t-");
  }

  private String withHeader(String key, String value) {
    var headers = new Metadata();
    headers.put(Metadata.Key.of(key, Metadata.ASCII_STRING_MARSHALLER), value);
    return ControllerGrpc.newBlockingStub(
            ClientInterceptors.intercept(
                caller.channel(), MetadataUtils.newAttachHeadersInterceptor(headers)))
        .createVolume(CreateVolumeRequest.newBuilder().setName("x").build())
        .getVolume()
        .getVolumeId();
  }

  @ParameterizedTest
  @EnumSource
  void everyFailureHasItsCodeByName(Failure.Code code) {
    handler.set(request -> {
      throw new Failure(code, "no " + request.getName() + " today");
    });

    StatusRuntimeException failure = failure("volume-1");

    assertThat(failure.getStatus().getCode().name()).isEqualTo(code.name());
    assertThat(failure.getStatus().getDescription()).isEqualTo("no volume-1 today");
    assertThat(requireNonNull(failure.getTrailers()).keys())
        .doesNotContain("grpc-status-details-bin");
  }

  @Test
  void aFailureHandedToTheObserverIsMappedAsWell() {
    assertThatThrownBy(() ->
            controller.deleteVolume(DeleteVolumeRequest.newBuilder().setVolumeId("v").build()))
        .isInstanceOfSatisfying(
            StatusRuntimeException.class,
            e -> {
              assertThat(e.getStatus().getCode()).isEqualTo(Status.Code.NOT_FOUND);
              assertThat(e.getStatus().getDescription()).isEqualTo("no volume v");
            });
  }

  @Test
  void theUnexpectedIsInternalWithTheRequestsIdAndNothingOfOurInside() {
    handler.set(request -> {
      throw new IllegalStateException("jdbc:secret-inside");
    });

    Status status = failure("x").getStatus();

    assertThat(status.getCode()).isEqualTo(Status.Code.INTERNAL);
    assertThat(status.getDescription()).containsPattern("request id t-[0-9]+");
    assertThat(status.getDescription()).doesNotContain("inside", "Exception");
    assertThat(log.text()).contains("IllegalStateException: jdbc:secret-inside");
    handler.set(CreateVolumeRequest::getName);
    assertThat(create("still serving")).isEqualTo("still serving");
  }

  @Test
  void aMessageIsNeverEmptyAndNeverLongerThanAHeaderMayBe() {
    handler.set(request -> {
      throw Failure.precondition(request.getName());
    });

    assertThat(failure(" ").getStatus().getDescription()).isNotBlank();
    assertThat(failure("x".repeat(100_000)).getStatus().getDescription())
        .hasSizeLessThan(2100)
        .contains("log has the rest");
  }

  @Test
  void secretsOfARequestAreKeptOutOfItsErrorAndTheLog() {
    handler.set(request -> {
      throw Failure.precondition("login with " + request.getSecretsOrThrow("pw") + " failed");
    });

    assertThatThrownBy(() ->
            controller.createVolume(
                CreateVolumeRequest.newBuilder()
                    .setName("x")
                    .putSecrets("pw", "planted-secret")
                    .putParameters("adminPassword", "planted-parameter")
                    .build()))
        .hasMessageContaining("login with *** failed");
    assertThat(log.text()).contains("adminPassword: ***", "secrets: ***").doesNotContain("planted");
  }

  @Test
  void oneRequestTooManyIsToldToComeBack() throws Exception {
    List<Future<String>> running = fillUp();

    Status status = failure("too-many").getStatus();

    assertThat(status.getCode()).isEqualTo(Status.Code.UNAVAILABLE);
    assertThat(status.getDescription()).contains("4 requests are running", "repeat");
    release.countDown();
    for (Future<String> each : running) {
      assertThat(each.get(10, TimeUnit.SECONDS)).startsWith("busy-");
    }
    assertThat(create("room again")).isEqualTo("room again");
  }

  @Test
  void aProbeIsAnsweredHoweverBusyThePluginIs() throws Exception {
    fillUp();

    assertThat(
            IdentityGrpc.newBlockingStub(caller.channel())
                .withDeadlineAfter(5, TimeUnit.SECONDS)
                .probe(ProbeRequest.getDefaultInstance()))
        .isNotNull();
  }

  @Test
  void aCallerWhoGivesUpMakesNoRoomWhileTheOperationRuns() throws Exception {
    fillUp();
    caller.close();
    caller = new Caller(directory.resolve("csi.sock"));
    controller = ControllerGrpc.newBlockingStub(caller.channel());

    assertThat(failure("next").getStatus().getCode()).isEqualTo(Status.Code.UNAVAILABLE);
    release.countDown();
    log.awaitText("caller=gone");
    assertThat(log.text()).doesNotContain("unexpected failure");
  }

  @Test
  void unknownServicesAndMethodsAreUnimplemented() {
    MethodDescriptor<CreateVolumeRequest, CreateVolumeResponse> unknown =
        ControllerGrpc.getCreateVolumeMethod().toBuilder()
            .setFullMethodName("csi.v9.Controller/CreateVolume")
            .build();

    for (int i = 0; i < 50; i++) {
      assertThatThrownBy(() ->
              ClientCalls.blockingUnaryCall(
                  caller.channel(),
                  unknown,
                  CallOptions.DEFAULT,
                  CreateVolumeRequest.newBuilder().setName("x".repeat(10_000)).build()))
          .hasMessageContaining("UNIMPLEMENTED");
    }
    assertThatThrownBy(() -> controller.listVolumes(ListVolumesRequest.getDefaultInstance()))
        .hasMessageContaining("UNIMPLEMENTED");
    assertThat(create("still serving")).isEqualTo("still serving");
  }

  @Test
  void aRequestTooLargeIsRefusedInWordsAndTheConnectionLives() {
    for (int i = 0; i < 8; i++) {
      Status status = failure(ByteString.copyFrom(new byte[2 << 20]).toStringUtf8()).getStatus();
      assertThat(status.getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
      assertThat(status.getDescription()).contains("exceeds maximum size 1048576");
    }
    assertThat(create("still serving")).isEqualTo("still serving");
    assertThat(log.text()).doesNotContain("\tat io.grpc");
  }

  @Test
  void eachRequestLeavesOneLine() {
    create("volume-1");
    failureOf("volume-2");
    IdentityGrpc.newBlockingStub(caller.channel()).probe(ProbeRequest.getDefaultInstance());

    assertThat(log.linesAt("INFO "))
        .anySatisfy(line ->
            assertThat(line)
                .containsPattern(
                    "t-1 RequestLog: rpc method=csi.v1.Controller/CreateVolume name=volume-1"
                        + " volume=volume-1 outcome=OK ms=[0-9]+$"))
        .noneSatisfy(line -> assertThat(line).contains("Probe"));
    assertThat(log.linesAt("WARN "))
        .anySatisfy(line ->
            assertThat(line)
                .contains(
                    "name=volume-2 outcome=OUT_OF_RANGE", "reason=\"volume-2 is too large\""));
  }

  @Test
  void whatIsAskedByTheClockLeavesNoLineWhileItIsAnsweredWell() {
    var node = NodeGrpc.newBlockingStub(caller.channel());
    node.nodeGetCapabilities(NodeGetCapabilitiesRequest.getDefaultInstance());
    node.nodeGetVolumeStats(statsOf("known"));
    assertThatThrownBy(() -> node.nodeGetVolumeStats(statsOf("lost")))
        .hasMessageContaining("no volume lost");

    assertThat(log.linesAt("INFO ")).noneSatisfy(line -> assertThat(line).contains("rpc method"));
    assertThat(log.linesAt("WARN "))
        .anySatisfy(line ->
            assertThat(line).contains("Node/NodeGetVolumeStats volume=lost", "outcome=NOT_FOUND"));
  }

  private static NodeGetVolumeStatsRequest statsOf(String volume) {
    return NodeGetVolumeStatsRequest.newBuilder().setVolumeId(volume).build();
  }

  private void failureOf(String name) {
    handler.set(request -> {
      throw new Failure(Failure.Code.OUT_OF_RANGE, request.getName() + " is too large");
    });
    assertThat(failure(name).getStatus().getCode()).isEqualTo(Status.Code.OUT_OF_RANGE);
  }

  /** Repeated: an answer was once lost now and then, its connection closed right behind it. */
  @RepeatedTest(10)
  void stoppingLetsRunningRequestsEndAndTakesNoNewOnes() throws Exception {
    List<Future<String>> running = fillUp();
    Future<Boolean> stopped = threads.submit(() -> server.stop(Duration.ofSeconds(20)));
    awaitRefusal();

    assertThat(stopped).isNotDone();
    release.countDown();

    for (Future<String> each : running) {
      assertThat(each.get(10, TimeUnit.SECONDS)).startsWith("busy-");
    }
    assertThat(stopped.get(10, TimeUnit.SECONDS)).isTrue();
    assertThat(Files.exists(directory.resolve("csi.sock"))).isFalse();
  }

  /** Only a stop says so: before it, the refusal is for want of room. */
  private void awaitRefusal() {
    Status status = failure("late").getStatus();
    while (!String.valueOf(status.getDescription()).contains("is stopping")) {
      assertThat(status.getDescription()).contains("requests are running");
      status = failure("late").getStatus();
    }
    assertThat(status.getCode()).isEqualTo(Status.Code.UNAVAILABLE);
  }

  @Test
  void stoppingDoesNotWaitForEver() throws Exception {
    fillUp();

    long before = System.nanoTime();
    assertThat(server.stop(Duration.ofMillis(300))).isFalse();
    // What runs never ends by itself; how soon a busy machine lets us say so is its own affair.
    assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(60));
    assertThat(Files.exists(directory.resolve("csi.sock"))).isFalse();
  }
}
