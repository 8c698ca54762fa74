package org.csiscaleio.image.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.csiscaleio.csi.SpecLevel;
import org.csiscaleio.csi.v1.ControllerGrpc;
import org.csiscaleio.csi.v1.GetPluginInfoRequest;
import org.csiscaleio.csi.v1.IdentityGrpc;
import org.csiscaleio.csi.v1.ListVolumesRequest;
import org.csiscaleio.csi.v1.NodeGetInfoRequest;
import org.csiscaleio.csi.v1.NodeGrpc;
import org.csiscaleio.identity.rpc.IdentityV1;
import org.csiscaleio.identity.service.IdentitySettings;
import org.csiscaleio.image.log.Redaction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Services over a real socket, and when they are made. */
class LateServicesTest {
  @TempDir Path directory;
  private final List<String> made = Collections.synchronizedList(new ArrayList<>());
  private final Chain chain = Chain.of("t", 64, new Redaction());
  private final LateServices services =
      new LateServices(
          Map.of(
              IdentityGrpc.SERVICE_NAME,
              () -> {
                made.add("identity");
                return new IdentityV1(
                    new IdentitySettings("org.example.csi", "1.2.3", Map.of()), SpecLevel.NEWEST);
              },
              ControllerGrpc.SERVICE_NAME,
              () -> {
                made.add("controller");
                return new ControllerGrpc.ControllerImplBase() {};
              }),
          chain);
  private UnixSocketServer server;
  private Caller caller;

  @BeforeEach
  void start() throws Exception {
    Path path = directory.resolve("csi.sock");
    server =
        UnixSocketServer.start(
            SocketFile.bind(path, 0600, Optional.empty(), Optional.empty()),
            1 << 20,
            chain,
            services);
    caller = new Caller(path);
  }

  @AfterEach
  void stop() throws Exception {
    caller.close();
    server.stop(Duration.ofSeconds(5));
  }

  @Test
  void aServiceIsMadeByItsFirstCallAndTheOthersAreNot() {
    assertThat(made).isEmpty();

    assertThat(name()).isEqualTo("org.example.csi");
    assertThat(name()).isEqualTo("org.example.csi");

    assertThat(made).containsExactly("identity");
  }

  @Test
  void manyFirstCallsAtOnceMakeOne() throws Exception {
    try (var callers = Executors.newVirtualThreadPerTaskExecutor()) {
      var names = new ArrayList<Future<String>>();
      for (int i = 0; i < 32; i++) {
        names.add(callers.submit(this::name));
      }
      for (Future<String> name : names) {
        assertThat(name.get()).isEqualTo("org.example.csi");
      }
    }
    assertThat(made).containsExactly("identity");
  }

  @Test
  void whatWasPreparedIsNotMadeAgain() {
    services.prepare(IdentityGrpc.SERVICE_NAME);
    services.prepare("csi.v2.Identity");
    assertThat(made).containsExactly("identity");

    assertThat(name()).isEqualTo("org.example.csi");

    assertThat(made).containsExactly("identity");
  }

  @Test
  void whatIsNotThereIsUnimplementedAndMakesNothing() {
    var node = NodeGrpc.newBlockingStub(caller.channel()).withDeadlineAfter(10, TimeUnit.SECONDS);

    assertThatThrownBy(() -> node.nodeGetInfo(NodeGetInfoRequest.getDefaultInstance()))
        .isInstanceOfSatisfying(
            StatusRuntimeException.class,
            e -> assertThat(e.getStatus().getCode()).isEqualTo(Status.Code.UNIMPLEMENTED));
    assertThat(made).isEmpty();
  }

  @Test
  void aMethodThatAServiceDoesNotHaveIsUnimplemented() {
    var controller =
        ControllerGrpc.newBlockingStub(caller.channel()).withDeadlineAfter(10, TimeUnit.SECONDS);

    assertThatThrownBy(() -> controller.listVolumes(ListVolumesRequest.getDefaultInstance()))
        .isInstanceOfSatisfying(
            StatusRuntimeException.class,
            e -> assertThat(e.getStatus().getCode()).isEqualTo(Status.Code.UNIMPLEMENTED));
  }

  private String name() {
    return IdentityGrpc.newBlockingStub(caller.channel())
        .withDeadlineAfter(10, TimeUnit.SECONDS)
        .getPluginInfo(GetPluginInfoRequest.getDefaultInstance())
        .getName();
  }
}
