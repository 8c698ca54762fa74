package org.csiscaleio.gateway;

/** The version of the REST API a gateway speaks, e.g. 3.6. */
public record GatewayVersion(int major, int minor) implements Comparable<GatewayVersion> {

  public boolean isAtLeast(int otherMajor, int otherMinor) {
    return compareTo(new GatewayVersion(otherMajor, otherMinor)) >= 0;
  }

  @Override
  public int compareTo(GatewayVersion other) {
    return major != other.major
        ? Integer.compare(major, other.major)
        : Integer.compare(minor, other.minor);
  }

  @Override
  public String toString() {
    return major + "." + minor;
  }
}
