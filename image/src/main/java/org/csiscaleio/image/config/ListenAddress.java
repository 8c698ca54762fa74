package org.csiscaleio.image.config;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;

/** Where something listens. */
public sealed interface ListenAddress {
  /** Where nobody but this host's own processes can connect. */
  String LOOPBACK = "127.0.0.1";

  /**
   * A TCP port.
   *
   * @param host a name or an address
   * @param port 1 to 65535
   */
  record Tcp(String host, int port) implements ListenAddress {
    public Tcp {
      requireNonNull(host, "host is null");
      if (host.isEmpty() || port < 1 || port > 65_535) {
        throw new IllegalArgumentException();
      }
    }

    /** Whether other hosts may reach it, as far as the words tell. */
    public boolean open() {
      return !host.startsWith("127.") && !host.equals("::1") && !host.equals("localhost");
    }

    @Override
    public String toString() {
      return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }
  }

  /** A unix socket. */
  record Unix(Path path) implements ListenAddress {
    @Override
    public String toString() {
      return "unix://" + path;
    }
  }

  /**
   * What {@code PORT}, {@code HOST:PORT}, {@code [ADDRESS]:PORT} or a unix socket's path mean.
   *
   * @throws IllegalArgumentException when it is none of these
   */
  static ListenAddress parse(String text) {
    if (text.startsWith("unix:") || text.startsWith("/")) {
      return new Unix(SocketAddressText.path(text));
    }
    int colon = text.lastIndexOf(':');
    String host = colon < 0 ? LOOPBACK : text.substring(0, colon);
    if (host.startsWith("[") && host.endsWith("]")) {
      host = host.substring(1, host.length() - 1);
    } else if (host.indexOf(':') >= 0 || host.indexOf('/') >= 0) {
      throw new IllegalArgumentException();
    }
    return new Tcp(host, Integer.parseInt(text.substring(colon + 1)));
  }
}
