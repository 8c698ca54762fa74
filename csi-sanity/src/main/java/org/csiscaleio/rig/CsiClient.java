package org.csiscaleio.rig;

import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.netty.NettyChannelBuilder;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioDomainSocketChannel;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.csiscaleio.csi.v1.ControllerGrpc;
import org.csiscaleio.csi.v1.ControllerGrpc.ControllerBlockingStub;
import org.csiscaleio.csi.v1.IdentityGrpc;
import org.csiscaleio.csi.v1.IdentityGrpc.IdentityBlockingStub;
import org.csiscaleio.csi.v1.NodeGrpc;
import org.csiscaleio.csi.v1.NodeGrpc.NodeBlockingStub;

/** An orchestrator's end of a plugin's socket. Every call has a deadline. Safe for many threads. */
public final class CsiClient implements AutoCloseable {
  /** What a call gets when nothing else is said. */
  public static final Duration DEFAULT_DEADLINE = Duration.ofSeconds(30);

  private final EventLoopGroup group =
      new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
  private final ManagedChannel channel;

  /** Opens a channel; no I/O is done before the first call. */
  public CsiClient(Path socket) {
    channel =
        NettyChannelBuilder.forAddress(
                UnixDomainSocketAddress.of(socket), InsecureChannelCredentials.create())
            .channelType(NioDomainSocketChannel.class)
            .eventLoopGroup(group)
            .overrideAuthority("localhost")
            .maxInboundMessageSize(64 << 20)
            .build();
  }

  public IdentityBlockingStub identity() {
    return identity(DEFAULT_DEADLINE);
  }

  public IdentityBlockingStub identity(Duration deadline) {
    return IdentityGrpc.newBlockingStub(channel)
        .withDeadlineAfter(deadline.toNanos(), TimeUnit.NANOSECONDS);
  }

  public ControllerBlockingStub controller() {
    return controller(DEFAULT_DEADLINE);
  }

  public ControllerBlockingStub controller(Duration deadline) {
    return ControllerGrpc.newBlockingStub(channel)
        .withDeadlineAfter(deadline.toNanos(), TimeUnit.NANOSECONDS);
  }

  public NodeBlockingStub node() {
    return node(DEFAULT_DEADLINE);
  }

  public NodeBlockingStub node(Duration deadline) {
    return NodeGrpc.newBlockingStub(channel)
        .withDeadlineAfter(deadline.toNanos(), TimeUnit.NANOSECONDS);
  }

  @Override
  public void close() {
    channel.shutdownNow();
    var _ = group.shutdownGracefully(0, 1, TimeUnit.SECONDS);
  }
}
