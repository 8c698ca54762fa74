package org.csiscaleio.image.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SocketFileTest {
  @TempDir Path directory;

  private Path path() {
    return directory.resolve("csi.sock");
  }

  private static SocketFile bind(Path path) throws IOException {
    return SocketFile.bind(path, 0600, Optional.empty(), Optional.empty());
  }

  private static void connect(Path path) throws IOException {
    SocketChannel.open(UnixDomainSocketAddress.of(path)).close();
  }

  @Test
  void callersCanConnectAsSoonAsItIsBound() throws IOException {
    try (SocketFile socket = bind(path())) {
      connect(socket.path());
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path())))
          .isEqualTo("rw-------");
    }
    assertThat(path()).doesNotExist();
  }

  /** An orchestrator polls for the name and calls at once, and only once. */
  @Test
  void whoeverSeesTheNameCanConnect() throws Exception {
    var done = new AtomicBoolean();
    var seen = new AtomicInteger();
    var refused = new AtomicReference<IOException>();
    Thread poller =
        Thread.ofPlatform()
            .start(() -> {
              while (!done.get()) {
                if (Files.exists(path(), LinkOption.NOFOLLOW_LINKS)) {
                  try {
                    connect(path());
                    seen.incrementAndGet();
                  } catch (ConnectException e) {
                    refused.set(e);
                  } catch (IOException e) {
                    // The name was deleted meanwhile.
                  }
                }
              }
            });
    try {
      for (int i = 0; i < 300; i++) {
        int before = seen.get();
        SocketFile socket = bind(path());
        while (seen.get() == before && refused.get() == null) {
          Thread.onSpinWait();
        }
        // The name goes before the listener: what the poller meets is the beginning.
        Files.delete(path());
        socket.close();
      }
    } finally {
      done.set(true);
      poller.join();
    }
    assertThat(refused.get()).isNull();
    try (Stream<Path> left = Files.list(directory)) {
      assertThat(left).isEmpty();
    }
  }

  @Test
  void aSocketLeftBehindInTheMomentOfItsBirthIsInNobodysWay() throws IOException {
    try (SocketFile socket = bind(path())) {
      // As it is when the process dies between the two names.
      Path born = path().resolveSibling("." + Integer.toUnsignedString("csi.sock".hashCode(), 36));
      Files.createLink(born, socket.path());
      Files.delete(socket.path());
      socket.channel().close();
      assertThat(Files.exists(born, LinkOption.NOFOLLOW_LINKS)).isTrue();

      bind(path()).close();

      assertThat(Files.exists(born, LinkOption.NOFOLLOW_LINKS)).isFalse();
    }
  }

  @Test
  void aNameAsLongAsJavaTakesIsTaken() throws IOException {
    int free = 106 - "/s".length() - directory.toString().length() - "/".length();
    Path deep = Files.createDirectory(directory.resolve("d".repeat(free)));
    Path path = deep.resolve("s");
    assertThat(path.toString()).hasSize(106);
    try (SocketFile socket = bind(path)) {
      connect(socket.path());
    }
  }

  @Test
  void permissionsAndOwnersAreAsConfigured() throws IOException {
    String user = Files.getOwner(directory).getName();
    try (SocketFile socket = SocketFile.bind(path(), 0675, Optional.of(user), Optional.empty())) {
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(socket.path())))
          .isEqualTo("rw-rwxr-x");
    }
    assertThatThrownBy(() ->
            SocketFile.bind(path(), 0600, Optional.of("nobody-of-that-name"), Optional.empty()))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("cannot listen on " + path());
  }

  @Test
  void whatADeadProcessLeftIsReplaced() throws IOException {
    ServerSocketChannel dead = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    dead.bind(UnixDomainSocketAddress.of(path()));
    dead.close();
    assertThat(Files.exists(path(), LinkOption.NOFOLLOW_LINKS)).isTrue();

    try (SocketFile socket = bind(path())) {
      connect(socket.path());
    }
  }

  @Test
  void aLivingProcessIsLeftAlone() throws IOException {
    try (SocketFile living = bind(path())) {
      assertThatThrownBy(() -> bind(path()))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("another process is serving there");
      connect(living.path());
    }
  }

  @Test
  void aProcessTooBusyToAcceptIsAliveToo() throws IOException {
    try (ServerSocketChannel busy = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      busy.bind(UnixDomainSocketAddress.of(path()), 1);
      fillQueue();

      assertThatThrownBy(() -> bind(path()))
          .hasMessageContaining("another process is serving there");
    }
  }

  private void fillQueue() throws IOException {
    try {
      for (int i = 0; i < 100; i++) {
        SocketChannel waiting = SocketChannel.open(StandardProtocolFamily.UNIX);
        waiting.configureBlocking(false);
        waiting.connect(UnixDomainSocketAddress.of(path()));
      }
    } catch (SocketException full) {
      return;
    }
    throw new AssertionError("the queue never filled up");
  }

  @Test
  void whatIsNotASocketIsLeftAlone() throws IOException {
    Files.writeString(path(), "precious");

    assertThatThrownBy(() -> bind(path()))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("something that is not a socket is there");
    assertThat(path()).hasContent("precious");
  }

  @Test
  void aLinkIsNotFollowedEvenToADeadSocket() throws IOException {
    Path target = directory.resolve("target.sock");
    ServerSocketChannel dead = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    dead.bind(UnixDomainSocketAddress.of(target));
    dead.close();
    Files.createSymbolicLink(path(), target);

    assertThatThrownBy(() -> bind(path())).hasMessageContaining("not a socket");
    assertThat(Files.exists(target, LinkOption.NOFOLLOW_LINKS)).isTrue();
  }

  @Test
  void theLastDirectoryIsMadeAndNoMore() throws IOException {
    Path inNew = directory.resolve("new/csi.sock");
    try (SocketFile socket = bind(inNew)) {
      assertThat(
              PosixFilePermissions.toString(
                  Files.getPosixFilePermissions(socket.path().getParent())))
          .isEqualTo("rwx------");
    }
    assertThatThrownBy(() -> bind(directory.resolve("a/b/csi.sock")))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(directory.resolve("a/b") + " is not a directory");
    assertThat(directory.resolve("a")).doesNotExist();
  }

  @Test
  void aSuccessorsSocketIsNotRemoved() throws IOException {
    SocketFile first = bind(path());
    Files.delete(path());
    try (SocketFile successor = bind(path())) {
      first.close();

      connect(successor.path());
    }
  }

  @Test
  void closingTwiceOrAfterTheNameIsGoneIsFine() throws IOException {
    SocketFile socket = bind(path());
    Files.delete(path());
    socket.close();
    socket.close();
    assertThat(path()).doesNotExist();
  }

  @Test
  void theLongestPathAllowedWorks() throws IOException {
    int room = 106 - directory.toString().length() - 1;
    Path longest = directory.resolve("x".repeat(room));
    assertThat(longest.toString()).hasSize(106);

    try (SocketFile socket = bind(longest)) {
      connect(socket.path());
    }
  }
}
