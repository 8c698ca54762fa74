package org.csiscaleio.mesos.container;

import java.util.List;
import java.util.Optional;
import org.csiscaleio.mesos.Failed;
import org.csiscaleio.mesos.Release;
import org.csiscaleio.mesos.wire.CallFailed;
import org.csiscaleio.mesos.wire.Connection;
import org.csiscaleio.mesos.wire.CsiVersion;
import org.csiscaleio.mesos.wire.PluginClient;

/**
 * Which CSI a plugin speaks: 1.8.x:SM:521, 1.11.x:SM:598. Held in memory as long as the agent runs;
 * while held, only that version is probed.
 */
final class VersionDetection {
  private final List<CsiVersion> candidates;
  private Optional<CsiVersion> found = Optional.empty();

  VersionDetection(Release release) {
    if (release.detectsCsiVersion()) {
      candidates = List.of(CsiVersion.V1, CsiVersion.V0);
    } else {
      candidates = List.of(release.atLeast(Release.V1_6) ? CsiVersion.V0 : CsiVersion.V0_1);
    }
  }

  Optional<CsiVersion> found() {
    return found;
  }

  /** Probes; UNIMPLEMENTED, and only that, leads on to the next candidate. */
  PluginClient probe(Connection connection) {
    for (CsiVersion version : found.map(List::of).orElse(candidates)) {
      PluginClient client = connection.speaking(version);
      try {
        client.probe();
        found = Optional.of(version);
        return client;
      } catch (CallFailed e) {
        if (!e.isUnimplemented()) {
          throw new Failed("Failed to probe endpoint: " + e.getMessage(), e);
        }
      }
    }
    throw new Failed("Failed to probe endpoint: Unknown API version");
  }
}
