package org.csiscaleio.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Status;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.csiscaleio.conformance.OlderCalls.Made;
import org.csiscaleio.rig.Cluster;
import org.csiscaleio.rig.MountTable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;

/**
 * What the csi-sanity suites of CSI 0.1 (45 specs), 0.2 (31) and 0.3 (58) ask, one test for each
 * spec: the calls it makes and what it demands of the answers, or more. The suites themselves are
 * not built here as the suite of today is ({@link CsiSanityTest}): they could not be had as Go
 * modules whose checksums are vouched for.
 *
 * <p>One demand of 0.1 is not met: it publishes to a node "foobar" and wants that to work. No SDC
 * has such a GUID, so that must be NOT_FOUND, and the spec goes on with the node that there is.
 */
@Tag("side-by-side")
class OlderSuitesTest {
  private static final String ONE_GIB = "required_bytes: 1073741824";

  /** As Mesos 1.5 uses it; that suite deletes volumes that are still mapped. */
  @TestFactory
  Stream<DynamicTest> csi01() {
    Cluster cluster =
        Cluster.named("OlderSuitesTest-0.1")
            .setting("scope", "node")
            .setting("deleteUnmaps", "true")
            .start();
    var wire = new OlderWire(cluster.a().socket(), OlderWire.CSI);
    var calls = OlderCalls.of01(wire);
    var suite = new OlderSuite(calls);
    var specs = new OlderSpecs(suite, calls);

    for (String method :
        List.of(
            "GetPluginInfo",
            "ControllerGetCapabilities",
            "GetCapacity",
            "ListVolumes",
            "CreateVolume",
            "DeleteVolume",
            "ValidateVolumeCapabilities",
            "ControllerPublishVolume",
            "ControllerUnpublishVolume",
            "NodeGetCapabilities",
            "NodeProbe",
            "GetNodeID",
            "NodePublishVolume",
            "NodeUnpublishVolume")) {
      suite.spec(
          method + " without a version",
          () -> assertThat(wire.outcome(method).getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT));
    }
    suite.needsOfEveryGeneration();
    suite.spec(
        "GetSupportedVersions says 0.1.0",
        () ->
            assertThat(
                    OlderWire.each(
                        wire.call("GetSupportedVersions", ""), "supported_versions", "minor"))
                .containsExactly("1"));
    suite.spec("GetPluginInfo says a name", calls::saysItsName);
    specs.controller();
    suite.spec(
        "CreateVolume of 1 GiB gives just that",
        () -> {
          Made made = calls.create("sanity", ONE_GIB);
          assertThat(made.bytes()).isEqualTo(1L << 30);
          calls.delete(made.id());
        });
    suite.spec(
        "NodeGetCapabilities says a list of nothing",
        () -> calls.saysNoOtherCapabilitiesThan("NodeGetCapabilities", Set.of("UNKNOWN")));
    suite.spec("NodeProbe is answered", () -> wire.call("NodeProbe", ""));
    suite.spec("GetNodeID says one", calls::node);
    suite.spec(
        "NodePublishVolume, and the volume is deleted while it is mapped",
        () -> {
          Made made = calls.create("sanity", "");
          publishAndUnpublish(calls, made, target(cluster));
        });
    suite.spec(
        "NodeUnpublishVolume, after a publish to node 'foobar', which there is not",
        () -> {
          Made made = calls.create("sanity", "");
          assertThat(calls.failureOfPublish(made.id(), "foobar")).isEqualTo(Status.Code.NOT_FOUND);
          publishAndUnpublish(calls, made, target(cluster));
        });
    return run(suite.specs(45), cluster, wire);
  }

  /** Without staging, unpublishes twice, unmaps never. */
  private static void publishAndUnpublish(OlderCalls calls, Made made, Path target) {
    String info = calls.controllerPublish(made.id(), calls.node());
    String where = "volume_id: '" + made.id() + "' target_path: '" + target + "' ";
    calls.wire().call("NodePublishVolume", where + info + OlderCalls.CAPABILITY);
    assertThat(MountTable.now().at(target)).hasSize(1);
    calls.wire().call("NodeUnpublishVolume", where);
    calls.wire().call("NodeUnpublishVolume", where);
    assertThat(MountTable.now().at(target)).isEmpty();
    calls.delete(made.id());
  }

