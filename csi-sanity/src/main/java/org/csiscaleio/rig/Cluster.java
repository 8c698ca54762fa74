package org.csiscaleio.rig;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.csiscaleio.rig.EmulatorProcess.Played;
import org.jspecify.annotations.Nullable;

/**
 * A ScaleIO system, hosts with an SDC each (two unless told otherwise), and a plugin on as many of
 * them as wanted. Closing it stops everything, complains about what was left mounted or attached,
 * and cleans up in any case.
 */
public final class Cluster implements AutoCloseable {
  private final Path root;
  private final Path logs;
  private final List<SimulatedHost> hosts;
  private final List<EmulatorProcess> emulators;
  private final List<PluginProcess> plugins = new ArrayList<>();
  private @Nullable SharedMount shared;

  private Cluster(
      Path root, Path logs, List<SimulatedHost> hosts, List<EmulatorProcess> emulators) {
    this.root = root;
    this.logs = logs;
    this.hosts = hosts;
    this.emulators = List.copyOf(emulators);
  }

  /** What may be different about a cluster. */
  public static final class Builder {
    private final Programs programs;
    private final String name;
    private final Map<String, String> settings = new LinkedHashMap<>();
    private int hosts = 2;
    private int plugins = 1;
    private boolean secondSystem;
    private boolean busy;
    private String version = "3.6";
    private String password = "Password123";
    private List<String> launcher = List.of();
    private @Nullable Function<Path, List<String>> container;
    private @Nullable String firstSeenAt;

    private Builder(Programs programs, String name) {
      this.programs = programs;
      this.name = name;
    }

    /** How many hosts there are; 2 to 26. */
    public Builder hosts(int count) {
      hosts = count;
      return this;
    }

    /** The address from which the array sees host-a's SDC; else one that is this machine's. */
    public Builder firstHostSeenAt(String ip) {
      firstSeenAt = ip;
      return this;
    }

    /** How many of the hosts run a plugin from the start; 0 to all. */
    public Builder plugins(int count) {
      plugins = count;
      return this;
    }

    /** A second ScaleIO system, which every host's SDC and every plugin serves too. */
    public Builder secondSystem() {
      secondSystem = true;
      return this;
    }

    /** The gateway is to answer many thousand requests, or its own time counts. */
    public Builder busy() {
      busy = true;
      return this;
    }

    /** The gateway's API version, e.g. 4.5. */
    public Builder version(String version) {
      this.version = version;
      return this;
    }

    /** The password of the gateway's user. */
    public Builder password(String password) {
      this.password = password;
      return this;
    }

    /** A configuration key of every plugin. */
    public Builder setting(String key, String value) {
      settings.put(key, value);
      return this;
    }

    /** What starts the plugins in place of a plain exec: a command that ends in exec'ing "$@". */
    public Builder launchedBy(String... command) {
      launcher = List.of(command);
      return this;
    }

    /**
     * What starts the plugins in place of the program that the build made, in a container; its
     * arguments follow.
     *
     * @param command is told where all that the cluster has on disk will be: a shared mount
     */
    public Builder containedBy(Function<Path, List<String>> command) {
      container = command;
      return this;
    }

