package org.csiscaleio.gateway.http;

import org.csiscaleio.gateway.GatewayCredentials;
import org.csiscaleio.gateway.GatewaySettings;
import org.csiscaleio.gateway.GatewayTls;

/** Settings for clients that a test replaces before it uses them. */
final class ScriptedSettings {
  private ScriptedSettings() {}

  /** Nothing listens there. */
  static GatewaySettings unreachable() {
    return GatewaySettings.of(
        "http://127.0.0.1:1", GatewayCredentials.fixed("admin", "none"), new GatewayTls.Insecure());
  }
}
