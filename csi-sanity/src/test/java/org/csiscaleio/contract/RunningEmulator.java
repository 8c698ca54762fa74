package org.csiscaleio.contract;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.csiscaleio.gateway.GatewayCredentials;
import org.csiscaleio.gateway.GatewaySettings;
import org.csiscaleio.gateway.GatewayTls;
import org.csiscaleio.rig.ArrayAdministrator;
import org.csiscaleio.rig.Await;
import org.csiscaleio.rig.EmulatorControl;
import org.csiscaleio.rig.Programs;
import org.csiscaleio.rig.RunningProgram;

/** An emulator of one version, with three SDCs that have no devices: no root is needed. */
final class RunningEmulator implements AutoCloseable {
  static final List<String> SDC_GUIDS =
      List.of(
          "B71F01AE-FF7A-47C5-A303-583FFD416818",
          "0C9E5D62-31A4-4C0B-9E3B-7D1A6F0F21B4",
          "5E2D9B10-88C7-4F52-8B61-0A4C37E9D6F3");
  private static final String USER = "admin";
  private static final String PASSWORD = "planted-Password-5512";
  private static final String VIEWER = "viewer";

  private final Path directory;
  private final RunningProgram program;
  private final URI url;
  private final EmulatorControl control;
  private final ArrayAdministrator administrator;

  private RunningEmulator(Path directory, RunningProgram program, URI url) {
    this.directory = directory;
    this.program = program;
    this.url = url;
    // Kept: each brings a client of its own, whose first handshake costs more than most tests do.
    this.control = EmulatorControl.at(url, certificate());
    this.administrator = ArrayAdministrator.at(url, certificate(), USER, PASSWORD);
  }

  /** Starts one and waits until it listens; one at a time, because a start keeps a core busy. */
  static synchronized RunningEmulator start(String version) {
    Programs programs = Programs.fromSystemProperties();
    try {
      Path directory = Files.createTempDirectory("csi-scaleio-contract-").toRealPath();
      Path config =
          Files.writeString(directory.resolve("emulator.yaml"), config(version, directory));
      Path ready = directory.resolve("ready");
      RunningProgram program =
          RunningProgram.start(
              "scaleio-emulator",
              List.of(programs.emulator().toString(), "--config", config.toString()),
              Map.of(),
              programs.logs().resolve("contract-" + version).resolve("emulator.log"));
      Await.until(
          "the emulator " + version + " to listen",
          Duration.ofSeconds(30),
          () -> {
            if (!program.isAlive()) {
              throw new IOException("it ended: " + program.logText());
            }
            return Files.exists(ready);
          });
      return new RunningEmulator(directory, program, URI.create(Files.readString(ready).strip()));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot start the emulator", e);
    }
  }

  /** Settings that reach it, trusting its own certificate only. */
  GatewaySettings settings() {
    return settingsOf(USER);
  }

  /** The same for a user who may look but not change anything. */
  GatewaySettings viewersSettings() {
    return settingsOf(VIEWER);
  }

  private GatewaySettings settingsOf(String user) {
    return GatewaySettings.of(
        url.toString(),
        GatewayCredentials.fixed(user, PASSWORD),
        new GatewayTls.CaFile(certificate()));
  }

  EmulatorControl control() {
    return control;
  }

  ArrayAdministrator administrator() {
    return administrator;
  }

  private Path certificate() {
    return directory.resolve("state").resolve("certificate.pem");
  }

  @Override
  public void close() {
    program.sigterm(Duration.ofSeconds(15));
    try (var files = Files.walk(directory)) {
      for (Path file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String config(String version, Path directory) {
    var yaml = new StringBuilder();
    yaml.append(
        """
        listen: 127.0.0.1:0
        readyFile: %s
        state: %s
        version: "%s"
        tls: true
        users: [{name: %s, password: %s}, {name: %s, password: %s, role: Monitor}]
        system: {id: 1f3c6a2b7d8e9a0f, name: scaleio-1}
        protectionDomains:
          - name: pd1
            storagePools:
              - {name: sp1, capacityGib: 8192, sparePercent: 10, zeroPadding: true}
              - {name: sp2, capacityGib: 8192, sparePercent: 10, zeroPadding: false}
        sdcs:
        """
            .formatted(
                directory.resolve("ready"),
                directory.resolve("state"),
                version,
                USER,
                PASSWORD,
                VIEWER,
                PASSWORD));
    for (int i = 0; i < SDC_GUIDS.size(); i++) {
      yaml.append("  - {guid: %s, ip: 192.0.2.%d}\n".formatted(SDC_GUIDS.get(i), 21 + i));
    }
    return yaml.toString();
  }
}
