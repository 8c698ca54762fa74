package org.csiscaleio.image.server;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipalLookupService;
import java.util.Map;
import java.util.Optional;

/**
 * The listening socket and its name in the file system. An orchestrator may call as soon as the
 * name is there, so that it is bound first of all, before the server behind it is built; what comes
 * in meanwhile waits in the kernel's queue.
 *
 * <p>SIGKILL being the normal way to die, a name left behind is normal too: it is removed, but only
 * if it is a socket on which nobody answers.
 */
public final class SocketFile implements AutoCloseable {
  private static final int TYPE_MASK = 0170000;
  private static final int SOCKET_TYPE = 0140000;
  private static final int BACKLOG = 128;

  /** Of a socket's name: what unix(7) has room for, and Java keeps two bytes of it to itself. */
  private static final int MOST_PATH_BYTES = 106;

  private final Path path;
  private final ServerSocketChannel channel;
  private final Identity identity;

  /** Which file it is, whatever its name. */
  private record Identity(Object device, Object inode) {}

  private SocketFile(Path path, ServerSocketChannel channel, Identity identity) {
    this.path = path;
    this.channel = channel;
    this.identity = identity;
  }

  /**
   * Binds and listens; from the first moment its name is there it can be connected to, by whom it
   * is meant for. The last directory of the path is made (mode 0700) when its parent exists.
   *
   * @param mode the permissions, as chmod's number
   * @param user the owner, if not this process' user
   * @param group the group, if not this process' group
   * @throws IOException whose message tells an operator what is in the way
   */
  public static SocketFile bind(Path path, int mode, Optional<String> user, Optional<String> group)
      throws IOException {
    requireNonNull(path, "path is null");
    prepareDirectory(path);
    removeStale(path);
    Path born = birthName(path);
    if (!born.equals(path)) {
      removeStale(born);
    }
    ServerSocketChannel channel = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    try {
      channel.bind(UnixDomainSocketAddress.of(born), BACKLOG);
      setOwners(born, user, group);
      Files.setPosixFilePermissions(born, PosixFilePermissions.fromString(permissions(mode)));
      if (!born.equals(path)) {
        giveName(born, path);
      }
      return new SocketFile(path, channel, identity(path));
    } catch (IOException | RuntimeException e) {
      channel.close();
      if (!born.equals(path)) {
        Files.deleteIfExists(born);
      }
      throw new IOException("cannot listen on " + path + ": " + reason(e), e);
    }
  }

  public Path path() {
    return path;
  }

  /** The bound, listening channel, for the server to accept from. */
  public ServerSocketChannel channel() {
    return channel;
  }

  /** Stops listening and removes the name, unless somebody else has put their own in its place. */
  @Override
  public void close() throws IOException {
    channel.close();
    try {
      if (identity(path).equals(identity)) {
        Files.delete(path);
      }
    } catch (NoSuchFileException e) {
      // Gone already, as wanted.
    }
  }

  /**
   * The name under which it is bound: the kernel shows a socket's name a moment before it lets
   * anybody connect, and an orchestrator that polls for the name calls in that moment, once (Mesos
   * gives a plugin up for it). The same for the same path, so that one left behind is found again.
   * The path itself where there is no room for another name.
   */
  private static Path birthName(Path path) {
    String name = String.valueOf(path.getFileName());
    Path born = path.resolveSibling("." + Integer.toUnsignedString(name.hashCode(), 36));
    return born.toString().getBytes(StandardCharsets.UTF_8).length > MOST_PATH_BYTES ? path : born;
  }

  /** Shows what listens under its own name; what is there already stays. */
  private static void giveName(Path born, Path path) throws IOException {
    try {
      Files.createLink(path, born);
    } finally {
      Files.deleteIfExists(born);
    }
  }

  private static void prepareDirectory(Path path) throws IOException {
    Path directory = requireNonNull(path.getParent(), "the endpoint has no directory");
    if (Files.isDirectory(directory)) {
      return;
    }
    Path above = directory.getParent();
    if (Files.exists(directory) || above == null || !Files.isDirectory(above)) {
      throw new IOException(
          "cannot listen on " + path + ": " + directory + " is not a directory; make it first");
    }
    Files.createDirectory(
        directory,
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
  }

  /** What there is at an endpoint's path. */
  public enum Present {
    NOTHING,
    /** A socket on which nobody answers: its owner was killed. */
    STALE,
    /** A socket on which somebody may answer. */
    SERVED,
    SOMETHING_ELSE
  }

  /** What is there now. Changes nothing, never blocks. */
  public static Present present(Path path) throws IOException {
    int type;
    try {
      type = (int) Files.getAttribute(path, "unix:mode", LinkOption.NOFOLLOW_LINKS) & TYPE_MASK;
    } catch (NoSuchFileException e) {
      return Present.NOTHING;
    }
    if (type != SOCKET_TYPE) {
      return Present.SOMETHING_ELSE;
    }
    return mayBeServed(path) ? Present.SERVED : Present.STALE;
  }

  private static void removeStale(Path path) throws IOException {
    switch (present(path)) {
      case NOTHING -> {}
      case STALE -> Files.deleteIfExists(path);
      case SERVED ->
          throw new IOException(
              "cannot listen on "
                  + path
                  + ": another process is serving there. Stop it first (ss -xlp tells which), or"
                  + " choose another endpoint");
      case SOMETHING_ELSE ->
          throw new IOException(
              "cannot listen on "
                  + path
                  + ": something that is not a socket is there; it is left"
                  + " alone. Remove it, or choose another endpoint");
    }
  }

  /**
   * Whether a socket is anything but refused by the kernel for want of a listener. A full queue
   * means a listener too; it is why this must not block.
   */
  private static boolean mayBeServed(Path path) throws IOException {
    try (SocketChannel caller = SocketChannel.open(StandardProtocolFamily.UNIX)) {
      caller.configureBlocking(false);
      caller.connect(UnixDomainSocketAddress.of(path));
      return true;
    } catch (ConnectException e) {
      return false;
    } catch (SocketException e) {
      return true;
    }
  }

  private static void setOwners(Path path, Optional<String> user, Optional<String> group)
      throws IOException {
    if (user.isEmpty() && group.isEmpty()) {
      return;
    }
    UserPrincipalLookupService lookup = path.getFileSystem().getUserPrincipalLookupService();
    PosixFileAttributeView view =
        Files.getFileAttributeView(path, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
    if (user.isPresent()) {
      view.setOwner(lookup.lookupPrincipalByName(user.get()));
    }
    if (group.isPresent()) {
      view.setGroup(lookup.lookupPrincipalByGroupName(group.get()));
    }
  }

  private static Identity identity(Path path) throws IOException {
    Map<String, Object> attributes =
        Files.readAttributes(path, "unix:dev,ino", LinkOption.NOFOLLOW_LINKS);
    return new Identity(
        requireNonNull(attributes.get("dev")), requireNonNull(attributes.get("ino")));
  }

  private static String permissions(int mode) {
    var text = new StringBuilder("rwxrwxrwx");
    for (int bit = 0; bit < 9; bit++) {
      if ((mode & (0400 >> bit)) == 0) {
        text.setCharAt(bit, '-');
      }
    }
    return text.toString();
  }

  private static String reason(Exception e) {
    if (e instanceof FileSystemException file && file.getReason() != null) {
      return file.getReason();
    }
    return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
  }
}
