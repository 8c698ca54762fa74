package org.csiscaleio.model;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.csiscaleio.rig.Cluster;

/** Where volumes are staged and published on the hosts. */
record Places(Cluster cluster) {
  /** At how many targets of a host a volume may be. */
  static final int TARGETS = 2;

  Path staging(int host, String volume) {
    return under(host, "staging", volume);
  }

  Path target(int host, String volume, int target) {
    return under(host, "target", volume).resolve("target-" + target);
  }

  Path link(int host, String id) {
    return cluster.hosts().get(host).byIdDirectory().resolve("emc-vol-" + id);
  }

  private Path under(int host, String what, String volume) {
    int name = Names.ALL.indexOf(volume);
    Path path = cluster.hosts().get(host).directory().resolve(what).resolve("volume-" + name);
    try {
      return Files.createDirectories(path);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