  /** As Mesos 1.6 and later use it. */
  @TestFactory
  Stream<DynamicTest> csi02() {
    Cluster cluster =
        Cluster.named("OlderSuitesTest-0.2")
            .setting("scope", "node")
            .setting("v0Level", "0.2")
            .start();
    var wire = new OlderWire(cluster.a().socket(), OlderWire.CSI_V0);
    var calls = OlderCalls.ofV0(wire);
    var suite = new OlderSuite(calls);
    var specs = new OlderSpecs(suite, calls);

    suite.needsOfEveryGeneration();
    suite.spec("GetPluginInfo says a name", calls::saysItsName);
    specs.controller();
    specs.sizes(10L << 30);
    suite.spec(
        "NodeGetCapabilities says none but staging",
        () ->
            calls.saysNoOtherCapabilitiesThan(
                "NodeGetCapabilities", Set.of("UNKNOWN", "STAGE_UNSTAGE_VOLUME")));
    suite.spec("NodeGetId says one", calls::node);
    suite.spec("NodePublishVolume, from creation to deletion", () -> wholeLife(calls, cluster));
    suite.spec("NodeUnpublishVolume, from creation to deletion", () -> wholeLife(calls, cluster));
    return run(suite.specs(31), cluster, wire);
  }

  /** As an orchestrator uses it for which the plugin speaks for the whole array. */
  @TestFactory
  Stream<DynamicTest> csi03() {
    Cluster cluster =
        Cluster.named("OlderSuitesTest-0.3")
            .setting("scope", "cluster")
            .setting("v0Level", "0.3")
            .start();
    var wire = new OlderWire(cluster.a().socket(), OlderWire.CSI_V0);
    var calls = OlderCalls.ofV0(wire);
    var suite = new OlderSuite(calls);
    var specs = new OlderSpecs(suite, calls);

    suite.needsOfEveryGeneration();
    suite.needs("NodeStageVolume", "volume_id", "staging_target_path", "volume_capability");
    suite.needs("NodeUnstageVolume", "volume_id", "staging_target_path");
    specs.identityOf03();
    specs.controller("CREATE_DELETE_SNAPSHOT", "LIST_SNAPSHOTS");
    // The array has multiples of 8 GiB.
    specs.sizes(16L << 30);
    specs.controllerOf03();
    new OlderSnapshotSpecs(suite, calls).all();
    suite.spec(
        "NodeGetCapabilities says staging",
        () ->
            calls.saysNoOtherCapabilitiesThan(
                "NodeGetCapabilities", Set.of("STAGE_UNSTAGE_VOLUME")));
    suite.spec("NodeGetId says one", calls::node);
    suite.spec(
        "NodeGetInfo says the same, and no negative number of volumes",
        () -> {
          var info = wire.call("NodeGetInfo", "");
          assertThat(OlderWire.at(info, "node_id")).isEqualTo(calls.node());
          assertThat((Long) OlderWire.at(info, "max_volumes_per_node")).isNotNegative();
        });
    suite.spec("A volume from creation to deletion", () -> wholeLife(calls, cluster));
    return run(suite.specs(58), cluster, wire);
  }

  /** With staging where that is advertised. */
  private static void wholeLife(OlderCalls calls, Cluster cluster) throws IOException {
    boolean stages = calls.capabilities("NodeGetCapabilities").contains("STAGE_UNSTAGE_VOLUME");
    Made made = calls.create("sanity", "");
    String node = calls.node();
    String volume = "volume_id: '" + made.id() + "' " + calls.controllerPublish(made.id(), node);
    Path target = target(cluster);
    Path staging = Files.createDirectories(target.resolveSibling("staging"));
    String staged = stages ? " staging_target_path: '" + staging + "' " : "";
    String how = OlderCalls.CAPABILITY + made.attributes();
    if (stages) {
      calls.wire().call("NodeStageVolume", volume + staged + how);
    }
    String published = " target_path: '" + target + "' ";
    calls.wire().call("NodePublishVolume", volume + staged + published + how);
    assertThat(MountTable.now().at(target)).hasSize(1);

    String id = "volume_id: '" + made.id() + "' ";
    calls.wire().call("NodeUnpublishVolume", id + published);
    if (stages) {
      calls.wire().call("NodeUnstageVolume", id + staged);
    }
    assertThat(MountTable.now().at(target)).isEmpty();
    calls.controllerUnpublish(made.id(), node);
    calls.delete(made.id());
  }

  /** In these generations it is the orchestrator that makes it. */
  private static Path target(Cluster cluster) throws IOException {
    return Files.createDirectories(cluster.a().host().directory().resolve("suite/target"));
  }

  private static Stream<DynamicTest> run(List<DynamicTest> specs, Cluster cluster, OlderWire wire) {
    return specs.stream()
        .onClose(() -> {
          try (cluster;
              wire) {
            assertThat(cluster.emulator().administrator().volumes()).isEmpty();
            assertThat(cluster.mountedOrAttached()).isEmpty();
          }
        });
  }
}
