package org.csiscaleio.rig;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The configuration file of a plugin that speaks for a simulated host and asks an emulator. */
public final class PluginConfiguration {
  private PluginConfiguration() {}

  /**
   * Writes it, with a file for the password beside it.
   *
   * @param directory made when needed
   * @param settings configuration keys that are added, or replace ours; ours has no endpoint
   * @return the file for {@code --config}
   */
  public static Path write(
      Path directory, SimulatedHost host, EmulatorProcess emulator, Map<String, String> settings) {
    return write(directory, host, List.of(emulator), settings);
  }

  /** The same with as many systems as there are emulators. */
  static Path write(
      Path directory,
      SimulatedHost host,
      List<EmulatorProcess> emulators,
      Map<String, String> settings) {
    Path password = directory.resolve("password");
    var all = new LinkedHashMap<String, String>();
    boolean one = emulators.size() == 1;
    if (one) {
      all.putAll(access(emulators.getFirst()));
    }
    all.put("user", EmulatorProcess.USER);
    all.put("passwordFile", password.toString());
    all.put("protectionDomain", "pd1");
    all.put("storagePool", "sp1");
    all.put("drvCfg", host.drvCfg().toString());
    all.put("sdcDevice", host.directory().resolve("no-scini").toString());
    all.put("byIdDirectory", host.byIdDirectory().toString());
    all.put("deviceWaitSeconds", "10");
    all.put("stateDir", host.directory().resolve("state").toString());
    all.putAll(settings);
    try {
      Files.createDirectories(directory);
      Files.writeString(password, emulators.getFirst().password() + "\n");
      Files.setPosixFilePermissions(password, PosixFilePermissions.fromString("rw-------"));
      var yaml = new StringBuilder();
      all.forEach((key, value) -> yaml.append(key).append(": \"").append(value).append("\"\n"));
      if (!one) {
        yaml.append("systems:\n");
        emulators.forEach(emulator -> yaml.append(entry(emulator)));
      }
      return Files.writeString(directory.resolve("csi-scaleio.yaml"), yaml);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot prepare the plugin of " + host.name(), e);
    }
  }

  private static Map<String, String> access(EmulatorProcess emulator) {
    return Map.of(
        "gateway",
        emulator.url().toString(),
        "tls",
        "ca",
        "caFile",
        emulator.certificate().toString());
  }

  private static String entry(EmulatorProcess emulator) {
    var entry = new StringBuilder("  - system: " + emulator.systemId() + "\n");
    access(emulator)
        .forEach((key, value) ->
            entry.append("    ").append(key).append(": \"").append(value).append("\"\n"));
    return entry.toString();
  }
}