    /** Starts everything; returns when every plugin's Probe answers. */
    public Cluster start() {
      try {
        // Short, because a socket's path may have 107 bytes.
        Path root = Files.createTempDirectory("csi-scaleio-").toRealPath();
        Path logs = Files.createDirectories(programs.logs().resolve(name));
        var hosts = new ArrayList<SimulatedHost>();
        for (int i = 0; i < this.hosts; i++) {
          hosts.add(SimulatedHost.number(i, root));
        }
        if (firstSeenAt != null) {
          hosts.set(0, hosts.getFirst().seenAt(firstSeenAt));
        }
        var emulators = new ArrayList<EmulatorProcess>();
        emulators.add(
            emulator(root.resolve("array"), logs.resolve("emulator.log"), Played.FIRST, hosts));
        if (secondSystem) {
          emulators.add(
              emulator(
                  root.resolve("array-2"), logs.resolve("emulator-2.log"), Played.SECOND, hosts));
          for (SimulatedHost host : hosts) {
            writeDrvCfgOfBoth(host);
          }
        }
        var cluster = new Cluster(root, logs, hosts, emulators);
        Optional<Podman> podman =
            container == null && launcher.isEmpty() ? Podman.ofThisRun() : Optional.empty();
        try {
          if (container != null || podman.isPresent()) {
            cluster.shared = SharedMount.over(root, logs.resolve("shared-mount.log"));
          }
          List<String> command = command(programs, root);
          cluster.begin(
              host ->
                  podman
                      .map(it -> Launch.contained(it, root.getFileName() + "-" + host.name(), root))
                      .orElseGet(() -> Launch.plain(command)),
              plugins,
              settings);
          return cluster;
        } catch (RuntimeException e) {
          cluster.abandon(e);
          throw e;
        }
      } catch (IOException e) {
        throw new UncheckedIOException("cannot prepare the cluster " + name, e);
      }
    }

    private EmulatorProcess emulator(
        Path directory, Path log, Played played, List<SimulatedHost> hosts) {
      return new EmulatorProcess(
          programs.emulator(), played, directory, log, password, version, busy, hosts);
    }

