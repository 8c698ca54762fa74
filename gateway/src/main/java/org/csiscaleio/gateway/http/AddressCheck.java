package org.csiscaleio.gateway.http;

import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.joining;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import okhttp3.Dns;
import org.csiscaleio.gateway.GatewaySettings;
import org.csiscaleio.gateway.GatewayTls;
import org.csiscaleio.operation.Deadline;
import org.csiscaleio.operation.Finding;

/**
 * Looks at the way to one address of a gateway, step by step: its name, a connection, its
 * certificate, its clock. Does not log in, and sends nothing that is secret.
 */
public final class AddressCheck {
  static final String NAME = "name";
  static final String CONNECTION = "connection";
  static final String CERTIFICATE = "certificate";
  static final String CLOCK = "clock";

  private static final int HTTPS_PORT = 443;
  private static final int HTTP_PORT = 80;

  private final URI address;
  private final GatewayTls tls;
  private final Duration connectTimeout;
  private final InstantSource clock;
  private final Dns names;

  /**
   * @param address one of the settings'
   * @param clock this host's
   */
  public AddressCheck(URI address, GatewaySettings settings, InstantSource clock) {
    this(address, settings, clock, Dns.SYSTEM);
  }

  AddressCheck(URI address, GatewaySettings settings, InstantSource clock, Dns names) {
    this.address = requireNonNull(address, "address is null");
    this.tls = settings.tls();
    this.connectTimeout = settings.connectTimeout();
    this.clock = requireNonNull(clock, "clock is null");
    this.names = names;
  }

  /** One finding for each step; what comes after a step that failed is not looked at. */
  public List<Finding> look(Deadline deadline) {
    var findings = new ArrayList<Finding>();
    List<InetAddress> found = List.of();
    try {
      Duration limit = deadline.orAfter(connectTimeout).remaining();
      found = new BoundedDns(names, limit).lookup(host());
      findings.add(name(found));
    } catch (UnknownHostException e) {
      findings.add(
          Finding.fail(
              NAME,
              e.getMessage() == null ? "is unknown" : e.getMessage(),
              "correct the setting gateway, or what this host asks for names (/etc/resolv.conf,"
                  + " /etc/hosts)"));
      findings.add(Finding.skip(CONNECTION, "its name is not known"));
    }
    if (!found.isEmpty()) {
      connectAndLookOn(found, deadline, findings);
    }
    if (findings.size() == 2) {
      findings.add(Finding.skip(CERTIFICATE, "there is no connection"));
      findings.add(Finding.skip(CLOCK, "there is no connection"));
    }
    return List.copyOf(findings);
  }

  private Finding name(List<InetAddress> found) {
    String numbers = found.stream().map(InetAddress::getHostAddress).collect(joining(", "));
    return host().equals(numbers)
        ? Finding.ok(NAME, "is a number, " + numbers)
        : Finding.ok(NAME, host() + " is " + numbers);
  }

  /** Each number is tried; the first that answers is looked at further. */
  private void connectAndLookOn(
      List<InetAddress> found, Deadline deadline, List<Finding> findings) {
    var refused = new ArrayList<String>();
    boolean lookedOn = false;
    for (InetAddress number : found) {
      try (Socket socket = new Socket()) {
        long start = System.nanoTime();
        socket.connect(new InetSocketAddress(number, port()), millisLeft(deadline));
        if (!lookedOn) {
          lookedOn = true;
          findings.add(
              Finding.ok(
                  CONNECTION,
                  "to port %d of %s in %d ms"
                      .formatted(
                          port(),
                          number.getHostAddress(),
                          (System.nanoTime() - start) / 1_000_000)));
          lookOn(socket, number, deadline, findings);
        }
      } catch (IOException e) {
        refused.add(number.getHostAddress() + " (" + words(e) + ")");
      }
    }
    if (!lookedOn) {
      findings.add(
          Finding.fail(
              CONNECTION,
              "port " + port() + " cannot be reached: " + String.join(", ", refused),
              "see whether the gateway runs there, and what is in between (firewall, routes)"));
    } else if (!refused.isEmpty()) {
      findings.set(
          1,
          Finding.warn(
              CONNECTION,
              findings.get(1).seen() + ", but not to " + String.join(", ", refused),
              "take the numbers that do not answer out of the name"));
    }
  }

  private void lookOn(
      Socket socket, InetAddress number, Deadline deadline, List<Finding> findings) {
    var peer = new InetSocketAddress(number, port());
    if (isPlain()) {
      findings.add(
          Finding.warn(
              CERTIFICATE,
              "there is none: http sends the password unencrypted",
              "say https:// in the setting gateway"));
      findings.add(time(socket, deadline));
      return;
    }
    try (var certificate = new CertificateCheck(host(), tls, clock)) {
      findings.add(certificate.look(socket, () -> connect(peer, deadline), millisLeft(deadline)));
      findings.add(
          certificate
              .secured()
              .map(secured -> time(secured, deadline))
              .orElseGet(() -> Finding.skip(CLOCK, "there is no secured connection")));
    }
  }

  private static Socket connect(InetSocketAddress peer, Deadline deadline) throws IOException {
    var socket = new Socket();
    socket.connect(peer, Math.max(1, (int) deadline.remaining().toMillis()));
    return socket;
  }

  private Finding time(Socket socket, Deadline deadline) {
    return new ClockCheck(address, clock).look(socket, millisLeft(deadline));
  }

  /** Without the brackets of a number of version 6. */
  private String host() {
    return address.getHost().replaceAll("[\\[\\]]", "");
  }

  private boolean isPlain() {
    return "http".equalsIgnoreCase(address.getScheme());
  }

  private int port() {
    return address.getPort() >= 0 ? address.getPort() : isPlain() ? HTTP_PORT : HTTPS_PORT;
  }

  /** Never 0, which would mean for ever. */
  private int millisLeft(Deadline deadline) {
    return Math.max(1, (int) deadline.orAfter(connectTimeout).remaining().toMillis());
  }

  static String words(IOException e) {
    return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
  }
}
