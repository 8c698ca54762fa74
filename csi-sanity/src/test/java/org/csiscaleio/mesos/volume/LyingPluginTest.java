package org.csiscaleio.mesos.volume;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.csiscaleio.mesos.AgentAborts;
import org.csiscaleio.mesos.Capability;
import org.csiscaleio.mesos.CsiPaths;
import org.csiscaleio.mesos.Failed;
import org.csiscaleio.mesos.Machine;
import org.csiscaleio.mesos.PluginInfo;
import org.csiscaleio.mesos.Release;
import org.csiscaleio.mesos.Timing;
import org.csiscaleio.mesos.container.Containerizer.Isolation;
import org.csiscaleio.mesos.wire.CsiVersion;
import org.csiscaleio.rig.MountTable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/** What each release does to the data of a plugin without manners. */
class LyingPluginTest {
  private static final Capability EXT4 = Capability.mount("ext4");

  @TempDir private Path directory;
  private Machine machine;

  @BeforeEach
  void boot() {
    machine = new Machine(directory, Isolation.POSIX);
  }

  @AfterEach
  void unmount() {
    MountTable.now()
        .under(directory)
        .forEach(mount -> machine.mount("umount", mount.point().toString()));
  }

  @ParameterizedTest
  @EnumSource(
      value = Release.class,
      names = {"V1_5", "V1_6", "V1_7_1"})
  void okToAnUnpublishWhileMountedLosesTheData(Release release) throws IOException {
    var plugin = new FakePlugin(version(release), machine);
    TrackedVolumes volumes = published(release, plugin);
    Path target = paths().target(release, "v");
    Files.writeString(target.resolve("data"), "precious");
    plugin.lies();

    assertThatThrownBy(() -> volumes.deleteVolume("v", false))
        .isInstanceOf(Failed.class)
        .hasMessageContaining("busy");

    assertThat(target).isEmptyDirectory();
    assertThat(volumes.state("v").orElseThrow().state())
        .isEqualTo(
            release == Release.V1_5 ? VolumeState.State.PUBLISHED : VolumeState.State.VOL_READY);
  }

  @ParameterizedTest
  @EnumSource(
      value = Release.class,
      names = {"V1_8_0", "V1_8_1", "V1_9", "V1_11"})
  void csiV1IsFoundOutBecauseTheTargetIsStillThere(Release release) {
    var plugin = new FakePlugin(CsiVersion.V1, machine);
    TrackedVolumes volumes = published(release, plugin);
    plugin.lies();

    assertThatThrownBy(() -> volumes.deleteVolume("v", false))
        .isInstanceOf(Failed.class)
        .hasMessageContaining("not removed");
  }

  @ParameterizedTest
  @EnumSource(value = Release.class, mode = Mode.EXCLUDE, names = "V1_5")
  void aTargetThatV0RemovedAbortsTheAgentAtTheNextUnpublish(Release release) throws IOException {
    var plugin = new FakePlugin(CsiVersion.V0, machine);
    TrackedVolumes volumes = published(release, plugin);
    Path target = paths().target(release, "v");
    machine.mount("umount", target.toString());
    Files.delete(target);
    volumes.volumes.set("v", volumes.volumes.get("v").withNodePublishRequired(false));

    assertThatThrownBy(() -> volumes.deleteVolume("v", false))
        .isInstanceOf(AgentAborts.class)
        .hasMessageContaining("the plugin removed");
  }

  @ParameterizedTest
  @EnumSource(
      value = Release.class,
      names = {"V1_6", "V1_7_1"})
  void aTargetThatV0RemovesWhileUnpublishingMakesTheOperationFail(Release release) {
    var plugin = new FakePlugin(CsiVersion.V0, machine);
    TrackedVolumes volumes = published(release, plugin);
    plugin.removesTargets();

    assertThatThrownBy(() -> volumes.deleteVolume("v", false))
        .isInstanceOf(Failed.class)
        .hasMessageContaining("NoSuchFile");
  }

  @ParameterizedTest
  @EnumSource(
      value = Release.class,
      names = {"V1_7_3", "V1_8_0", "V1_8_1", "V1_9", "V1_11"})
  void whatIsMountedUnderAnUnknownNameIsDeletedAtStart(Release release) throws IOException {
    var plugin = new FakePlugin(CsiVersion.V0, machine);
    Path stranger = Files.createDirectories(paths().mountRoot().resolve("stranger"));
    machine.mount("mount", "-t", "tmpfs", "tmpfs", stranger.toString());
    Files.writeString(stranger.resolve("data"), "precious");

    volumes(release, plugin).recover();

    assertThat(stranger).isEmptyDirectory();
  }

  @ParameterizedTest
  @EnumSource(
      value = Release.class,
      names = {"V1_7_3", "V1_8_0", "V1_8_1", "V1_9", "V1_11"})
  void aUsedVolumeIsWipedWhileMountedBeforeItIsDeleted(Release release) throws IOException {
    var plugin = new FakePlugin(CsiVersion.V0, machine);
    TrackedVolumes volumes = published(release, plugin);
    Files.writeString(paths().target(release, "v").resolve("data"), "of a task");

    volumes.deleteVolume("v", false);

    assertThat(plugin.calls()).endsWith("NodeUnpublishVolume", "DeleteVolume");
    assertThat(paths().mount("v")).doesNotExist();
  }

  private TrackedVolumes published(Release release, FakePlugin plugin) {
    TrackedVolumes volumes = volumes(release, plugin);
    volumes.recover();
    volumes.createVolume("v", 1 << 30, EXT4, Map.of());
    volumes.publishVolume("v", Optional.empty());
    return volumes;
  }

  private TrackedVolumes volumes(Release release, FakePlugin plugin) {
    return TrackedVolumes.of(
        new TrackedVolumes.Surroundings(
            release,
            info(),
            paths(),
            plugin,
            machine.delete(),
            Timing.FOR_TESTS,
            machine.bootId()));
  }

  private CsiPaths paths() {
    return CsiPaths.of(machine.workDir(), info());
  }

  private static PluginInfo info() {
    return PluginInfo.of("t", "n", java.util.List.of("/bin/false"), Map.of());
  }

  private static CsiVersion version(Release release) {
    return release == Release.V1_5 ? CsiVersion.V0_1 : CsiVersion.V0;
  }
}
