package org.csiscaleio.node.service;

import static java.util.stream.Collectors.toUnmodifiableSet;

import java.net.InetAddress;
import java.util.Set;

/**
 * This host, as the array may know it.
 *
 * @param guid of its SDC, upper-case
 * @param name without a domain; empty when it has none
 * @param addresses of all its interfaces
 * @param certain whether those are really all addresses of the host; not so in a container with a
 *     network of its own
 */
public record ThisHost(String guid, String name, Set<String> addresses, boolean certain) {
  public ThisHost {
    addresses = addresses.stream().map(ThisHost::normal).collect(toUnmodifiableSet());
  }

  /**
   * Whether a host with that address can be this one.
   *
   * @param address as the array tells it, a number and not a name
   */
  boolean has(String address) {
    try {
      return InetAddress.ofLiteral(address).isLoopbackAddress()
          || addresses.contains(normal(address));
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  /** The one spelling of an address of version 6. */
  private static String normal(String address) {
    return InetAddress.ofLiteral(address).getHostAddress();
  }
}
