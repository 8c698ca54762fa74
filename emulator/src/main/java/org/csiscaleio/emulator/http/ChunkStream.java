package org.csiscaleio.emulator.http;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.handler.codec.http.DefaultHttpContent;
import java.io.OutputStream;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Sends what is written as HTTP chunks, each only when the one before is with the kernel: a slow
 * reader slows the writer, and never more than two chunks are in memory.
 */
final class ChunkStream extends OutputStream {
  private static final int CHUNK = 64 * 1024;

  private final Channel channel;
  private final byte[] buffer = new byte[CHUNK];
  private final long most;
  private int filled;
  private @Nullable ChannelFuture before;
  private long sent;

  /**
   * Makes a stream.
   *
   * @param most what goes beyond this many bytes is not sent
   */
  ChunkStream(Channel channel, long most) {
    this.channel = channel;
    this.most = most;
  }

  @Override
  public void write(int b) {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) {
    int from = offset;
    int left = length;
    while (left > 0) {
      int part = Math.min(left, CHUNK - filled);
      System.arraycopy(bytes, from, buffer, filled, part);
      filled += part;
      from += part;
      left -= part;
      if (filled == CHUNK) {
        send();
      }
    }
  }

  @Override
  public void close() {
    send();
    awaitTheOneBefore();
  }

  private void awaitTheOneBefore() {
    if (before != null) {
      before.syncUninterruptibly();
    }
  }

  private void send() {
    int length = (int) Math.min(filled, most - sent);
    filled = 0;
    if (length <= 0) {
      return;
    }
    sent += length;
    awaitTheOneBefore();
    byte[] chunk = Arrays.copyOf(buffer, length);
    before = channel.writeAndFlush(new DefaultHttpContent(Unpooled.wrappedBuffer(chunk)));
  }
}
