package org.csiscaleio.node.host;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.TreeSet;
import org.csiscaleio.node.service.ThisHost;

/** How this host is called and what its addresses are, read afresh. */
final class HostNetwork {
  /** The number of the first pid namespace, the same in every kernel. */
  private static final String FIRST_PID_NAMESPACE = "pid:[4026531836]";

  private final Kernel kernel;

  HostNetwork(Kernel kernel) {
    this.kernel = kernel;
  }

  ThisHost read(String guid) {
    var addresses = new TreeSet<String>();
    boolean complete = true;
    try {
      NetworkInterface.networkInterfaces()
          .flatMap(NetworkInterface::inetAddresses)
          .map(InetAddress::getHostAddress)
          .map(HostNetwork::withoutScope)
          .forEach(addresses::add);
    } catch (IOException e) {
      complete = false;
    }
    return new ThisHost(guid, name(), addresses, complete && seesTheHostsNetwork());
  }

  /** In a container with a network of its own the addresses are not the host's. */
  private boolean seesTheHostsNetwork() {
    try {
      return namespace("/proc/self/ns/pid").filter(FIRST_PID_NAMESPACE::equals).isPresent()
          && namespace("/proc/self/ns/net").isPresent()
          && namespace("/proc/self/ns/net").equals(namespace("/proc/1/ns/net"));
    } catch (IOException e) {
      return false;
    }
  }

  private static Optional<String> namespace(String path) throws IOException {
    return Optional.of(Files.readSymbolicLink(Path.of(path)).toString());
  }

  /** The kernel's, without a domain; empty when it has none. */
  private String name() {
    try {
      return kernel
          .readFile(Path.of("/proc/sys/kernel/hostname"), 256)
          .map(bytes -> new String(bytes, US_ASCII).strip())
          .map(name -> name.replaceAll("\\..*", ""))
          .orElse("");
    } catch (IOException e) {
      return "";
    }
  }

  private static String withoutScope(String address) {
    int scope = address.indexOf('%');
    return scope < 0 ? address : address.substring(0, scope);
  }
}
