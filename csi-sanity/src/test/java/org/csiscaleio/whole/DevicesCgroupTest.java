package org.csiscaleio.whole;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.csiscaleio.mesos.Capability;
import org.csiscaleio.mesos.wire.CallFailed;
import org.csiscaleio.mesos.wire.CallLog;
import org.csiscaleio.mesos.wire.Connection;
import org.csiscaleio.mesos.wire.CsiVersion;
import org.csiscaleio.mesos.wire.ListedVolume;
import org.csiscaleio.mesos.wire.NodeUse;
import org.csiscaleio.mesos.wire.PluginClient;
import org.csiscaleio.rig.Cluster;
import org.csiscaleio.rig.DevicesCgroup;
import org.csiscaleio.rig.LoopDevice;
import org.csiscaleio.rig.MountTable;
import org.csiscaleio.rig.RelayProcess;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Agents whose containers may not open block devices, with the kernel's own devices cgroup. */
@Tag("side-by-side")
class DevicesCgroupTest {
  private static final Duration TIMEOUT = Duration.ofSeconds(60);
  private static final Capability EXT4 = Capability.mount("ext4");
  private static final long BYTES = 1L << 30;

  /** What docs/relay-and-systemd.md has a plugin's command begin with; loop stands for scini. */
  private static final String WIDEN =
      "echo \"b $(awk '$2 == \"loop\" {print $1; exit}' /proc/devices):* rwm\" >"
          + " /sys/fs/cgroup/devices$(sed -n 's/^[0-9]*:devices://p' /proc/self/cgroup)/devices.allow";

  @TempDir Path directory;

  private final List<AutoCloseable> opened = new ArrayList<>();
  private DevicesCgroup cgroup;

  @BeforeEach
  void make() {
    cgroup = opened(DevicesCgroup.make(directory));
  }

  @AfterEach
  void closeAll() throws Exception {
    var problems = new ArrayList<Exception>();
    for (AutoCloseable one : opened.reversed()) {
      try {
        one.close();
      } catch (Exception e) {
        problems.add(e);
      }
    }
    if (!problems.isEmpty()) {
      throw problems.getFirst();
    }
  }

  private <T extends AutoCloseable> T opened(T one) {
    opened.add(one);
    return one;
  }

  /** As an agent's plugin: in node scope, without staging. */
  private static Cluster.Builder agent(String name) {
    return Cluster.named("DevicesCgroupTest-" + name)
        .setting("scope", "node")
        .setting("stage", "false");
  }

  private static Path target(Cluster cluster, CsiVersion version) throws IOException {
    Path target = cluster.a().host().directory().resolve("mounts/volume/target");
    Files.createDirectories(version == CsiVersion.V1 ? target.getParent() : target);
    return target;
  }

  private static NodeUse use(ListedVolume volume, Map<String, String> published, Path target) {
    return new NodeUse(
        volume.id(), published, Optional.empty(), target, EXT4, false, volume.context());
  }

  /** What dd says, inside the cgroup, when it is to read from a device. */
  private String readInside(LoopDevice device) throws IOException {
    Path log = directory.resolve("dd.log");
    cgroup.run(List.of("dd", "if=" + device.device(), "of=/dev/null", "count=1"), log);
    return Files.readString(log);
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "V0_1")
  void behindARelayThatMayOpenNoBlockDeviceAVolumeHasItsWholeLife(CsiVersion version)
      throws IOException {
    Cluster cluster = opened(agent("relay-" + version).start());
    RelayProcess relay =
        opened(
            RelayProcess.startBy(
                    cgroup.launcher(),
                    directory.resolve("relay.sock"),
                    cluster.a().socket(),
                    directory.resolve("relay.log"))
                .awaitSocket());
    assertThat(cgroup.holds(relay.program().pid())).isTrue();
    assertThat(cgroup.holds(cluster.a().program().pid())).isFalse();
    Connection connection = opened(new Connection(relay.socket(), TIMEOUT, new CallLog()));
    PluginClient client = connection.speaking(version);
    Path target = target(cluster, version);

    client.probe();
    ListedVolume volume = client.createVolume("disk", BYTES, EXT4, Map.of());
    String node = client.nodeId();
    Map<String, String> published =
        client.controllerPublish(volume.id(), node, EXT4, false, volume.context());
    client.nodePublish(use(volume, published, target));
    assertThat(MountTable.now().at(target)).hasSize(1);
    assertThat(readInside(LoopDevice.over(cluster.root()).getFirst()))
        .contains("Operation not permitted");
    Files.writeString(target.resolve("data"), "precious");

    client.nodeUnpublish(volume.id(), target);
    assertThat(MountTable.now().at(target)).isEmpty();
    client.controllerUnpublish(volume.id(), node);
    client.deleteVolume(volume.id());
    assertThat(cluster.emulator().administrator().volumes()).isEmpty();
  }

  @Test
  void theProgramInsideSaysWhatDeniesItTheDeviceAndItsAdviceHelps() throws IOException {
    Cluster cluster =
        opened(
            agent("serve")
                .setting("deviceWaitSeconds", "30")
                .launchedBy(cgroup.launcher().toArray(String[]::new))
                .start());
    assertThat(cgroup.holds(cluster.a().program().pid())).isTrue();
    Connection connection = opened(new Connection(cluster.a().socket(), TIMEOUT, new CallLog()));
    PluginClient client = connection.speaking(CsiVersion.V1);
    ListedVolume volume = client.createVolume("disk", BYTES, EXT4, Map.of());
    String node = client.nodeId();
    Map<String, String> published =
        client.controllerPublish(volume.id(), node, EXT4, false, volume.context());
    Path target = target(cluster, CsiVersion.V1);
    NodeUse use = use(volume, published, target);

    long begin = System.nanoTime();
    CallFailed refused = catchThrowableOfType(CallFailed.class, () -> client.nodePublish(use));
    Duration took = Duration.ofNanos(System.nanoTime() - begin);

    assertThat(refused.code()).isEqualTo("FAILED_PRECONDITION");
    assertThat(refused)
        .hasMessageContaining(volume.id())
        .hasMessageContaining("devices cgroup")
        .hasMessageContaining("cgroups/devices")
        .hasMessageContaining("csi-scaleio relay")
        .hasMessageContaining("'b 7:* rwm' into devices.allow");
    assertThat(took)
        .as("it does not wait for a device that is there")
        .isLessThan(Duration.ofSeconds(15));
    assertThat(MountTable.now().at(target)).isEmpty();

    Path log = directory.resolve("widen.log");
    assertThat(cgroup.run(List.of("sh", "-c", WIDEN), log)).as(log.toString()).isZero();
    client.nodePublish(use);
    assertThat(MountTable.now().at(target)).hasSize(1);
    client.nodeUnpublish(volume.id(), target);
    client.controllerUnpublish(volume.id(), node);
    client.deleteVolume(volume.id());
  }
}
