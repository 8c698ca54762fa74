package org.csiscaleio.emulator.http;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.ssl.SslContext;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.net.InetSocketAddress;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Listens, speaks HTTP/1.1, over TLS or plain, and hands requests to the application. */
public final class GatewayServer implements AutoCloseable {
  private static final int LARGEST_REQUEST = 4 << 20;

  private final EventLoopGroup loops =
      new MultiThreadIoEventLoopGroup(2, NioIoHandler.newFactory());
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final ChannelGroup connections = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
  private final String scheme;
  private final Channel listening;

  /**
   * Starts listening.
   *
   * @param port 0 = any free one
   * @param tls null = plain HTTP
   * @param handshakes some of which may be to fail
   * @throws RuntimeException when the address cannot be had
   */
  public GatewayServer(
      String host,
      int port,
      @Nullable SslContext tls,
      Handshakes handshakes,
      Application application) {
    this.scheme = tls == null ? "http" : "https";
    var bootstrap =
        new ServerBootstrap()
            .group(loops)
            .channel(NioServerSocketChannel.class)
            .option(ChannelOption.SO_REUSEADDR, true)
            .option(ChannelOption.SO_BACKLOG, 1024)
            .childOption(ChannelOption.TCP_NODELAY, true)
            .childHandler(
                new ChannelInitializer<SocketChannel>() {
                  @Override
                  protected void initChannel(SocketChannel channel) {
                    connections.add(channel);
                    if (tls != null && handshakes.failsNow()) {
                      channel.pipeline().addLast(new RefusedHandshake());
                      return;
                    }
                    if (tls != null) {
                      channel.pipeline().addLast(tls.newHandler(channel.alloc()));
                    }
                    channel
                        .pipeline()
                        .addLast(
                            new HttpServerCodec(),
                            new HttpObjectAggregator(LARGEST_REQUEST),
                            new Connection(application, threads));
                  }
                });
    handshakes.onFailing(this::closeIdle);
    try {
      this.listening = bootstrap.bind(host, port).syncUninterruptibly().channel();
    } catch (RuntimeException e) {
      loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly(2, TimeUnit.SECONDS);
      threads.shutdownNow();
      throw e;
    }
  }

  private void closeIdle() {
    for (Channel channel : connections) {
      Connection connection = channel.pipeline().get(Connection.class);
      if (connection != null) {
        connection.closeIfIdle(channel);
      }
    }
  }

  /** Where it listens, e.g. {@code https://127.0.0.1:40123}. */
  public String url() {
    var address = (InetSocketAddress) listening.localAddress();
    return scheme + "://" + address.getAddress().getHostAddress() + ":" + address.getPort();
  }

  /** Stops listening and closes all connections. */
  @Override
  public void close() {
    listening.close().syncUninterruptibly();
    connections.close().awaitUninterruptibly(2, TimeUnit.SECONDS);
    threads.shutdownNow();
    loops.shutdownGracefully(0, 2, TimeUnit.SECONDS).awaitUninterruptibly(3, TimeUnit.SECONDS);
  }
}
