package org.csiscaleio.rig;

import java.nio.file.Path;

/**
 * A host with an SDC, played by the emulator on this machine: its own by-id folder and its own
 * drv_cfg.
 *
 * @param guid the SDC's GUID, upper-case; also the CSI node id
 * @param directory holds all that belongs to the host
 */
public record SimulatedHost(String name, String guid, String ip, Path directory) {
  /** The GUID of host-a. */
  public static final String FIRST_GUID = "B71F01AE-FF7A-47C5-A303-583FFD416818";

  private static final String[] GUIDS = {
    FIRST_GUID,
    "0C9E5D62-31A4-4C0B-9E3B-7D1A6F0F21B4",
    "5E2D9B10-88C7-4F52-8B61-0A4C37E9D6F3",
    "D4A86F3C-2B15-49E0-A7C8-91E63B5D7F02",
  };

  /** The {@code index}th host: host-a, host-b, ... up to host-z. */
  static SimulatedHost number(int index, Path root) {
    String name = "host-" + (char) ('a' + index);
    String guid =
        index < GUIDS.length ? GUIDS[index] : "5E2D9B10-88C7-4F52-8B61-%012X".formatted(index);
    return new SimulatedHost(name, guid, "127.0.2." + (21 + index), root.resolve(name));
  }

  /** The same, whose SDC the array sees at another address. */
  SimulatedHost seenAt(String address) {
    return new SimulatedHost(name, guid, address, directory);
  }

  public Path byIdDirectory() {
    return directory.resolve("by-id");
  }

  public Path drvCfg() {
    return directory.resolve("drv_cfg");
  }
}
