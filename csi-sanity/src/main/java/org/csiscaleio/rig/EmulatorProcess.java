package org.csiscaleio.rig;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A ScaleIO system: the emulator as a process of its own, and the doors to it. */
public final class EmulatorProcess implements AutoCloseable {
  /** The one user of the emulated gateway. */
  public static final String USER = "admin";

  /** A system that an emulator plays. */
  record Played(String id, String name) {
    static final Played FIRST = new Played("1f3c6a2b7d8e9a0f", "scaleio-1");
    static final Played SECOND = new Played("2e706b2740ec200f", "scaleio-2");

    /** Where a host's SDC tells of this system alone. */
    Path drvCfg(SimulatedHost host) {
      return equals(FIRST) ? host.drvCfg() : host.directory().resolve("drv_cfg-" + name);
    }
  }

  private static final Duration START_LIMIT = Duration.ofSeconds(30);
  private static final Duration STOP_LIMIT = Duration.ofSeconds(15);

  private final Path program;
  private final Played played;
  private final Path directory;
  private final Path log;
  private final String password;
  private final boolean busy;
  private @Nullable RunningProgram running;
  private @Nullable GatewayHttp http;
  private URI url = URI.create("https://127.0.0.1");

  /**
   * Prepares a system of one domain (pd1) and one pool (sp1).
   *
   * @param program the launcher
   * @param directory taken for configuration, state and backing files
   * @param password of the gateway's user
   * @param version of the gateway's API, e.g. 3.6
   * @param busy whether it is to answer many thousand requests
   */
  EmulatorProcess(
      Path program,
      Played played,
      Path directory,
      Path log,
      String password,
      String version,
      boolean busy,
      List<SimulatedHost> hosts) {
    this.busy = busy;
    this.program = program;
    this.played = played;
    this.directory = directory;
    this.log = log;
    this.password = password;
    try {
      Files.createDirectories(directory);
      for (SimulatedHost host : hosts) {
        Files.createDirectories(host.directory());
      }
      Files.writeString(configFile(), configuration(version, hosts));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot prepare the emulator", e);
    }
  }

  /** Starts it and waits until it listens; after a restart on the same port as before. */
  public void start() {
    try {
      Files.deleteIfExists(readyFile());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    int port = Math.max(0, url.getPort());
    var program =
        RunningProgram.start(
            "scaleio-emulator",
            List.of(
                this.program.toString(),
                "--config",
                configFile().toString(),
                "--port",
                Integer.toString(port)),
            Map.of("CSI_SCALEIO_HEAP", "256m", "SCALEIO_EMULATOR_JAVA_OPTS", compilers()),
            log);
    running = program;
    Await.until(
        "the emulator to listen (log: " + log + ")",
        START_LIMIT,
        () -> {
          if (!program.isAlive()) {
            throw new IOException(program.howItEnded());
          }
          return Files.exists(readyFile());
        });
    try {
      url = URI.create(Files.readString(readyFile()).strip());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    closeHttp();
    http = new GatewayHttp(url, certificate());
  }

  /** Most arrays of tests live for seconds: the second compiler costs more than it saves them. */
  private String compilers() {
    return busy ? "" : "-XX:TieredStopAtLevel=1";
  }

  /** The id of the system it plays. */
  public String systemId() {
    return played.id();
  }

  /** Where the gateway listens. */
  public URI url() {
    return url;
  }

  /** The gateway's certificate, in PEM. */
  public Path certificate() {
    return stateDirectory().resolve("certificate.pem");
  }

  public String password() {
    return password;
  }

  public EmulatorControl control() {
    return new EmulatorControl(openHttp());
  }

  public ArrayAdministrator administrator() {
    return new ArrayAdministrator(openHttp(), USER, password);
  }

  /** The sparse file behind a volume. */
  public Path backingFile(String handle) {
    return stateDirectory().resolve("volumes").resolve(ArrayAdministrator.arrayId(handle) + ".img");
  }

  public RunningProgram program() {
    if (running == null) {
      throw new IllegalStateException("the emulator has not been started");
    }
    return running;
  }

  /** SIGKILL: loses nothing but its processes; devices stay until it is started again. */
  public void sigkill() {
    program().sigkill();
  }

  /** SIGTERM: saves, and takes its devices away. */
  public void stop() {
    if (running != null && running.isAlive()) {
      running.sigterm(STOP_LIMIT);
    }
    closeHttp();
  }

  @Override
  public void close() {
    stop();
  }

  private void closeHttp() {
    if (http != null) {
      http.close();
      http = null;
    }
  }

  private GatewayHttp openHttp() {
    if (http == null) {
      throw new IllegalStateException("the emulator does not run");
    }
    return http;
  }

  private Path configFile() {
    return directory.resolve("emulator.yaml");
  }

  private Path readyFile() {
    return directory.resolve("ready");
  }

  private Path stateDirectory() {
    return directory.resolve("state");
  }

  private String configuration(String version, List<SimulatedHost> hosts) {
    var yaml = new StringBuilder();
    yaml.append(
        """
        listen: 127.0.0.1:0
        readyFile: %s
        state: %s
        version: "%s"
        tls: true
        users: [{name: %s, password: %s}]
        system: {id: %s, name: %s}
        protectionDomains:
          - name: pd1
            storagePools:
              - {name: sp1, capacityGib: 400000, sparePercent: 10, zeroPadding: true}
        sdcs:
        """
            .formatted(
                readyFile(),
                stateDirectory(),
                version,
                USER,
                password,
                played.id(),
                played.name()));
    for (SimulatedHost host : hosts) {
      yaml.append(
          """
            - guid: %s
              name: %s
              ip: %s
              host: {byIdDirectory: %s, drvCfg: %s, linkDelayMillis: 0}
          """
              .formatted(
                  host.guid(), host.name(), host.ip(), host.byIdDirectory(), played.drvCfg(host)));
    }
    return yaml.toString();
  }
}
