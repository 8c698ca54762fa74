package org.csiscaleio.mesos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.csiscaleio.mesos.container.Containerizer.Isolation;
import org.csiscaleio.mesos.provider.DiskProfileAdaptor;
import org.csiscaleio.mesos.provider.Operation;
import org.csiscaleio.mesos.provider.Operation.Status;
import org.csiscaleio.mesos.provider.Resource;
import org.csiscaleio.mesos.provider.ResourceProvider.Phase;
import org.csiscaleio.rig.Await;
import org.csiscaleio.rig.MountTable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The plugin as a standalone container of Mesos: what it is given, and how it dies. */
@Tag("side-by-side")
class PluginContainerTest extends MesosTest {
  /** No HOME, no LANG; what is there besides is of our own launcher. */
  @ParameterizedTest
  @EnumSource(names = {"MESOS_1_5", "MESOS_1_11"})
  void thePluginNeedsNothingButWhatMesosGivesIt(Line line) throws Exception {
    Agent agent = start(line);
    long pid = pid(agent);

    Set<String> environment =
        Arrays.stream(Files.readString(Path.of("/proc", "" + pid, "environ")).split("\0", -1))
            .map(variable -> variable.split("=", 2)[0])
            .filter(name -> !name.isEmpty())
            .collect(Collectors.toSet());
    assertThat(environment)
        .contains("PATH", "MESOS_SANDBOX", "CSI_ENDPOINT")
        .doesNotContain("HOME", "LANG", "USER", "SHELL", "TMPDIR");
    assertThat(environment.contains("MESOS_AGENT_ID")).isEqualTo(line == Line.MESOS_1_11);
    Path socket = agent.services().socket();
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(socket.getParent())))
        .isEqualTo("rwx------");
    assertThat(Path.of("/proc", "" + pid, "cwd").toRealPath())
        .isEqualTo(host(line).machine().containerizer().sandbox(agent.services().containerId()));
  }

  /** Detection: csi.v1 first, and csi.v0 only when that is not there at all. */
  @ParameterizedTest
  @EnumSource
  void thePluginIsAskedInTheOrderOfTheRelease(Line line) {
    Agent agent = start(line);

    List<String> start =
        switch (line.wire()) {
          case V0_1 ->
              List.of(
                  "GetSupportedVersions",
                  "GetPluginInfo",
                  "ControllerProbe",
                  "ControllerGetCapabilities",
                  "GetPluginInfo",
                  "NodeProbe",
                  "GetNodeID");
          case V0 ->
              line == Line.MESOS_1_11_ON_V0
                  ? List.of(
                      "Probe=UNIMPLEMENTED",
                      "Probe",
                      "GetPluginCapabilities",
                      "GetPluginInfo",
                      "GetPluginInfo",
                      "ControllerGetCapabilities",
                      "NodeGetCapabilities",
                      "NodeGetId")
                  : List.of(
                      "Probe",
                      "GetPluginInfo",
                      "GetPluginCapabilities",
                      "GetPluginInfo",
                      "ControllerGetCapabilities",
                      "NodeGetCapabilities",
                      "NodeGetId");
          case V1 ->
              List.of(
                  "Probe",
                  "GetPluginCapabilities",
                  "GetPluginInfo",
                  "GetPluginInfo",
                  "ControllerGetCapabilities",
                  "NodeGetCapabilities",
                  "NodeGetInfo");
        };
    assertThat(agent.calls().names()).startsWith(start.toArray(String[]::new));
    assertThat(agent.calls().names().subList(start.size(), agent.calls().names().size()))
        .containsOnly("ListVolumes", "GetCapacity");
    assertThat(agent.calls().names()).doesNotContain("NodeStageVolume");
  }

  /** The daemon gives up after one failed launch; only an agent restart brings the plugin back. */
  @ParameterizedTest
  @EnumSource(names = {"MESOS_1_7_3", "MESOS_1_11"})
  void aPluginThatDoesNotComeUpOnceIsGoneUntilTheAgentIsRestarted(Line line) throws Exception {
    var flags = flags(line).with(Timing.FOR_TESTS.waitingForSockets(Duration.ofSeconds(2)));
    Agent agent = start(line);
    agent = restart(agent, flags);
    Path config = Path.of(flags.plugin().command().getLast());
    String good = Files.readString(config);
    try {
      Files.writeString(config, "nonsense: yes\n");
      assertThatThrownBy(agent::crashPlugin).isInstanceOf(Failed.class);
      if (line.release().survivesDaemonFailure()) {
        var pool = agent.offer().pool("thin").orElseThrow().ofBytes(ODD);
        Operation created = agent.apply(Operation.createDisk(pool, Resource.Type.MOUNT));
        assertThat(created.status()).isEqualTo(Status.FAILED);
      } else {
        var provider = agent.provider();
        Await.until(
            "the provider to end",
            Duration.ofSeconds(10),
            () -> provider.phase() == Phase.TERMINATED);
      }
    } finally {
      Files.writeString(config, good);
    }

    agent = restart(agent, flags(line));

    assertThat(agent.offer().poolBytes("thin")).isEqualTo(QUOTA);
  }

  /** Mounts are made where both namespaces see them, and nothing is needed elsewhere. */
  @ParameterizedTest
  @EnumSource(names = {"MESOS_1_5", "MESOS_1_11"})
  void mountsMadeInThePluginsNamespaceAreTheHosts(Line line) throws Exception {
    Agent agent = start(line);
    Resource disk = disk(agent, ODD);
    Task task = agent.launch("task", disk);
    long pid = pid(agent);

    assertThat(Files.readSymbolicLink(Path.of("/proc", "" + pid, "ns/mnt")))
        .isNotEqualTo(Files.readSymbolicLink(Path.of("/proc/self/ns/mnt")));
    Path target = agent.target(disk.id().orElseThrow());
    assertThat(MountTable.now().only(target)).isPresent();
    assertThat(MesosCluster.mounts(host(line)).stream().map(MountTable.Mount::point))
        .containsExactlyInAnyOrder(target, task.volume(0));
    task.end();
    done(agent.apply(Operation.destroyDisk(disk)));
    assertNothingLeft(host(line));
  }

  /** The agent deletes there what it does not know, with all that is in it. */
  @ParameterizedTest
  @EnumSource(names = {"MESOS_1_5", "MESOS_1_7_3", "MESOS_1_11", "MESOS_1_11_ON_V0"})
  void nothingOfThePluginsLiesInTheAgentsDirectory(Line line) throws Exception {
    Agent agent = start(line);
    Resource disk = disk(agent, ODD);
    String id = disk.id().orElseThrow();
    Task task = agent.launch("task", disk);
    agent.crashPlugin();

    var paths = CsiPaths.of(host(line).machine().workDir(), host(line).plugin());
    assertThat(CsiPaths.entries(paths.root()))
        .containsExactly(paths.containers(), paths.mountRoot(), paths.volumes());
    assertThat(CsiPaths.entries(paths.mountRoot())).containsExactly(paths.mount(id));
    assertThat(CsiPaths.entries(paths.volumes())).containsExactly(paths.volume(id));
    assertThat(CsiPaths.entries(paths.volume(id))).containsExactly(paths.volumeState(id));
    if (line.atLeast(Release.V1_6)) {
      assertThat(CsiPaths.entries(paths.mount(id)))
          .contains(paths.target(line.release(), id))
          .isSubsetOf(paths.target(line.release(), id), paths.staging(id));
    }

    task.end();
    done(agent.apply(Operation.destroyDisk(disk)));
    assertNothingLeft(host(line));
  }

  /** Stable 1.11 option: the agent makes the target path, and nobody checks that it is removed. */
  @Test
  void aTargetThatIsThereAlreadyIsTaken() throws Exception {
    var host = host(Line.MESOS_1_11);
    var flags =
        new Agent.Flags(
            Release.V1_11,
            host.plugin().withExistingTargetPath(),
            new DiskProfileAdaptor(THIN),
            Timing.FOR_TESTS,
            List.of());
    Agent agent = start(host, flags);
    Resource disk = disk(agent, ODD);

    Task task = agent.launch("task", disk);

    Files.writeString(task.volume(0).resolve("data"), "x");
    task.end();
    done(agent.apply(Operation.destroyDisk(disk)));
    assertNothingLeft(host);
  }

  /** filesystem/posix: no namespace of its own. */
  @Test
  void withoutANamespaceOfItsOwnThePluginWorksToo() {
    var host = mesos().newHost(Isolation.POSIX, java.util.Map.of());
    var flags =
        new Agent.Flags(
            Release.V1_11,
            host.plugin(),
            new DiskProfileAdaptor(THIN),
            Timing.FOR_TESTS,
            List.of());
    Agent agent = start(host, flags);
    Resource disk = disk(agent, ODD);
    Task task = agent.launch("task", disk);
    task.end();
    done(agent.apply(Operation.destroyDisk(disk)));
    assertNothingLeft(host);
  }

  /** Killed with all its children in the midst of mkfs, called again: contract 6.2. */
  @ParameterizedTest
  @EnumSource(names = {"MESOS_1_5", "MESOS_1_7_3", "MESOS_1_11"})
  void aContainerThatIsDestroyedWhilePublishingPublishesTheNextTime(Line line) throws Exception {
    Agent agent = start(line);
    Resource disk = disk(agent, ODD);
    Agent first = agent;
    var launch = Async.supply(() -> first.launch("first", disk));
    Thread.sleep(150);
    host(line).machine().containerizer().kill(agent.services().containerId());
    var _ = launch.handle((task, failure) -> failure).join();

    agent = restart(agent);
    Task task = agent.launch("second", disk);

    Files.writeString(task.volume(0).resolve("data"), "x");
    assertThat(MountTable.now().only(agent.target(disk.id().orElseThrow()))).isPresent();
    task.end();
    MountTable.now().under(host(line).machine().workDir().resolve("slaves")).stream()
        .forEach(mount -> host(line).machine().mount("umount", mount.point().toString()));
    done(agent.apply(Operation.destroyDisk(disk)));
    assertNothingLeft(host(line));
  }

  private static long pid(Agent agent) {
    return agent.pluginProcess().orElseThrow().pid();
  }
}
