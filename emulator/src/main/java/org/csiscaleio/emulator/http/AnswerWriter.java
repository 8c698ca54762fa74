package org.csiscaleio.emulator.http;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOption;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;

/** Puts one answer on the wire, or as much of it as it is meant to. Blocks until it is out. */
final class AnswerWriter {
  private static final long PATIENCE_MINUTES = 10;

  private final ChannelHandlerContext ctx;
  private final Channel channel;
  private final boolean keepAlive;

  AnswerWriter(ChannelHandlerContext ctx, boolean keepAlive) {
    this.ctx = ctx;
    this.channel = ctx.channel();
    this.keepAlive = keepAlive;
  }

  void deliver(Reply reply) {
    switch (reply.delivery()) {
      case WHOLE -> whole(reply.answer());
      case HALF -> {
        half(reply.answer());
        reset();
      }
      case LOST -> reset();
      case NEVER -> {
        channel.closeFuture().awaitUninterruptibly(PATIENCE_MINUTES, TimeUnit.MINUTES);
        reset();
      }
    }
  }

  private void whole(Answer answer) {
    switch (answer.body()) {
      case Answer.Fixed fixed -> {
        byte[] bytes = fixed.bytes();
        var message =
            new DefaultFullHttpResponse(
                HttpVersion.HTTP_1_1,
                HttpResponseStatus.valueOf(answer.status()),
                Unpooled.wrappedBuffer(bytes));
        head(message, answer);
        if (answer.status() != 204) {
          message.headers().set(HttpHeaderNames.CONTENT_LENGTH, bytes.length);
        }
        channel.writeAndFlush(message).syncUninterruptibly();
      }
      case Answer.Streamed streamed -> {
        startChunked(answer);
        try (var out = new ChunkStream(channel, Long.MAX_VALUE)) {
          streamed.writeTo(out);
        }
        channel.writeAndFlush(LastHttpContent.EMPTY_LAST_CONTENT).syncUninterruptibly();
      }
    }
    if (!keepAlive) {
      channel.close().awaitUninterruptibly();
    }
  }

  private void half(Answer answer) {
    switch (answer.body()) {
      case Answer.Fixed fixed -> {
        var message =
            new DefaultHttpResponse(
                HttpVersion.HTTP_1_1, HttpResponseStatus.valueOf(answer.status()));
        head(message, answer);
        byte[] bytes = fixed.bytes();
        message.headers().set(HttpHeaderNames.CONTENT_LENGTH, bytes.length);
        byte[] half = Arrays.copyOf(bytes, bytes.length / 2);
        channel.writeAndFlush(message).syncUninterruptibly();
        try (var out = new ChunkStream(channel, half.length)) {
          out.write(half, 0, half.length);
        }
      }
      case Answer.Streamed streamed -> {
        var length = new Length();
        streamed.writeTo(length);
        startChunked(answer);
        try (var out = new ChunkStream(channel, length.bytes / 2)) {
          streamed.writeTo(out);
        }
      }
    }
  }

  private void startChunked(Answer answer) {
    var message =
        new DefaultHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.valueOf(answer.status()));
    head(message, answer);
    message.headers().set(HttpHeaderNames.TRANSFER_ENCODING, HttpHeaderValues.CHUNKED);
    channel.writeAndFlush(message).syncUninterruptibly();
  }

  private void head(HttpResponse message, Answer answer) {
    if (answer.contentType() != null) {
      message.headers().set(HttpHeaderNames.CONTENT_TYPE, answer.contentType());
    }
    answer.headers().forEach(message.headers()::set);
    if (!keepAlive) {
      message.headers().set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
    }
  }

  /** TCP RST: no goodbye of TLS, no FIN. What was written before is with the kernel already. */
  private void reset() {
    if (channel.isActive()) {
      channel.config().setOption(ChannelOption.SO_LINGER, 0);
      // From the first handler on, so that TLS does not get to say goodbye.
      ctx.pipeline().firstContext().close().awaitUninterruptibly();
    }
  }

  private static final class Length extends OutputStream {
    private long bytes;

    @Override
    public void write(int b) {
      bytes++;
    }

    @Override
    public void write(byte[] part, int offset, int length) {
      bytes += length;
    }
  }
}
