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
import java.util.logging.Level;
import java.util.logging.Logger;
import org.csiscaleio.csi.v1.ControllerGrpc;
import org.csiscaleio.csi.v1.ControllerGrpc.ControllerBlockingStub;
import org.csiscaleio.csi.v1.GroupControllerGrpc;
import org.csiscaleio.csi.v1.GroupControllerGrpc.GroupControllerBlockingStub;
import org.csiscaleio.csi.v1.IdentityGrpc;
import org.csiscaleio.csi.v1.IdentityGrpc.IdentityBlockingStub;
import org.csiscaleio.csi.v1.NodeGrpc;
import org.csiscaleio.csi.v1.NodeGrpc.NodeBlockingStub;

/** An orchestrator's end of a plugin's socket. Every call has a deadline. Safe for many threads. */
public final class CsiClient implements AutoCloseable {
  /** What a call gets when nothing else is said. */
  public static final Duration DEFAULT_DEADLINE = Duration.ofSeconds(30);

  // Each new channel to a unix socket is complained of there: it has no SO_KEEPALIVE.
  private static final Logger NETTY = Logger.getLogger("io.netty.bootstrap");

  static {
    NETTY.setLevel(Level.SEVERE);
  }

  private final EventLoopGroup group;
  private final ManagedChannel channel;
  private final Duration deadline;

  /** Opens a channel; no I/O is done before the first call. */
  public CsiClient(Path socket) {
    deadline = DEFAULT_DEADLINE;
    group = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    channel =
        NettyChannelBuilder.forAddress(
                UnixDomainSocketAddress.of(socket), InsecureChannelCredentials.create())
            .channelType(NioDomainSocketChannel.class)
            .eventLoopGroup(group)
            .overrideAuthority("localhost")
            .maxInboundMessageSize(64 << 20)
            .build();
  }

  private CsiClient(CsiClient owner, Duration deadline) {
    this.group = owner.group;
    this.channel = owner.channel;
    this.deadline = deadline;
  }

  /** The same channel with another deadline for each call; not to be closed. */
  public CsiClient withDeadline(Duration deadline) {
    return new CsiClient(this, deadline);
  }

  public IdentityBlockingStub identity() {
    return IdentityGrpc.newBlockingStub(channel)
        .withDeadlineAfter(deadline.toNanos(), TimeUnit.NANOSECONDS);
  }

  public ControllerBlockingStub controller() {
    return ControllerGrpc.newBlockingStub(channel)
        .withDeadlineAfter(deadline.toNanos(), TimeUnit.NANOSECONDS);
  }

  public GroupControllerBlockingStub groupController() {
    return GroupControllerGrpc.newBlockingStub(channel)
        .withDeadlineAfter(deadline.toNanos(), TimeUnit.NANOSECONDS);
  }

  public NodeBlockingStub node() {
    return NodeGrpc.newBlockingStub(channel)
        .withDeadlineAfter(deadline.toNanos(), TimeUnit.NANOSECONDS);
  }

  @Override
  public void close() {
    channel.shutdownNow();
    var _ = group.shutdownGracefully(0, 1, TimeUnit.SECONDS);
  }
}
