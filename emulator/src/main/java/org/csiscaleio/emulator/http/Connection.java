package org.csiscaleio.emulator.http;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpUtil;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Executor;
import javax.net.ssl.SSLException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One client's connection: requests are served one after the other, each on its own thread. */
final class Connection extends SimpleChannelInboundHandler<FullHttpRequest> {
  private static final Logger log = LoggerFactory.getLogger("emulator.http");

  private final Application application;
  private final Executor threads;
  private final Queue<Turn> waiting = new ArrayDeque<>();
  private boolean serving;

  private record Turn(Request request, boolean keepAlive) {}

  Connection(Application application, Executor threads) {
    this.application = application;
    this.threads = threads;
  }

  @Override
  protected void channelRead0(ChannelHandlerContext ctx, FullHttpRequest message) {
    waiting.add(new Turn(request(message), HttpUtil.isKeepAlive(message)));
    next(ctx);
  }

  /** Begins the next request unless one is being served; on the connection's own thread. */
  private void next(ChannelHandlerContext ctx) {
    Turn turn = serving ? null : waiting.poll();
    if (turn != null) {
      serving = true;
      threads.execute(() -> serve(ctx, turn.request(), turn.keepAlive()));
    }
  }

  private void done(ChannelHandlerContext ctx) {
    serving = false;
    next(ctx);
  }

  /** Closes the connection unless a request of it is being served; returns when that is done. */
  void closeIfIdle(Channel channel) {
    channel
        .eventLoop()
        .submit(() -> {
          if (!serving) {
            var _ = channel.close();
          }
        })
        .syncUninterruptibly();
  }

  private static Request request(FullHttpRequest message) {
    HttpHeaders headers = message.headers();
    String uri = message.uri();
    int query = uri.indexOf('?');
    return new Request(
        message.method().name(),
        query < 0 ? uri : uri.substring(0, query),
        headers.get(HttpHeaderNames.AUTHORIZATION),
        headers.get(HttpHeaderNames.ACCEPT),
        headers.get(HttpHeaderNames.CONTENT_TYPE),
        message.content().toString(StandardCharsets.UTF_8));
  }

  private void serve(ChannelHandlerContext ctx, Request request, boolean keepAlive) {
    long started = System.nanoTime();
    try {
      Reply reply = application.serve(request);
      if (reply.delivery() == Delivery.NEVER) {
        logged(request, reply, started);
      }
      new AnswerWriter(ctx, keepAlive).deliver(reply);
      if (reply.delivery() != Delivery.NEVER) {
        logged(request, reply, started);
      }
      ctx.executor().execute(() -> done(ctx));
    } catch (RuntimeException e) {
      log.warn("{} -> not delivered: {}", request, rootCause(e));
      var _ = ctx.close();
    }
  }

  private static String rootCause(Throwable e) {
    Throwable root = e;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return root.toString();
  }

  private static void logged(Request request, Reply reply, long started) {
    long millis = (System.nanoTime() - started) / 1_000_000;
    if (reply.delivery() == Delivery.WHOLE) {
      log.info("{} -> {} {} ms", request, reply.answer().status(), millis);
    } else {
      log.info("{} -> {} (fault) {} ms", request, reply.delivery().words(), millis);
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    if (cause.getCause() instanceof SSLException || cause instanceof SSLException) {
      log.info("a client does not get along with our TLS: {}", cause.getMessage());
    } else {
      log.debug("connection lost: {}", cause.toString());
    }
    var _ = ctx.close();
  }
}
