package org.csiscaleio.mesos;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.csiscaleio.mesos.container.Containerizer.Isolation;
import org.csiscaleio.rig.ArrayAdministrator;
import org.csiscaleio.rig.ArrayVolume;
import org.csiscaleio.rig.Await;
import org.csiscaleio.rig.Cluster;
import org.csiscaleio.rig.MountTable;
import org.csiscaleio.rig.PluginConfiguration;
import org.csiscaleio.rig.Programs;
import org.csiscaleio.rig.SimulatedHost;

/** An array, and hosts that are to run Mesos agents. */
final class MesosCluster implements AutoCloseable {
  /** Plugin name and Mesos' plugin type. */
  static final String TYPE = "org.csiscaleio";

  private final Programs programs = Programs.fromSystemProperties();
  private final Cluster cluster;
  private final Map<String, String> settings;
  private final List<Host> hosts = new ArrayList<>();
  private final Map<Line, Host> hostsOfLines = new LinkedHashMap<>();

  /** A host for agents, with the plugin's configuration on it. */
  record Host(SimulatedHost simulated, Machine machine, PluginInfo plugin) {
    /** Everything the plugin has written to its sandbox. */
    String output() {
      var text = new StringBuilder();
      for (Path sandbox : CsiPaths.entries(machine.workDir().resolve("containers"))) {
        text.append(machine.containerizer().output(sandbox.getFileName().toString()));
      }
      return text.toString();
    }
  }

  private MesosCluster(Cluster cluster, Map<String, String> settings) {
    this.cluster = cluster;
    this.settings = settings;
  }

  /**
   * Starts the array.
   *
   * @param name of the log directory
   * @param hosts the most there will be
   * @param settings of every plugin, besides those all tests have
   */
  static MesosCluster start(String name, int hosts, Map<String, String> settings) {
    var cluster = Cluster.named(name).hosts(Math.max(2, hosts)).plugins(0).start();
    return new MesosCluster(cluster, Map.copyOf(settings));
  }

  /** The host on which agents of that line run, always the same. */
  Host host(Line line) {
    return hostsOfLines.computeIfAbsent(line, it -> newHost(Isolation.LINUX, it.settings()));
  }

  /**
   * The next host that nobody uses yet.
   *
   * @param special settings of its plugin
   */
  Host newHost(Isolation isolation, Map<String, String> special) {
    int index = hosts.size();
    SimulatedHost simulated = cluster.hosts().get(index);
    var all = new LinkedHashMap<>(settings);
    all.putAll(special);
    Path config =
        PluginConfiguration.write(
            simulated.directory().resolve("slrp"), simulated, cluster.emulator(), all);
    var plugin =
        PluginInfo.of(
            TYPE,
            "node" + index,
            List.of(programs.plugin().toString(), "serve", "--config", config.toString()),
            Map.of("JAVA_HOME", System.getProperty("java.home")));
    var host = new Host(simulated, new Machine(simulated.directory(), isolation), plugin);
    hosts.add(host);
    return host;
  }

  Cluster cluster() {
    return cluster;
  }

  ArrayAdministrator array() {
    return cluster.emulator().administrator();
  }

  /** The host loses its power and boots again; the agent must have been closed. */
  void reboot(Host host) {
    cluster.emulator().control().setConnected(host.simulated(), false);
    host.machine().powerOff(() -> cluster.loseMounts(host.simulated()));
    cluster.emulator().control().setConnected(host.simulated(), true);
    host.machine().powerOn();
  }

  /** Clears away what a test has made, whatever state it left; plugins stay. */
  void startOver() {
    cluster.emulator().control().clearFaults();
    for (Host host : hosts) {
      cluster.emulator().control().setConnected(host.simulated(), true);
      for (var mount : MountTable.now().under(host.simulated().directory())) {
        if (!mount.point().equals(host.machine().workDir())) {
          host.machine().mount("umount", mount.point().toString());
        }
      }
      host.machine().forgetEverything();
    }
    for (ArrayVolume volume : array().volumes()) {
      if (!volume.mappedTo().isEmpty()) {
        array().unmapEverywhere(volume.id());
      }
      array().remove(volume.id());
    }
    Await.until(
        "devices to go", java.time.Duration.ofSeconds(10), () -> cluster.deviceLinks().isEmpty());
  }

  /** What is mounted on a host, besides W itself. */
  static List<MountTable.Mount> mounts(Host host) {
    return MountTable.now().under(host.simulated().directory()).stream()
        .filter(mount -> !mount.point().equals(host.machine().workDir()))
        .toList();
  }

  /** Stops everything; complains about what is left mounted. */
  @Override
  public void close() {
    hosts.forEach(this::keepOutput);
    hosts.forEach(host -> host.machine().close());
    cluster.close();
  }

  /** What the plugins have written goes to the logs of the test. */
  private void keepOutput(Host host) {
    try {
      Files.writeString(
          cluster.logs().resolve("plugin-" + host.simulated().name() + ".log"), host.output());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
