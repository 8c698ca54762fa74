package org.csiscaleio.conformance;

import static java.util.stream.Collectors.toMap;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import com.google.protobuf.TextFormat;
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
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.csiscaleio.csi.v01.Version;

/**
 * Calls of CSI 0.1 or of csi.v0 by their names, with requests in protobuf's text form, so that one
 * test can be said for both. A request of 0.1 says its version by itself.
 */
final class OlderWire implements AutoCloseable {
  /** {@code csi}, CSI 0.1. */
  static final List<ServiceDescriptor> CSI =
      List.of(
          org.csiscaleio.csi.v01.IdentityGrpc.getServiceDescriptor(),
          org.csiscaleio.csi.v01.ControllerGrpc.getServiceDescriptor(),
          org.csiscaleio.csi.v01.NodeGrpc.getServiceDescriptor());

  /** {@code csi.v0}, CSI 0.2 and 0.3. */
  static final List<ServiceDescriptor> CSI_V0 =
      List.of(
          org.csiscaleio.csi.v0.IdentityGrpc.getServiceDescriptor(),
          org.csiscaleio.csi.v0.ControllerGrpc.getServiceDescriptor(),
          org.csiscaleio.csi.v0.NodeGrpc.getServiceDescriptor());

  private static final Version SERVED = Version.newBuilder().setMinor(1).build();
  private static final long DEADLINE_SECONDS = 30;

  private final EventLoopGroup loop = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
  private final ManagedChannel channel;
  private final Map<String, MethodDescriptor<?, ?>> methods;

  OlderWire(Path socket, List<ServiceDescriptor> services) {
    channel =
        NettyChannelBuilder.forAddress(
                UnixDomainSocketAddress.of(socket), InsecureChannelCredentials.create())
            .channelType(NioDomainSocketChannel.class)
            .eventLoopGroup(loop)
            .overrideAuthority("localhost")
            .build();
    methods = methods(services).collect(toMap(OlderWire::name, method -> method));
  }

  static Stream<MethodDescriptor<?, ?>> methods(List<ServiceDescriptor> services) {
    return services.stream().flatMap(service -> service.getMethods().stream());
  }

  /** Without its package and service. */
  static String name(MethodDescriptor<?, ?> method) {
    return method.getFullMethodName().substring(method.getFullMethodName().indexOf('/') + 1);
  }

  /**
   * The answer.
   *
   * @throws StatusRuntimeException when it is not OK
   */
  Message call(String method, String request) {
    MethodDescriptor<?, ?> called = method(method);
    try {
      var message = emptyRequest(called).toBuilder();
      TextFormat.merge(request, message);
      return call(called, saying(message.build(), SERVED));
    } catch (TextFormat.ParseException e) {
      throw new IllegalArgumentException(request, e);
    }
  }

  /** What a call that must fail ends with; OK when it does not. */
  Status failure(String method, String request) {
    try {
      call(method, request);
      return Status.OK;
    } catch (StatusRuntimeException e) {
      return e.getStatus();
    }
  }

  /** What an empty request ends with, which in 0.1 has no version either. */
  Status outcome(String method) {
    return outcome(method(method), emptyRequest(method(method)));
  }

  /** What a request ends with. */
  Status outcome(MethodDescriptor<?, ?> method, Message request) {
    try {
      call(method, request);
      return Status.OK;
    } catch (StatusRuntimeException e) {
      return e.getStatus();
    }
  }

  /** An empty request of the method's own type. */
  static Message emptyRequest(MethodDescriptor<?, ?> method) {
    if (method.getRequestMarshaller() instanceof PrototypeMarshaller<?> marshaller
        && marshaller.getMessagePrototype() instanceof Message prototype) {
      return prototype;
    }
    throw new AssertionError(method.getFullMethodName() + " takes no message");
  }

  /** The request with a version in it, unless it is one that has none. */
  static Message saying(Message request, Version version) {
    FieldDescriptor field = request.getDescriptorForType().findFieldByName("version");
    return field == null ? request : request.toBuilder().setField(field, version).build();
  }

  /** What a message has at a path of field names: {@code volume.id}. */
  static Object at(Message message, String path) {
    Object value = message;
    for (String name : path.split("\\.", -1)) {
      var inside = (Message) value;
      value = inside.getField(inside.getDescriptorForType().findFieldByName(name));
    }
    return value;
  }

  /** What each element of a repeated field has at a path. */
  static List<String> each(Message message, String repeated, String path) {
    return ((List<?>) at(message, repeated))
        .stream().map(element -> at((Message) element, path).toString()).toList();
  }

  /** A map field's entries, as a request would say them in a field of that name. */
  static String map(Message message, String from, String to) {
    return ((List<?>) at(message, from))
        .stream()
            .map(entry -> to + " { " + TextFormat.printer().printToString((Message) entry) + " } ")
            .collect(Collectors.joining());
  }

  private MethodDescriptor<?, ?> method(String name) {
    MethodDescriptor<?, ?> found = methods.get(name);
    if (found == null) {
      throw new IllegalArgumentException(name + " is none of " + methods.keySet());
    }
    return found;
  }

  private <Q, A> Message call(MethodDescriptor<Q, A> method, Message request) {
    return (Message)
        ClientCalls.blockingUnaryCall(
            channel,
            method,
            CallOptions.DEFAULT.withDeadlineAfter(DEADLINE_SECONDS, TimeUnit.SECONDS),
            method.parseRequest(request.toByteString().newInput()));
  }

  @Override
  public void close() {
    channel.shutdownNow();
    loop.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly(5000);
  }
}
