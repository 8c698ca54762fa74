package org.csiscaleio.mesos.wire;

import com.google.protobuf.Message;
import io.grpc.CallOptions;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.MethodDescriptor;
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
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * libprocess' gRPC client: every call waits for the connection to be ready and has a deadline; at
 * its expiry the call is cancelled. Messages end at gRPC's default of 4 MiB.
 */
public final class Connection implements AutoCloseable {
  // Each new channel to a unix socket is complained of there: it has no SO_KEEPALIVE.
  private static final Logger NETTY = Logger.getLogger("io.netty.bootstrap");
  private static final EventLoopGroup LOOPS =
      new MultiThreadIoEventLoopGroup(
          2, Thread.ofPlatform().daemon().factory(), NioIoHandler.newFactory());

  static {
    NETTY.setLevel(Level.SEVERE);
  }

  private final ManagedChannel channel;
  private final Duration timeout;
  private final CallLog log;

  /**
   * Makes a client; nothing is sent before the first call.
   *
   * @param timeout of each call
   */
  public Connection(Path socket, Duration timeout, CallLog log) {
    this.timeout = timeout;
    this.log = log;
    channel =
        NettyChannelBuilder.forAddress(
                UnixDomainSocketAddress.of(socket), InsecureChannelCredentials.create())
            .channelType(NioDomainSocketChannel.class)
            .eventLoopGroup(LOOPS)
            .overrideAuthority("localhost")
            .maxInboundMessageSize(4 << 20)
            .build();
  }

  /** A client that speaks one generation over this connection. */
  public PluginClient speaking(CsiVersion version) {
    return version.client(this);
  }

  <Q extends Message, A> A call(MethodDescriptor<Q, A> method, Q request) {
    long begin = System.nanoTime();
    var options =
        CallOptions.DEFAULT
            .withWaitForReady()
            .withDeadlineAfter(timeout.toNanos(), TimeUnit.NANOSECONDS);
    Status status = Status.OK;
    try {
      return ClientCalls.blockingUnaryCall(channel, method, options, request);
    } catch (StatusRuntimeException e) {
      status = e.getStatus();
      throw new CallFailed(method.getFullMethodName(), status);
    } finally {
      log.add(
          new RecordedCall(
              method.getFullMethodName(),
              request,
              status.getCode().name(),
              Duration.ofNanos(System.nanoTime() - begin)));
    }
  }

  @Override
  public void close() {
    channel.shutdownNow();
  }
}
