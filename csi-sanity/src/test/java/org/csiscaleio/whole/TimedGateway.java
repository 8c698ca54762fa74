package org.csiscaleio.whole;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Stands in front of a gateway, passes every byte, and knows how long whoever asked has waited for
 * it. What is said stays encrypted: that bytes came back is all that is looked at.
 */
final class TimedGateway implements AutoCloseable {
  private final ServerSocket server;
  private final CompletableFuture<URI> gateway = new CompletableFuture<>();
  private final AtomicLong waitedNanos = new AtomicLong();

  private TimedGateway(ServerSocket server) {
    this.server = server;
  }

  /** Listens on a port of its own; who connects waits until it is known where to go. */
  static TimedGateway open() throws IOException {
    var timed = new TimedGateway(new ServerSocket(0, 16, InetAddress.getLoopbackAddress()));
    Thread.ofVirtual().start(timed::accept);
    return timed;
  }

  /** Where it listens. */
  String url() {
    return "https://127.0.0.1:" + server.getLocalPort();
  }

  /** Where it passes everything to. */
  void leadTo(URI url) {
    gateway.complete(url);
  }

  /**
   * How long, in all, whoever asked was waiting for bytes; not what it took to read them when they
   * were there.
   */
  long waitedNanos() {
    return waitedNanos.get();
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        Socket client = server.accept();
        Thread.ofVirtual().start(() -> connect(client));
      } catch (IOException e) {
        return; // Closed.
      }
    }
  }

  private void connect(Socket client) {
    try (client;
        var upstream = new Socket(gateway.join().getHost(), gateway.join().getPort())) {
      client.setTcpNoDelay(true);
      upstream.setTcpNoDelay(true);
      // When the one who asks began to wait: asked, or took what had come.
      var since = new AtomicLong();
      Runnable begins = () -> since.set(System.nanoTime());
      Runnable comes = () -> waitedNanos.addAndGet(System.nanoTime() - since.get());
      Thread answers = Thread.ofVirtual().start(() -> pass(upstream, client, comes, begins));
      pass(client, upstream, () -> {}, begins);
      answers.join();
    } catch (IOException e) {
      // As when the gateway is away.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void pass(Socket from, Socket to, Runnable before, Runnable after) {
    var buffer = new byte[64 << 10];
    try {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
        before.run();
        out.write(buffer, 0, count);
        after.run();
      }
      to.shutdownOutput();
    } catch (IOException e) {
      closeBoth(from, to);
    }
  }

  private static void closeBoth(Socket from, Socket to) {
    try (from;
        to) {
      from.getPort();
    } catch (IOException e) {
      // They are of no use any more, one way or the other.
    }
  }

  @Override
  public void close() throws IOException {
    gateway.cancel(false);
    server.close();
  }
}
