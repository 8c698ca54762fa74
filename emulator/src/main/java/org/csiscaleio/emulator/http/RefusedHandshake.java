package org.csiscaleio.emulator.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers a client's hello with the alert of a server that has no cipher in common with it. */
final class RefusedHandshake extends SimpleChannelInboundHandler<ByteBuf> {
  private static final Logger log = LoggerFactory.getLogger("emulator.http");

  /** TLS 1.2's record of a fatal alert, handshake_failure. */
  private static final byte[] ALERT = {0x15, 3, 3, 0, 2, 2, 40};

  private boolean refused;

  @Override
  protected void channelRead0(ChannelHandlerContext ctx, ByteBuf hello) {
    if (refused) {
      return;
    }
    refused = true;
    log.info("a TLS handshake is refused (fault)");
    var _ =
        ctx.writeAndFlush(Unpooled.wrappedBuffer(ALERT)).addListener(ChannelFutureListener.CLOSE);
  }
}
