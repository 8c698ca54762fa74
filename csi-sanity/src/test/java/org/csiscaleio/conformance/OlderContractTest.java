package org.csiscaleio.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import io.grpc.CallOptions;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.PrototypeMarshaller;
import io.grpc.ServiceDescriptor;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.ClientCalls;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioDomainSocketChannel;
import java.net.UnixDomainSocketAddress;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.csiscaleio.csi.v01.Version;
import org.csiscaleio.rig.Cluster;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What the csi-sanity suites of CSI 0.1 to 0.3 ask of every single call, asked of every method the
 * definitions have: that versions are looked at first, that nothing required may be missing, and
 * that what is not there says so. Called by name over the socket, as those suites do.
 */
class OlderContractTest {
  private static final Version SERVED = Version.newBuilder().setMinor(1).build();

  /** Requests in which nothing is required, or nothing but a version. */
  private static final Set<String> ASK_NOTHING =
      Set.of(
          "GetSupportedVersions",
          "GetPluginInfo",
          "GetPluginCapabilities",
          "Probe",
          "ControllerProbe",
          "NodeProbe",
          "ListVolumes",
          "GetCapacity",
          "ControllerGetCapabilities",
          "NodeGetCapabilities",
          "GetNodeID",
          "NodeGetId",
          "NodeGetInfo");

  /** Came with 0.3, not advertised. */
  private static final Set<String> NOT_THERE =
      Set.of("CreateSnapshot", "DeleteSnapshot", "ListSnapshots");

  private static Cluster cluster;
  private static EventLoopGroup loop;
  private static ManagedChannel channel;

  @BeforeAll
  static void start() {
    cluster =
        Cluster.named("OlderContractTest")
            .setting("storagePool", "sp1")
            .setting("protectionDomain", "pd1")
            .start();
    loop = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    channel =
        NettyChannelBuilder.forAddress(
                UnixDomainSocketAddress.of(cluster.a().socket()),
                InsecureChannelCredentials.create())
            .channelType(NioDomainSocketChannel.class)
            .eventLoopGroup(loop)
            .overrideAuthority("localhost")
            .build();
  }

  @AfterAll
  static void stop() {
    channel.shutdownNow();
    loop.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly(5000);
    cluster.close();
  }

  static Stream<MethodDescriptor<?, ?>> methodsOfCsi() {
    return methods(
        List.of(
            org.csiscaleio.csi.v01.IdentityGrpc.getServiceDescriptor(),
            org.csiscaleio.csi.v01.ControllerGrpc.getServiceDescriptor(),
            org.csiscaleio.csi.v01.NodeGrpc.getServiceDescriptor()));
  }

  static Stream<MethodDescriptor<?, ?>> methodsOfCsiV0() {
    return methods(
        List.of(
            org.csiscaleio.csi.v0.IdentityGrpc.getServiceDescriptor(),
            org.csiscaleio.csi.v0.ControllerGrpc.getServiceDescriptor(),
            org.csiscaleio.csi.v0.NodeGrpc.getServiceDescriptor()));
  }

  private static Stream<MethodDescriptor<?, ?>> methods(List<ServiceDescriptor> services) {
    return services.stream().flatMap(service -> service.getMethods().stream());
  }

  @ParameterizedTest
  @MethodSource("methodsOfCsi")
  <Q, A> void aRequestOfCsi01WithoutAVersionIsInvalid(MethodDescriptor<Q, A> method) {
    Status status = outcome(method, emptyRequest(method));

    if (name(method).equals("GetSupportedVersions")) {
      assertThat(status.isOk()).isTrue();
    } else {
      assertThat(status.getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
      assertThat(status.getDescription()).contains("version is missing");
    }
  }

  @ParameterizedTest
  @MethodSource("methodsOfCsi")
  <Q, A> void aRequestOfCsi01ForAnotherVersionIsInvalid(MethodDescriptor<Q, A> method) {
    if (name(method).equals("GetSupportedVersions")) {
      return;
    }
    Status status =
        outcome(method, saying(emptyRequest(method), Version.newBuilder().setMinor(2).build()));

    assertThat(status.getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
    assertThat(status.getDescription()).contains("0.2.0");
  }

  @ParameterizedTest
  @MethodSource("methodsOfCsi")
  <Q, A> void aRequestOfCsi01ThatSaysOnlyItsVersionIsServedOrMissesSomething(
      MethodDescriptor<Q, A> method) {
    assertServedOrMissing(method, saying(emptyRequest(method), SERVED));
  }

  @ParameterizedTest
  @MethodSource("methodsOfCsiV0")
  <Q, A> void anEmptyRequestOfCsiV0IsServedOrMissesSomething(MethodDescriptor<Q, A> method) {
    assertServedOrMissing(method, emptyRequest(method));
  }

  private static <Q, A> void assertServedOrMissing(MethodDescriptor<Q, A> method, Message request) {
    Status status = outcome(method, request);
    String name = name(method);
    if (ASK_NOTHING.contains(name)) {
      assertThat(status.isOk()).as(status.toString()).isTrue();
    } else if (NOT_THERE.contains(name)) {
      assertThat(status.getCode()).isEqualTo(Status.Code.UNIMPLEMENTED);
    } else {
      assertThat(status.getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
      assertThat(status.getDescription()).contains("is missing");
    }
  }

  private static String name(MethodDescriptor<?, ?> method) {
    return method.getFullMethodName().substring(method.getFullMethodName().indexOf('/') + 1);
  }

  /** An empty request of the method's own type. */
  private static Message emptyRequest(MethodDescriptor<?, ?> method) {
    if (method.getRequestMarshaller() instanceof PrototypeMarshaller<?> marshaller
        && marshaller.getMessagePrototype() instanceof Message prototype) {
      return prototype;
    }
    throw new AssertionError(method.getFullMethodName() + " takes no message");
  }

  /** The request with a version in it, unless it is the one that has none. */
  private static Message saying(Message request, Version version) {
    FieldDescriptor field = request.getDescriptorForType().findFieldByName("version");
    return field == null ? request : request.toBuilder().setField(field, version).build();
  }

  private static <Q, A> Status outcome(MethodDescriptor<Q, A> method, Message request) {
    Q typed = method.parseRequest(request.toByteString().newInput());
    StatusRuntimeException failure =
        catchThrowableOfType(
            StatusRuntimeException.class,
            () ->
                ClientCalls.blockingUnaryCall(
                    channel,
                    method,
                    CallOptions.DEFAULT.withDeadlineAfter(30, TimeUnit.SECONDS),
                    typed));
    return failure == null ? Status.OK : failure.getStatus();
  }
}