    /**
     * One SDC that serves two systems, each of which an emulator plays with a drv_cfg of its own.
     */
    private static void writeDrvCfgOfBoth(SimulatedHost host) throws IOException {
      Files.createDirectories(host.directory());
      Path both =
          Files.writeString(
              drvCfgOfBoth(host),
              "#!/bin/sh\n%s \"$1\" && { [ \"$1\" = --query_guid ] || %s \"$1\"; }\n"
                  .formatted(Played.FIRST.drvCfg(host), Played.SECOND.drvCfg(host)));
      Files.setPosixFilePermissions(both, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private List<String> command(Programs programs, Path root) {
      if (container != null) {
        return container.apply(root);
      }
      var command = new ArrayList<>(launcher);
      command.add(programs.plugin().toString());
      return command;
    }
  }

  /**
   * A cluster in the making.
   *
   * @param name of its log directory
   */
  public static Builder named(String name) {
    return new Builder(Programs.fromSystemProperties(), name);
  }

  private void begin(
      Function<SimulatedHost, Launch> launch, int count, Map<String, String> settings) {
    emulators.forEach(EmulatorProcess::start);
    for (SimulatedHost host : hosts) {
      var all = new LinkedHashMap<>(settings);
      if (emulators.size() > 1) {
        all.put("drvCfg", drvCfgOfBoth(host).toString());
      }
      plugins.add(
          new PluginProcess(
              launch.apply(host),
              host,
              emulators,
              logs.resolve("plugin-" + host.name() + ".log"),
              all));
    }
    for (PluginProcess plugin : plugins.subList(0, count)) {
      plugin.start();
    }
  }

  private static Path drvCfgOfBoth(SimulatedHost host) {
    return host.directory().resolve("drv_cfg-both");
  }

  /** The system, or the first of two. */
  public EmulatorProcess emulator() {
    return emulators.getFirst();
  }

  /** The second of two systems. */
  public EmulatorProcess secondEmulator() {
    return emulators.get(1);
  }

  /** All hosts, host-a first. */
  public List<SimulatedHost> hosts() {
    return List.copyOf(hosts);
  }

  /** The plugins of all hosts, running or not. */
  public List<PluginProcess> plugins() {
    return List.copyOf(plugins);
  }

  /** The plugin of host-a. */
  public PluginProcess a() {
    return plugins.get(0);
  }

  /** The plugin of host-b. */
  public PluginProcess b() {
    return plugins.get(1);
  }

  /** A use of a volume on host-a, before it is created. */
  public VolumeUse useOnA(VolumeWish wish) {
    return new VolumeUse(wish, hosts.get(0));
  }

  /**
   * A host loses its power: its plugin is gone, its mounts are gone with all that was not yet on
   * the device, and its SDC is no longer connected.
   */
  public void hostDies(SimulatedHost host) {
    PluginProcess plugin = plugins.get(hosts.indexOf(host));
    if (plugin.isAlive()) {
      plugin.sigkill();
    }
    emulator().control().setConnected(host, false);
    loseMounts(host);
  }

  /** Takes all mounts of a host away, as a loss of power does: what was not synced is lost. */
  public void loseMounts(SimulatedHost host) {
    Leftovers.loseMounts(host.directory(), logs.resolve("host-deaths.log"));
  }

  /** As {@link #hostDies}; and its devices are gone until it returns. */
  public void hostLosesPower(SimulatedHost host) {
    hostDies(host);
    emulator().control().reboot(host);
  }

  /** A dead host boots: its SDC connects and learns what it missed, its plugin starts. */
  public void hostReturns(SimulatedHost host) {
    emulator().control().setConnected(host, true);
    plugins.get(hosts.indexOf(host)).start();
  }

  /** Clears everything away, whatever state a failed test has left it in. */
  public void startOver() {
    emulator().control().clearFaults();
    for (SimulatedHost host : hosts) {
      emulator().control().setConnected(host, true);
      Leftovers.loseMounts(host.directory(), logs.resolve("clean-up.log"));
    }
    ArrayAdministrator administrator = emulator().administrator();
    for (ArrayVolume volume : administrator.volumes()) {
      if (!volume.mappedTo().isEmpty()) {
        administrator.unmapEverywhere(volume.id());
      }
      administrator.remove(volume.id());
    }
  }

  /** All that the cluster has on disk is below this. */
  public Path root() {
    return root;
  }

  /** Where the programs' logs are. */
  public Path logs() {
    return logs;
  }

  /**
   * What is mounted or attached in the cluster now, one line each. Devices that the emulator shows
   * in place of others when told to do so are not the plugin's, and stay until it ends.
   */
  public List<String> mountedOrAttached() {
    return Leftovers.under(root).stream()
        .filter(line -> !line.contains("/decoy-"))
        .filter(line -> shared == null || !line.contains(" point=" + root + ","))
        .toList();
  }

  /** Every link to a device on any host. */
  public List<Path> deviceLinks() {
    var links = new ArrayList<Path>();
    for (SimulatedHost host : hosts) {
      if (Files.isDirectory(host.byIdDirectory())) {
        try (var files = Files.list(host.byIdDirectory())) {
          files.forEach(links::add);
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      }
    }
    return links;
  }

  /**
   * Stops everything and cleans up.
   *
   * @throws IllegalStateException when anything of the cluster is still mounted or attached
   */
  @Override
  public void close() {
    var problems = new ArrayList<String>();
    for (PluginProcess plugin : plugins) {
      attempt(plugin::close, problems);
    }
    emulators.forEach(emulator -> attempt(emulator::close, problems));
    if (shared != null) {
      attempt(shared::close, problems);
    }
    problems.addAll(Leftovers.under(root));
    attempt(() -> Leftovers.remove(root, logs.resolve("clean-up.log")), problems);
    if (!problems.isEmpty()) {
      throw new IllegalStateException("left behind: " + problems);
    }
  }

  /** Stops everything at once and cleans up, without a word about what was left. */
  public void discard() {
    var ignored = new ArrayList<String>();
    for (PluginProcess plugin : plugins) {
      attempt(plugin::discard, ignored);
    }
    emulators.forEach(emulator -> attempt(emulator::close, ignored));
    attempt(() -> Leftovers.remove(root, logs.resolve("clean-up.log")), ignored);
  }

  private void abandon(RuntimeException why) {
    try {
      close();
    } catch (RuntimeException e) {
      why.addSuppressed(e);
    }
  }

  private static void attempt(Runnable act, List<String> problems) {
    try {
      act.run();
    } catch (RuntimeException e) {
      problems.add(e.toString());
    }
  }
}
