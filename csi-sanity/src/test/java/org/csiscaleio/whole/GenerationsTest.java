package org.csiscaleio.whole;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.csiscaleio.mesos.wire.CsiVersion.V0;
import static org.csiscaleio.mesos.wire.CsiVersion.V0_1;
import static org.csiscaleio.mesos.wire.CsiVersion.V1;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.csiscaleio.mesos.Capability;
import org.csiscaleio.mesos.wire.CallFailed;
import org.csiscaleio.mesos.wire.CallLog;
import org.csiscaleio.mesos.wire.Connection;
import org.csiscaleio.mesos.wire.CsiVersion;
import org.csiscaleio.mesos.wire.ListedVolume;
import org.csiscaleio.mesos.wire.NodeUse;
import org.csiscaleio.mesos.wire.PluginClient;
import org.csiscaleio.rig.Cluster;
import org.csiscaleio.rig.Fault;
import org.csiscaleio.rig.MountTable;
import org.csiscaleio.rig.PluginProcess;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Three generations of CSI on one socket: an upgraded agent goes on under one with what it began
 * under another. Without staging, as Mesos uses the plugin.
 */
@Tag("side-by-side")
class GenerationsTest {
  private static final Duration TIMEOUT = Duration.ofSeconds(60);
  private static final Capability EXT4 = Capability.mount("ext4");
  private static final long BYTES = 8L << 30;

  private static Cluster cluster;
  private static Connection connection;

  @BeforeAll
  static void start() {
    cluster = Cluster.named("GenerationsTest").setting("stage", "false").start();
    connection = new Connection(cluster.a().socket(), TIMEOUT, new CallLog());
  }

  @AfterAll
  static void stop() {
    connection.close();
    cluster.close();
  }

  @AfterEach
  void startOver() {
    cluster.startOver();
  }

  static Stream<Arguments> pairs() {
    return Stream.of(CsiVersion.values())
        .flatMap(one -> Stream.of(CsiVersion.values()).map(other -> Arguments.of(one, other)));
  }

  @Tag("contained-too")
  @ParameterizedTest
  @MethodSource("pairs")
  void whatOneBeganAnotherGoesOnWithAndEnds(CsiVersion begun, CsiVersion ended) throws IOException {
    PluginClient one = connection.speaking(begun);
    PluginClient other = connection.speaking(ended);
    String name = (begun + "-" + ended).toLowerCase(Locale.ROOT);

    ListedVolume volume = one.createVolume(name, BYTES, EXT4, Map.of("fsType", "ext4"));
    assertThat(other.createVolume(name, BYTES, EXT4, Map.of("fsType", "ext4"))).isEqualTo(volume);
    assertThat(other.listVolumes()).isEqualTo(one.listVolumes()).hasSize(1);
    assertThat(other.listVolumes().getFirst().id()).isEqualTo(volume.id());
    String node = one.nodeId();
    assertThat(other.nodeId()).isEqualTo(node).isEqualTo(cluster.a().host().guid());
    Map<String, String> published =
        one.controllerPublish(volume.id(), node, EXT4, false, volume.context());
    assertThat(other.controllerPublish(volume.id(), node, EXT4, false, volume.context()))
        .isEqualTo(published);

    Path target = target(name, begun);
    one.nodePublish(use(volume, published, target));
    Files.writeString(target.resolve("data"), "precious");
    other.nodePublish(use(volume, published, target));
    assertThat(MountTable.now().at(target)).hasSize(1);
    assertThat(target.resolve("data")).hasContent("precious");

    other.nodeUnpublish(volume.id(), target);
    assertThat(MountTable.now().at(target)).isEmpty();
    if (ended == V1) {
      assertThat(target).doesNotExist();
    } else {
      assertThat(target).isEmptyDirectory();
    }
    other.nodeUnpublish(volume.id(), target);
    other.controllerUnpublish(volume.id(), node);
    other.deleteVolume(volume.id());
    one.deleteVolume(volume.id());
    assertThat(cluster.emulator().administrator().volumes()).isEmpty();
  }

  /** The agent has made the target before CSI 1, and its parent only since. */
  private static Path target(String name, CsiVersion version) throws IOException {
    Path target = cluster.a().host().directory().resolve("mounts").resolve(name).resolve("target");
    Files.createDirectories(version == V1 ? target.getParent() : target);
    return target;
  }

  private static NodeUse use(ListedVolume volume, Map<String, String> published, Path target) {
    return new NodeUse(
        volume.id(), published, Optional.empty(), target, EXT4, false, volume.context());
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "V1")
  void aTargetThatItsAgentDidNotMakeIsRefusedBeforeTheVolumeIsTouched(CsiVersion version)
      throws IOException {
    PluginClient client = connection.speaking(version);
    ListedVolume volume = client.createVolume("unseen", BYTES, EXT4, Map.of());
    Map<String, String> published =
        client.controllerPublish(volume.id(), client.nodeId(), EXT4, false, volume.context());
    Path target = target("unseen-" + version, V1);

    assertThatExceptionOfType(CallFailed.class)
        .isThrownBy(() -> client.nodePublish(use(volume, published, target)))
        .withMessageContaining("FAILED_PRECONDITION")
        .withMessageContaining("mount namespace");

    assertThat(target).doesNotExist();
    Files.createDirectory(target);
    client.nodePublish(use(volume, published, target));
    client.nodeUnpublish(volume.id(), target);
  }

  @Test
  void whoProbesCsiV1FirstFindsItAndOlderAgentsFindTheirs() {
    connection.speaking(V1).probe();
    connection.speaking(V0).probe();
    connection.speaking(V0_1).probe();
  }

  /** An agent takes a failed probe for a dead plugin and gives it up. */
  @ParameterizedTest
  @EnumSource
  void probesAreAnsweredThoughNoGatewayIsAndAskItNothing(CsiVersion version) {
    PluginClient client = connection.speaking(version);
    var control = cluster.emulator().control();
    control.inject(Fault.once("*", Fault.Action.RESET).times(100_000));
    control.resetCounters();

    client.probe();
    client.controllerProbe();
    client.nodeProbe();

    assertThat(control.counters()).isEmpty();
    assertThat(cluster.a().isAlive()).isTrue();
  }

  @Test
  void withoutCsiV1ItsProbeIsUnimplementedWhichIsWhatSendsMesosToCsiV0() {
    try (var older = Cluster.named("GenerationsTest-v0").setting("generations", "csi.v0").start()) {
      PluginProcess plugin = older.a();
      try (var only = new Connection(plugin.socket(), TIMEOUT, new CallLog())) {
        assertThatExceptionOfType(CallFailed.class)
            .isThrownBy(() -> only.speaking(V1).probe())
            .satisfies(failure -> assertThat(failure.isUnimplemented()).isTrue());
        only.speaking(V0).probe();
        assertThat(only.speaking(V0).hasControllerService()).isTrue();
        assertThatExceptionOfType(CallFailed.class)
            .isThrownBy(() -> only.speaking(V0_1).probe())
            .satisfies(failure -> assertThat(failure.isUnimplemented()).isTrue());
      }
    }
  }
}
