package org.csiscaleio.rig;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.LinkedHashMap;
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
    Path password = directory.resolve("password");
    var all = new LinkedHashMap<String, String>();
    all.put("gateway", emulator.url().toString());
    all.put("user", EmulatorProcess.USER);
    all.put("passwordFile", password.toString());
    all.put("tls", "ca");
    all.put("caFile", emulator.certificate().toString());
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
      Files.writeString(password, emulator.password() + "\n");
      Files.setPosixFilePermissions(password, PosixFilePermissions.fromString("rw-------"));
      var yaml = new StringBuilder();
      all.forEach((key, value) -> yaml.append(key).append(": \"").append(value).append("\"\n"));
      return Files.writeString(directory.resolve("csi-scaleio.yaml"), yaml);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot prepare the plugin of " + host.name(), e);
    }
  }
}
