package org.csiscaleio.image.server;

import io.grpc.BindableService;
import io.grpc.Server;
import io.grpc.ServerInterceptor;
import io.grpc.ServerInterceptors;
import io.grpc.netty.NettyServerBuilder;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.csiscaleio.operation.Deadline;

/**
 * A gRPC server on a unix socket. Each request runs on a virtual thread of its own, so that
 * handlers may block. The only class that knows which transport carries gRPC.
 */
public final class UnixSocketServer {
  /**
   * Held strongly: loggers are forgotten otherwise, and their level with them. grpc sets an option
   * that unix sockets do not have, and Netty would warn of it at every connection.
   */
  private static final Logger OPTION_WARNINGS = Logger.getLogger("io.netty.bootstrap");

  private static final Duration LAST_WORDS = Duration.ofSeconds(1);

  private final SocketFile socket;
  private final Server server;
  private final EventLoopGroup eventLoop;
  private final ExecutorService requests;

  private UnixSocketServer(
      SocketFile socket, Server server, EventLoopGroup eventLoop, ExecutorService requests) {
    this.socket = socket;
    this.server = server;
    this.eventLoop = eventLoop;
    this.requests = requests;
  }

  /**
   * Begins to serve.
   *
   * @param socket bound; from now on this server's to close
   * @param maxMessageBytes larger requests are answered RESOURCE_EXHAUSTED
   * @param chain what each request passes, the outermost first
   */
  public static UnixSocketServer start(
      SocketFile socket,
      int maxMessageBytes,
      List<ServerInterceptor> chain,
      List<BindableService> services)
      throws IOException {
    OPTION_WARNINGS.setLevel(Level.SEVERE);
    EventLoopGroup eventLoop = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    ExecutorService requests = Executors.newVirtualThreadPerTaskExecutor();
    NettyServerBuilder builder =
        NettyServerBuilder.forAddress(UnixDomainSocketAddress.of(socket.path()))
            .channelFactory(() -> new BoundSocketChannel(socket.channel()))
            .bossEventLoopGroup(eventLoop)
            .workerEventLoopGroup(eventLoop)
            .executor(requests)
            // Pings cost nothing here; cutting off who sends many would.
            .permitKeepAliveTime(0, TimeUnit.NANOSECONDS)
            .permitKeepAliveWithoutCalls(true)
            .maxInboundMessageSize(maxMessageBytes);
    for (BindableService service : services) {
      builder.addService(ServerInterceptors.interceptForward(service, chain));
    }
    return new UnixSocketServer(socket, builder.build().start(), eventLoop, requests);
  }

  /**
   * Stops accepting, lets running requests end, then removes the socket's name.
   *
   * @param drain how long they may take; whoever is not done then is cut off
   * @return whether all ended in time
   */
  public boolean stop(Duration drain) throws IOException, InterruptedException {
    var patience = Deadline.after(drain);
    server.shutdown();
    boolean drained =
        server.awaitTermination(patience.remaining().toMillis(), TimeUnit.MILLISECONDS);
    if (!drained) {
      server.shutdownNow();
      server.awaitTermination(LAST_WORDS.toMillis(), TimeUnit.MILLISECONDS);
    }
    // Also those whose callers have gone already.
    requests.shutdown();
    drained &= requests.awaitTermination(patience.remaining().toMillis(), TimeUnit.MILLISECONDS);
    socket.close();
    eventLoop
        .shutdownGracefully(0, LAST_WORDS.toMillis(), TimeUnit.MILLISECONDS)
        .await(LAST_WORDS.toMillis());
    return drained;
  }

  /** Waits until somebody stopped it. */
  public void awaitStop() throws InterruptedException {
    server.awaitTermination();
  }
}
