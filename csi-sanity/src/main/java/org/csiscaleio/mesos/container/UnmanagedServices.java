package org.csiscaleio.mesos.container;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.csiscaleio.mesos.PluginInfo.Service;
import org.csiscaleio.mesos.Release;
import org.csiscaleio.mesos.wire.CallLog;
import org.csiscaleio.mesos.wire.Connection;
import org.csiscaleio.mesos.wire.CsiVersion;
import org.csiscaleio.mesos.wire.PluginClient;

/**
 * A plugin that somebody else runs, reached through {@code endpoints} of its configuration (1.11
 * only). Every call dials anew, so that it may be restarted freely; it is probed once.
 */
public final class UnmanagedServices implements ServiceManager {
  private final Release release;
  private final Path socket;
  private final CallLog log;
  private final VersionDetection detection;

  /** Others may be in the midst of a call over an earlier one. */
  private final List<Connection> dialled = new ArrayList<>();

  public UnmanagedServices(Release release, Path socket, CallLog log) {
    this.release = release;
    this.socket = socket;
    this.log = log;
    this.detection = new VersionDetection(release);
  }

  @Override
  public void recover() {}

  @Override
  public synchronized CsiVersion apiVersion() {
    if (detection.found().isEmpty()) {
      detection.probe(dial());
    }
    return detection.found().orElseThrow();
  }

  @Override
  public synchronized PluginClient client(Service service) {
    return dial().speaking(apiVersion());
  }

  @Override
  public synchronized void close() {
    dialled.forEach(Connection::close);
  }

  private Connection dial() {
    var connection = new Connection(socket, release.callTimeout(), log);
    dialled.add(connection);
    return connection;
  }
}
