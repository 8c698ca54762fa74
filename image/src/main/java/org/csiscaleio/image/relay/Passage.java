package org.csiscaleio.image.relay;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.time.Duration;

/**
 * One orchestrator's connection and its way to the service. While the service is away the
 * connection is held: an orchestrator that is refused may give up for ever, one that waits is
 * served as soon as the service is back. When either end is gone so is the other, and gRPC connects
 * anew.
 */
final class Passage {
  private static final int BUFFER_BYTES = 16 * 1024;
  private static final Duration SHORTEST_PAUSE = Duration.ofMillis(5);
  private static final Duration LONGEST_PAUSE = Duration.ofMillis(100);

  private final SocketChannel caller;
  private final HostService service;
  private final Duration patience;

  /** What the caller said while it was held. */
  private final ByteBuffer said = ByteBuffer.allocate(BUFFER_BYTES);

  Passage(SocketChannel caller, HostService service, Duration patience) {
    this.caller = caller;
    this.service = service;
    this.patience = patience;
  }

  /**
   * Passes bytes until one end is gone; both are closed then.
   *
   * @throws IOException when the service did not come in time, or must not be used; that either end
   *     hung up is none
   */
  void run() throws IOException, InterruptedException {
    try (caller;
        SocketChannel host = dial()) {
      caller.configureBlocking(true);
      Thread upward = Thread.startVirtualThread(() -> passUp(host));
      pass(host, caller, ByteBuffer.allocate(BUFFER_BYTES));
      upward.interrupt();
    } catch (CallerGone e) {
      // It did not want to wait longer.
    }
  }

  private SocketChannel dial() throws IOException, InterruptedException {
    caller.configureBlocking(false);
    long end = System.nanoTime() + patience.toNanos();
    Duration pause = SHORTEST_PAUSE;
    while (true) {
      try {
        return service.dial();
      } catch (HostService.WrongScope e) {
        throw e;
      } catch (IOException e) {
        if (System.nanoTime() - end > 0) {
          throw new IOException(
              "the service at "
                  + service.socket()
                  + " was not there for "
                  + patience.toSeconds()
                  + " s; see 'systemctl status csi-scaleio' on this host ("
                  + e
                  + ")",
              e);
        }
      }
      hear();
      Thread.sleep(pause);
      pause = pause.compareTo(LONGEST_PAUSE) < 0 ? pause.plus(pause) : LONGEST_PAUSE;
    }
  }

  /** Takes what the held caller says, as far as there is room, to notice that it hung up. */
  private void hear() throws IOException {
    if (said.hasRemaining() && caller.read(said) < 0) {
      throw new CallerGone();
    }
  }

  private void passUp(SocketChannel host) {
    pass(caller, host, said);
    try {
      // What was asked may still be answered; the service decides.
      host.shutdownOutput();
    } catch (IOException e) {
      // It is closed already.
    }
  }

  /** Until the one end says no more or the other takes no more. */
  private static void pass(SocketChannel from, SocketChannel to, ByteBuffer buffer) {
    try {
      do {
        buffer.flip();
        while (buffer.hasRemaining()) {
          to.write(buffer);
        }
        buffer.clear();
      } while (from.read(buffer) >= 0);
    } catch (IOException e) {
      // The connection is over, however it ended.
    }
  }

  /** The caller hung up while it was held. */
  private static final class CallerGone extends IOException {
    private static final long serialVersionUID = 1;
  }
}
