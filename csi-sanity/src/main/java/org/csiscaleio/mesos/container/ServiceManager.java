package org.csiscaleio.mesos.container;

import org.csiscaleio.mesos.PluginInfo.Service;
import org.csiscaleio.mesos.wire.CsiVersion;
import org.csiscaleio.mesos.wire.PluginClient;

/**
 * src/csi/service_manager.cpp: knows how to reach a plugin, whether the agent runs it ({@link
 * ManagedServices}) or somebody else does ({@link UnmanagedServices}).
 */
public interface ServiceManager extends AutoCloseable {
  /** Cleans up after earlier runs. */
  void recover();

  /** The generation the plugin speaks, found out by Probe; starts the plugin when needed. */
  CsiVersion apiVersion();

  /**
   * A client for the latest run of the plugin; waits while that starts.
   *
   * @throws org.csiscaleio.mesos.Failed when it is not to be had any more
   */
  PluginClient client(Service service);

  /** The agent's process ends; the plugin stays. */
  @Override
  void close();
}
