package org.csiscaleio.image.relay;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/**
 * The service on the host. Whoever is to be connected with it is, only after it said that it speaks
 * for this node alone: in cluster scope the plugin would show the whole array to an agent that
 * takes all it is shown for its own, and so would every other agent's.
 *
 * <p>A service is known by its socket's file, which a new one makes anew; each is asked once.
 */
final class HostService {
  /** What GetPluginInfo's manifest calls it. */
  private static final String SCOPE = "scope";

  private static final String NODE = "node";
  private static final Duration ANSWER_LIMIT = Duration.ofSeconds(5);

  private final Path socket;
  private volatile Map<String, Object> asked = Map.of();

  HostService(Path socket) {
    this.socket = socket;
  }

  Path socket() {
    return socket;
  }

  /**
   * A connection to the service that is there now.
   *
   * @throws WrongScope when it must not be used from here
   * @throws IOException when nobody listens, or does not answer; both may pass
   */
  SocketChannel dial() throws IOException {
    Map<String, Object> identity = Files.readAttributes(socket, "unix:dev,ino,ctime");
    if (!identity.equals(asked)) {
      checkScope();
      asked = identity;
    }
    SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
    try {
      // A full queue of a service that hangs must be told from a wait: never block here.
      channel.configureBlocking(false);
      channel.connect(UnixDomainSocketAddress.of(socket));
      channel.configureBlocking(true);
      return channel;
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  private void checkScope() throws IOException {
    Map<String, String> manifest = PluginInfoCall.manifest(socket, ANSWER_LIMIT);
    String scope = manifest.get(SCOPE);
    if (!NODE.equals(scope)) {
      throw new WrongScope(
          "the service at "
              + socket
              + (scope == null ? " does not say its scope" : " is in " + scope + " scope")
              + ": it would offer the whole array on this agent, as on every other. Say 'scope:"
              + " node' in its configuration (/etc/csi-scaleio/csi-scaleio.yaml, or"
              + " X_CSI_SCALEIO_SCOPE=node in its unit), restart it, then restart the agent");
    }
  }

  /** The service is there, but nobody may be connected with it. */
  static final class WrongScope extends IOException {
    private static final long serialVersionUID = 1;

    WrongScope(String message) {
      super(message);
    }
  }
}
