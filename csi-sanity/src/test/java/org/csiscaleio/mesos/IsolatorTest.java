package org.csiscaleio.mesos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.csiscaleio.mesos.container.Containerizer.Isolation;
import org.csiscaleio.mesos.isolator.CsiServer;
import org.csiscaleio.mesos.isolator.TaskVolume;
import org.csiscaleio.mesos.isolator.VolumeCsiIsolator;
import org.csiscaleio.rig.ArrayVolume;
import org.csiscaleio.rig.Await;
import org.csiscaleio.rig.Cluster;
import org.csiscaleio.rig.MountTable;
import org.csiscaleio.rig.SimulatedHost;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The volume/csi isolator of Mesos 1.11 before a plugin that somebody else runs, as in Mesos' own
 * tests of it: volumes that exist already, no controller, one target for all containers of a host.
 */
@Tag("side-by-side")
class IsolatorTest {
  private static final String TYPE = "org.csiscaleio";
  private static final int NOBODY = 65534;
  private static final Duration LIMIT = Duration.ofSeconds(30);

  private static Cluster cluster;
  private static int number;

  private Machine machine;
  private CsiServer server;
  private VolumeCsiIsolator isolator;

  @BeforeAll
  static void startPlugin() {
    cluster =
        Cluster.named("IsolatorTest")
            .plugins(1)
            .setting("mode", "node")
            .setting("stage", "false")
            .setting("nodeCreate", "true")
            .start();
  }

  @AfterAll
  static void stopPlugin() {
    cluster.close();
  }

  @BeforeEach
  void startAgent() throws IOException {
    Path directory = host().directory().resolve("agent-" + ++number);
    Files.createDirectories(directory.resolve("targets"));
    machine = new Machine(directory, Isolation.LINUX);
    begin(Set.of());
  }

  @AfterEach
  void startOver() {
    server.close();
    machine.close();
    if (!cluster.a().isAlive()) {
      cluster.a().start();
    }
    cluster.startOver();
  }

  private static SimulatedHost host() {
    return cluster.a().host();
  }

  private Path targets() {
    return machine.workDir().resolveSibling("targets");
  }

  /** The agent's process begins; some containers have gone on without it. */
  private void begin(Set<String> alive) {
    server =
        new CsiServer(
            machine,
            Timing.FOR_TESTS,
            List.of(
                new CsiServer.Configuration(
                    PluginInfo.unmanagedNode(TYPE, "isolator"),
                    Optional.of(cluster.a().socket()),
                    Optional.of(targets()))));
    server.start();
    isolator = new VolumeCsiIsolator(machine, server);
    isolator.recover(alive);
  }

  private void restartAgent(String... alive) {
    server.close();
    begin(Set.of(alive));
  }

  /** A volume that an administrator made. */
  private static ArrayVolume made() {
    String prefix = "Isolated-" + ++number + "-";
    cluster.emulator().control().makeVolumes(1, "sp1", prefix, 8);
    return cluster.emulator().administrator().volumes().stream()
        .filter(volume -> volume.name().startsWith(prefix))
        .findFirst()
        .orElseThrow();
  }

  private static TaskVolume use(ArrayVolume volume) {
    return TaskVolume.of(TYPE, volume.id(), Capability.mount("ext4"));
  }

  private static boolean isMapped(ArrayVolume volume) {
    return !cluster
        .emulator()
        .administrator()
        .volume(volume.id())
        .orElseThrow()
        .mappedTo()
        .isEmpty();
  }

  private void assertGivenBack(ArrayVolume volume) {
    assertThat(MountTable.now().under(targets())).isEmpty();
    Await.until("the volume to be unmapped", LIMIT, () -> !isMapped(volume));
  }

  @Test
  void commandTaskWithVolume() throws IOException {
    ArrayVolume volume = made();

    Path data = isolator.prepare("task-1", 0, use(volume)).getFirst();
    Files.writeString(data.resolve("file"), "written by the first task");
    isolator.cleanup("task-1");
    assertGivenBack(volume);

    Path again = isolator.prepare("task-2", 0, use(volume)).getFirst();
    assertThat(again.resolve("file")).hasContent("written by the first task");
    isolator.cleanup("task-2");
    assertGivenBack(volume);
    assertThat(server.calls().names())
        .as("a controller is never called")
        .noneMatch(name -> name.contains("Controller") || name.equals("NodeGetInfo"));
  }

  @Test
  void taskGroupWithVolume() throws IOException {
    ArrayVolume volume = made();

    Path writer = isolator.prepare("group-1", 0, use(volume)).getFirst();
    Files.writeString(writer.resolve("file"), "shared");
    Path reader = isolator.prepare("group-2", 0, use(volume).asReadOnly()).getFirst();
    assertThat(reader.resolve("file")).hasContent("shared");
    assertThatThrownBy(() -> Files.writeString(reader.resolve("file"), "no"))
        .isInstanceOf(IOException.class);

    isolator.cleanup("group-1");
    assertThat(reader.resolve("file")).as("the other still uses it").hasContent("shared");
    assertThat(isMapped(volume)).isTrue();
    isolator.cleanup("group-2");
    assertGivenBack(volume);
  }

  @Test
  void unmanagedPlugin() throws IOException {
    ArrayVolume volume = made();
    Path data = isolator.prepare("task", 0, use(volume)).getFirst();
    Files.writeString(data.resolve("file"), "before");

    cluster.a().sigkill();
    assertThat(data.resolve("file")).as("a dead plugin takes nothing away").hasContent("before");
    cluster.a().start();

    isolator.cleanup("task");
    assertGivenBack(volume);
  }

  @Test
  void unpublishAfterAgentFailover() throws IOException {
    ArrayVolume volume = made();
    Path data = isolator.prepare("task", 0, use(volume)).getFirst();
    Files.writeString(data.resolve("file"), "kept");

    restartAgent("task");
    assertThat(data.resolve("file")).hasContent("kept");
    assertThat(server.calls().names())
        .as("published in this boot: nothing is done anew")
        .doesNotContain("NodePublishVolume", "NodeUnpublishVolume");
    isolator.cleanup("task");
    assertGivenBack(volume);
  }

  @Test
  void finishedWhileAgentDown() {
    ArrayVolume volume = made();
    isolator.prepare("task", 0, use(volume));

    restartAgent();

    assertGivenBack(volume);
  }

  @Test
  void nonRootTaskUser() throws IOException {
    ArrayVolume volume = made();
    Path data = isolator.prepare("task", NOBODY, use(volume)).getFirst();
    assertThat(Files.getAttribute(data, "unix:uid")).isEqualTo(NOBODY);
    isolator.cleanup("task");
    assertGivenBack(volume);
  }

  @Test
  void aVolumeIsMadeForItsFirstTaskAndFoundByItsNameLater() throws IOException {
    TaskVolume volume =
        TaskVolume.of(TYPE, "name:isolated-db", Capability.mount("xfs"))
            .with(Map.of("create", "true", "size", "8", "storagePool", "sp1"));
    Path data = isolator.prepare("task-1", 0, volume).getFirst();
    Files.writeString(data.resolve("file"), "mine");
    isolator.cleanup("task-1");

    Path again = isolator.prepare("task-2", 0, volume).getFirst();
    assertThat(again.resolve("file")).hasContent("mine");
    isolator.cleanup("task-2");
    assertGivenBack(cluster.emulator().administrator().volumes().getFirst());
    assertThat(cluster.emulator().administrator().volumes()).hasSize(1);
  }
}
