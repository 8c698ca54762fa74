package org.csiscaleio.image.server;

import io.netty.channel.ChannelConfig;
import io.netty.channel.ChannelMetadata;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.DefaultChannelConfig;
import io.netty.channel.ServerChannel;
import io.netty.channel.nio.AbstractNioMessageChannel;
import io.netty.channel.socket.nio.NioDomainSocketChannel;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.channels.SelectionKey;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Lets Netty accept from a socket that is bound already. Netty's own server channel for unix
 * sockets insists on binding itself, and at close removes whatever file has the name by then, also
 * a successor's.
 */
final class BoundSocketChannel extends AbstractNioMessageChannel implements ServerChannel {
  private static final ChannelMetadata METADATA = new ChannelMetadata(false, 16);

  private final ServerSocketChannel socket;
  private final ChannelConfig config = new DefaultChannelConfig(this);
  private volatile boolean started;

  BoundSocketChannel(ServerSocketChannel socket) {
    super(null, socket, SelectionKey.OP_ACCEPT);
    this.socket = socket;
  }

  /** Bound it is; from now on it is also accepted from. */
  @Override
  protected void doBind(SocketAddress ignored) {
    started = true;
  }

  @Override
  protected int doReadMessages(List<Object> accepted) throws Exception {
    SocketChannel caller = socket.accept();
    if (caller == null) {
      return 0;
    }
    accepted.add(new NioDomainSocketChannel(this, caller));
    return 1;
  }

  /** Out of file descriptors is no reason to stop serving; Netty then pauses for a second. */
  @Override
  protected boolean closeOnReadError(Throwable cause) {
    return false;
  }

  @Override
  public boolean isActive() {
    return started && isOpen();
  }

  @Override
  public ChannelConfig config() {
    return config;
  }

  @Override
  public ChannelMetadata metadata() {
    return METADATA;
  }

  @Override
  protected @Nullable SocketAddress localAddress0() {
    try {
      return socket.getLocalAddress();
    } catch (IOException e) {
      return null;
    }
  }

  @Override
  protected @Nullable SocketAddress remoteAddress0() {
    return null;
  }

  @Override
  protected void doClose() throws Exception {
    super.doClose();
    socket.close();
  }

  @Override
  protected void doDisconnect() {
    throw new UnsupportedOperationException();
  }

  @Override
  protected boolean doConnect(SocketAddress remote, SocketAddress local) {
    throw new UnsupportedOperationException();
  }

  @Override
  protected void doFinishConnect() {
    throw new UnsupportedOperationException();
  }

  @Override
  protected boolean doWriteMessage(Object message, ChannelOutboundBuffer buffer) {
    throw new UnsupportedOperationException();
  }
}
