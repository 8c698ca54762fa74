package org.csiscaleio.mesos.wire;

/** A generation of CSI, by its package on the wire. */
public enum CsiVersion {
  /** 0.1.0: {@code csi}. */
  V0_1,
  /** 0.2.0: {@code csi.v0}. */
  V0,
  /** 1.1.0: {@code csi.v1}. */
  V1;

  /** A client of this generation over a connection. */
  PluginClient client(Connection connection) {
    return switch (this) {
      case V0_1 -> new PluginClientV01(connection);
      case V0 -> new PluginClientV0(connection);
      case V1 -> new PluginClientV1(connection);
    };
  }
}
