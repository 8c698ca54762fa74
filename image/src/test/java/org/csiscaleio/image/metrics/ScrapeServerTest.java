package org.csiscaleio.image.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.csiscaleio.image.config.ListenAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScrapeServerTest {
  private static final String PAGE = "csiscaleio_volumes 7\n";

  private final int port = freePort();

  private static int freePort() {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private ScrapeServer listening() throws IOException {
    return listening(Duration.ofSeconds(20));
  }

  private ScrapeServer listening(Duration mostTime) throws IOException {
    return ScrapeServer.listen(ListenAddress.parse(Integer.toString(port)), () -> PAGE, mostTime);
  }

  private String ask(String request) throws IOException {
    return ask(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), request);
  }

  private static String ask(SocketAddress address, String request) throws IOException {
    try (SocketChannel channel = SocketChannel.open(address)) {
      ByteBuffer bytes = ByteBuffer.wrap(request.getBytes(StandardCharsets.UTF_8));
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      return new String(Channels.newInputStream(channel).readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @Test
  void thePageIsAtMetrics() throws IOException {
    try (ScrapeServer _ = listening()) {
      assertThat(ask("GET /metrics HTTP/1.1\r\nHost: x\r\n\r\n"))
          .startsWith("HTTP/1.1 200 OK\r\n")
          .contains("Content-Length: 21\r\n", "Content-Type: text/plain; version=0.0.4")
          .endsWith("\r\n\r\n" + PAGE);
      assertThat(ask("HEAD /metrics HTTP/1.1\r\nHost: x\r\n\r\n"))
          .startsWith("HTTP/1.1 200 OK\r\n")
          .endsWith("\r\n\r\n");
    }
  }

  @Test
  void nothingElseIsServed() throws IOException {
    try (ScrapeServer _ = listening()) {
      assertThat(ask("GET / HTTP/1.1\r\n\r\n")).startsWith("HTTP/1.1 404 ").contains("/metrics");
      assertThat(ask("GET /metrics/../etc HTTP/1.1\r\n\r\n")).startsWith("HTTP/1.1 404 ");
      assertThat(ask("POST /metrics HTTP/1.1\r\nContent-Length: 3\r\n\r\nabc"))
          .startsWith("HTTP/1.1 405 ")
          .contains("Allow: GET, HEAD");
      assertThat(ask("\r\n\r\n")).startsWith("HTTP/1.1 400 ");
      assertThat(ask("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n")).startsWith("HTTP/1.1 400 ");
    }
  }

  @Test
  void aRequestThatDoesNotEndIsReadNoFurther() throws IOException {
    String endless = "GET /metrics HTTP/1.1\r\nX: " + "x".repeat(ScrapeServer.MOST_REQUEST_BYTES);
    try (ScrapeServer _ = listening()) {
      assertThat(ask(endless)).startsWith("HTTP/1.1 400 ");
      assertThat(ask("GET /metrics HTTP/1.1\r\n\r\n")).endsWith(PAGE);
    }
  }

  @Test
  void whoSaysNothingIsCutOffAndKeepsNobodyOutForLong() throws Exception {
    try (ScrapeServer _ = listening(Duration.ofMillis(500))) {
      List<Socket> silent = new ArrayList<>();
      for (int i = 0; i < ScrapeServer.MOST_CONNECTIONS; i++) {
        silent.add(new Socket(InetAddress.getLoopbackAddress(), port));
      }
      for (Socket socket : silent) {
        assertThat(ended(socket)).isTrue();
        socket.close();
      }

      assertThat(askUntilAnswered()).endsWith(PAGE);
    }
  }

  /** A place is free a moment after its connection was seen to end. */
  private String askUntilAnswered() throws Exception {
    for (int i = 0; i < 100; i++) {
      try {
        String answer = ask("GET /metrics HTTP/1.1\r\n\r\n");
        if (!answer.isEmpty()) {
          return answer;
        }
      } catch (SocketException e) {
        // Cut off at the door.
      }
      Thread.sleep(20);
    }
    return "";
  }

  @Test
  void oneConnectionTooManyIsClosedAtOnce() throws Exception {
    try (ScrapeServer _ = listening()) {
      List<Socket> silent = new ArrayList<>();
      for (int i = 0; i < ScrapeServer.MOST_CONNECTIONS; i++) {
        silent.add(new Socket(InetAddress.getLoopbackAddress(), port));
      }
      try (var oneMore = new Socket(InetAddress.getLoopbackAddress(), port)) {
        assertThat(ended(oneMore)).isTrue();
      } finally {
        for (Socket socket : silent) {
          socket.close();
        }
      }
    }
  }

  private static boolean ended(Socket socket) throws IOException {
    socket.setSoTimeout(15_000);
    try {
      return socket.getInputStream().read() < 0;
    } catch (SocketException e) {
      return true;
    }
  }

  @Test
  void aUnixSocketIsForItsOwnerAlone(@TempDir Path directory) throws IOException {
    Path socket = directory.resolve("metrics.sock");
    try (ScrapeServer _ =
        ScrapeServer.listen(ListenAddress.parse("unix://" + socket), () -> PAGE)) {
      assertThat(ask(UnixDomainSocketAddress.of(socket), "GET /metrics HTTP/1.1\r\n\r\n"))
          .endsWith(PAGE);
      assertThat(java.nio.file.Files.getPosixFilePermissions(socket)).hasSize(2);
    }
    assertThat(socket).doesNotExist();
  }

  @Test
  void aPortThatAnotherHasIsSaid() throws IOException {
    try (ScrapeServer _ = listening()) {
      assertThatThrownBy(this::listening)
          .isInstanceOf(IOException.class)
          .hasMessageContaining("cannot listen on 127.0.0.1:" + port)
          .hasMessageContaining("in use");
    }
    assertThatThrownBy(() -> ask("GET /metrics HTTP/1.1\r\n\r\n")).isInstanceOf(IOException.class);
  }
}
