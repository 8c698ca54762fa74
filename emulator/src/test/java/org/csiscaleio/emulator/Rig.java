package org.csiscaleio.emulator;

import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import org.csiscaleio.emulator.config.ConfigReader;
import org.csiscaleio.emulator.sdc.SdcHosts;

/** An emulator in this process over plain HTTP, with one domain, two pools and three SDCs. */
public final class Rig implements AutoCloseable {
  /** Always the same moment, until a test puts the clock forward. */
  private static final InstantSource NOON =
      InstantSource.fixed(Instant.parse("2026-01-01T12:00:00Z"));

  public static final String SYSTEM = "1f3c6a2b7d8e9a0f";
  public static final String GUID_A = "B71F01AE-FF7A-47C5-A303-583FFD416818";
  public static final String GUID_B = "0C2D7D1E-5B0D-4B0B-9E0F-6E0B1D1C2A3B";

  private static final String CONFIG =
      """
      users: [{name: admin, password: Password123}]
      system: {id: 1f3c6a2b7d8e9a0f, name: scaleio-1}
      tls: false
      protectionDomains:
        - name: pd1
          storagePools:
            - {name: sp1, capacityGib: 8192, sparePercent: 10}
            - {name: bare, capacityGib: 8192, sparePercent: 10, zeroPadding: false}
        - name: pd2
          storagePools:
            - {name: sp1, capacityGib: 1024, sparePercent: 10}
      sdcs:
        - {guid: B71F01AE-FF7A-47C5-A303-583FFD416818, name: host-a, ip: 192.0.2.21}
        - {guid: 0C2D7D1E-5B0D-4B0B-9E0F-6E0B1D1C2A3B, ip: 192.0.2.22}
        - {guid: 11111111-2222-3333-4444-555555555555, ip: 192.0.2.22}
      """;

  private final Emulator emulator;

  public Rig(Path state, String version) {
    this(state, version, Map.of(), SdcHosts.withoutDevices());
  }

  public Rig(Path state, String version, Map<String, Object> more, SdcHosts hosts) {
    var overrides = new HashMap<String, Object>(more);
    overrides.put("state", state.toString());
    overrides.put("version", version);
    this.emulator = new Emulator(ConfigReader.parse(CONFIG, overrides), hosts, NOON);
  }

  public String url() {
    return emulator.url();
  }

  /** A client that has logged in. */
  public Client client() {
    return Client.loggedIn(url());
  }

  /** A client that has not. */
  public Client stranger() {
    return new Client(url());
  }

  /** As SIGKILL: nothing is saved on the way out. */
  public void kill() {
    emulator.die();
  }

  @Override
  public void close() {
    emulator.close();
  }
}
