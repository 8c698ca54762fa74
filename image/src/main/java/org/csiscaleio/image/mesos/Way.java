package org.csiscaleio.image.mesos;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** How the plugin comes to be called by an agent. */
enum Way {
  /** The agent starts the bundle that lies on the host. */
  BUNDLE("config.yaml"),
  /** The agent fetches the bundle, unpacks it into the sandbox and starts it. */
  URIS("config.yaml"),
  /** The agent starts the plugin in an image volume; Mesos 1.11. */
  IMAGE("config.yaml"),
  /** The agent starts a relay to the plugin that systemd runs. */
  RELAY("csi-scaleio.yaml"),
  /** The isolator volume/csi starts the bundle; Mesos 1.11. */
  ISOLATOR("isolator.yaml"),
  /** The isolator volume/csi calls the plugin that systemd runs; Mesos 1.11. */
  ENDPOINT("csi-scaleio.yaml");

  private final String settingsFile;

  Way(String settingsFile) {
    this.settingsFile = settingsFile;
  }

  /**
   * @throws IllegalArgumentException when there is no such way
   */
  static Way parse(String text) {
    return Arrays.stream(values())
        .filter(way -> way.word().equals(text))
        .findFirst()
        .orElseThrow(() ->
            new IllegalArgumentException(
                "'"
                    + text
                    + "' is no way; there are "
                    + Arrays.stream(values()).map(Way::word).collect(Collectors.joining(", "))));
  }

  String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Name of the plugin's own configuration file, in /etc/csi-scaleio. */
  String settingsFile() {
    return settingsFile;
  }

  /** Whether volumes are given to single tasks, and no disks are offered. */
  boolean isIsolator() {
    return this == ISOLATOR || this == ENDPOINT;
  }

  boolean wantsNewestMesos() {
    return this == IMAGE || isIsolator();
  }

  /** Whether systemd runs the plugin, outside of every container. */
  boolean isService() {
    return this == RELAY || this == ENDPOINT;
  }
}
