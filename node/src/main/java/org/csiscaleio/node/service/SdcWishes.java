package org.csiscaleio.node.service;

import static java.util.Objects.requireNonNull;

import java.util.Optional;

/**
 * What shall be done about this host's SDC on the array.
 *
 * @param approve whether it is let in where the array asks
 * @param namePattern what it is named, {@code {host}} being this host's name; empty names nothing
 * @param rename whether also one that has another name is
 * @param checkAddress whether its address on the array must be one of this host's
 */
public record SdcWishes(
    boolean approve, Optional<String> namePattern, boolean rename, boolean checkAddress) {
  /** Only look. */
  public static final SdcWishes NONE = new SdcWishes(false, Optional.empty(), false, true);

  public SdcWishes {
    requireNonNull(namePattern, "namePattern is null");
  }
}
