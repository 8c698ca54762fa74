package org.csiscaleio.image.server;

import io.grpc.BindableService;
import io.grpc.Server;
import io.grpc.ServerInterceptors;
import io.grpc.netty.NettyServerBuilder;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.logging.Level;
import java.util.logging.Logger;

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
  private final InFlightLimit running;
  private final Server server;
  private final EventLoopGroup eventLoop;
  private final ExecutorService requests;

  private UnixSocketServer(
      SocketFile socket,
      InFlightLimit running,
      Server server,
      EventLoopGroup eventLoop,
      ExecutorService requests) {
    this.socket = socket;
    this.running = running;
    this.server = server;
    this.eventLoop = eventLoop;
    this.requests = requests;
  }

  /**
   * Begins to serve.
   *
   * @param socket bound; from now on this server's to close
   * @param maxMessageBytes larger requests are answered RESOURCE_EXHAUSTED
   * @param chain what each request passes
   */
  public static UnixSocketServer start(
      SocketFile socket, int maxMessageBytes, Chain chain, List<BindableService> services)
      throws IOException {
    return start(
        socket,
        maxMessageBytes,
        chain,
        builder ->
            services.stream()
                .map(
                    service -> ServerInterceptors.interceptForward(service, chain.outermostFirst()))
                .forEach(builder::addService));
  }

  /** As above, with services that bring their chain and are made when they are called. */
  public static UnixSocketServer start(
      SocketFile socket, int maxMessageBytes, Chain chain, LateServices services)
      throws IOException {
    return start(
        socket, maxMessageBytes, chain, builder -> builder.fallbackHandlerRegistry(services));
  }

  private static UnixSocketServer start(
      SocketFile socket, int maxMessageBytes, Chain chain, Consumer<NettyServerBuilder> services)
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
    services.accept(builder);
    return new UnixSocketServer(
        socket, chain.limit(), builder.build().start(), eventLoop, requests);
  }

  /**
   * Refuses new requests, lets the running ones end, closes all connections and removes the
   * socket's name. Connections stay whole until the last answer is on its way: a caller whose
   * connection is closed right behind an answer may lose that answer.
   *
   * @param drain how long the running requests may take; whoever is not done then is cut off
   * @return whether all ended in time
   */
  public boolean stop(Duration drain) throws IOException, InterruptedException {
    boolean drained = running.drain(drain);
    if (drained) {
      server.shutdown();
      server.awaitTermination(LAST_WORDS.toMillis(), TimeUnit.MILLISECONDS);
    }
    server.shutdownNow();
    server.awaitTermination(LAST_WORDS.toMillis(), TimeUnit.MILLISECONDS);
    socket.close();
    requests.shutdown();
    eventLoop
        .shutdownGracefully(0, LAST_WORDS.toMillis(), TimeUnit.MILLISECONDS)
        .await(LAST_WORDS.toMillis());
    return drained;
  }

  /** How many requests have begun, Identity's aside; negative while any of them runs. */
  public long activity() {
    return running.activity();
  }

  /** Whether the threads that serve requests still do what they are given. */
  public boolean answersWithin(Duration limit) {
    var done = new CountDownLatch(2);
    try {
      eventLoop.execute(done::countDown);
      requests.execute(done::countDown);
      return done.await(limit.toNanos(), TimeUnit.NANOSECONDS);
    } catch (RejectedExecutionException e) {
      // It is being stopped, as it was told to.
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** Waits until somebody stopped it. */
  public void awaitStop() throws InterruptedException {
    server.awaitTermination();
  }
}
