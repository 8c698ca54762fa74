package org.csiscaleio.image.metrics;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;
import org.csiscaleio.image.config.ListenAddress;
import org.csiscaleio.image.server.SocketFile;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers {@code GET /metrics}, one answer to a connection, and nothing else. Bounded in all that
 * strangers may do to it: connections at a time, bytes of a request, time of a connection.
 */
final class ScrapeServer implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(ScrapeServer.class);

  static final int MOST_CONNECTIONS = 4;
  static final int MOST_REQUEST_BYTES = 8 << 10;
  private static final Duration MOST_TIME = Duration.ofSeconds(5);
  private static final Duration PAUSE = Duration.ofMillis(500);
  private static final int BACKLOG = 16;
  private static final int OWNER_ONLY = 0600;

  private final ServerSocketChannel channel;
  private final Closeable closing;
  private final Supplier<String> page;
  private final Duration mostTime;
  private final Semaphore places = new Semaphore(MOST_CONNECTIONS);

  private ScrapeServer(
      ServerSocketChannel channel, Closeable closing, Supplier<String> page, Duration mostTime) {
    this.channel = channel;
    this.closing = closing;
    this.page = page;
    this.mostTime = mostTime;
  }

  /**
   * Listens, and answers from now on.
   *
   * @param page made anew for each request
   * @throws IOException whose message tells an operator what is in the way
   */
  static ScrapeServer listen(ListenAddress address, Supplier<String> page) throws IOException {
    return listen(address, page, MOST_TIME);
  }

  static ScrapeServer listen(ListenAddress address, Supplier<String> page, Duration mostTime)
      throws IOException {
    ScrapeServer server =
        switch (address) {
          case ListenAddress.Tcp tcp -> {
            ServerSocketChannel bound = bind(tcp);
            yield new ScrapeServer(bound, bound, page, mostTime);
          }
          case ListenAddress.Unix unix -> {
            SocketFile socket =
                SocketFile.bind(unix.path(), OWNER_ONLY, Optional.empty(), Optional.empty());
            yield new ScrapeServer(socket.channel(), socket::close, page, mostTime);
          }
        };
    Thread.ofVirtual().name("scrapes").start(server::accept);
    return server;
  }

  private static ServerSocketChannel bind(ListenAddress.Tcp tcp) throws IOException {
    var address = new InetSocketAddress(tcp.host(), tcp.port());
    if (address.isUnresolved()) {
      throw new IOException("cannot listen on " + tcp + ": the host is not known");
    }
    ServerSocketChannel channel = ServerSocketChannel.open();
    try {
      channel.setOption(StandardSocketOptions.SO_REUSEADDR, true);
      return channel.bind(address, BACKLOG);
    } catch (IOException e) {
      channel.close();
      throw new IOException("cannot listen on " + tcp + ": " + e.getMessage(), e);
    }
  }

  private void accept() {
    while (true) {
      try {
        SocketChannel caller = channel.accept();
        if (places.tryAcquire()) {
          Thread.ofVirtual().name("scrape").start(() -> serve(caller));
        } else {
          caller.close();
        }
      } catch (ClosedChannelException e) {
        return;
      } catch (IOException e) {
        log.debug("a connection could not be taken", e);
        if (!pause(PAUSE)) {
          return;
        }
      }
    }
  }

  private void serve(SocketChannel caller) {
    Thread end =
        Thread.ofVirtual()
            .start(() -> {
              if (pause(mostTime)) {
                close(caller);
              }
            });
    try {
      write(caller, answer(head(caller)));
      caller.shutdownOutput();
      // What is closed with bytes unread takes the answer with it.
      drain(caller);
    } catch (IOException e) {
      log.debug("a scrape broke off", e);
    } finally {
      end.interrupt();
      close(caller);
      places.release();
    }
  }

  /** The request's head; as much of it as came, when it is too long or ends before its time. */
  private static String head(SocketChannel caller) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(MOST_REQUEST_BYTES);
    while (bytes.hasRemaining() && caller.read(bytes) >= 0) {
      String text = new String(bytes.array(), 0, bytes.position(), StandardCharsets.ISO_8859_1);
      if (text.contains("\r\n\r\n") || text.contains("\n\n")) {
        return text;
      }
    }
    return "";
  }

  private String answer(String head) {
    String[] words = head.lines().findFirst().orElse("").split(" ", -1);
    if (words.length != 3 || !words[2].startsWith("HTTP/1.")) {
      return response("400 Bad Request", "", "This is not a request for metrics.\n", true);
    }
    boolean get = words[0].equals("GET");
    if (!get && !words[0].equals("HEAD")) {
      return response("405 Method Not Allowed", "Allow: GET, HEAD\r\n", "Say GET.\n", true);
    }
    if (!words[1].equals("/metrics") && !words[1].startsWith("/metrics?")) {
      return response("404 Not Found", "", "Metrics are at /metrics.\n", get);
    }
    return response("200 OK", "", page.get(), get);
  }

  private static String response(String status, String more, String body, boolean whole) {
    return "HTTP/1.1 "
        + status
        + "\r\nContent-Type: "
        + Exposition.CONTENT_TYPE
        + "\r\nContent-Length: "
        + body.getBytes(StandardCharsets.UTF_8).length
        + "\r\nConnection: close\r\nX-Content-Type-Options: nosniff\r\n"
        + more
        + "\r\n"
        + (whole ? body : "");
  }

  private static void write(SocketChannel caller, String text) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    while (bytes.hasRemaining()) {
      caller.write(bytes);
    }
  }

  private static void drain(SocketChannel caller) throws IOException {
    ByteBuffer rest = ByteBuffer.allocate(1024);
    for (int read = 0; read < MOST_REQUEST_BYTES; read += rest.position()) {
      rest.clear();
      if (caller.read(rest) <= 0) {
        return;
      }
    }
  }

  private static void close(SocketChannel caller) {
    try {
      caller.close();
    } catch (IOException e) {
      log.debug("a connection could not be closed", e);
    }
  }

  /** Waits; tells whether it did. */
  private static boolean pause(Duration pause) {
    try {
      Thread.sleep(pause);
      return true;
    } catch (InterruptedException e) {
      return false;
    }
  }

  @Override
  public void close() throws IOException {
    closing.close();
  }
}
