package org.csiscaleio.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.csiscaleio.csi.v0.CsiV0;
import org.csiscaleio.csi.v01.CsiV01;
import org.junit.jupiter.api.Test;

/** Our csi and csi.v0 are what releases 0.1 and 0.3 publish, and 0.2 is contained in csi.v0. */
class Csi0DescriptorTest {
  @Test
  void csiIsThePublishedRelease01() throws IOException {
    WireContract ours = WireContract.of(CsiV01.getDescriptor());
    assertThat(ours.differencesFrom(published("0.1"))).isEmpty();
    assertThat(ours.statements())
        .containsEntry(
            "field csi.CreateVolumeRequest #6",
            "map<string, string> user_credentials, JSON userCredentials")
        .containsEntry("field csi.Version #3", "uint32 patch, JSON patch");
  }

  @Test
  void csiV0IsThePublishedRelease03() throws IOException {
    WireContract ours = WireContract.of(CsiV0.getDescriptor());
    assertThat(ours.differencesFrom(published("0.3"))).isEmpty();
    assertThat(ours.statements())
        .containsEntry(
            "field csi.v0.NodePublishVolumeRequest #3",
            "string staging_target_path, JSON stagingTargetPath");
  }

  @Test
  void clientsOfRelease02AreServedBecauseNothingTheyKnowIsOtherwise() throws IOException {
    WireContract ours = WireContract.of(CsiV0.getDescriptor());
    WireContract older = published("0.2");

    List<String> otherwise =
        older.statements().entrySet().stream()
            .filter(said -> !said.getValue().equals(ours.statements().get(said.getKey())))
            .map(Map.Entry::getKey)
            .toList();

    // Marked as deprecated, which no byte on the wire shows.
    assertThat(otherwise).containsExactly("rpc csi.v0.Node.NodeGetId");
    assertThat(ours.statements())
        .containsEntry(
            "rpc csi.v0.Node.NodeGetId",
            "csi.v0.NodeGetIdRequest -> csi.v0.NodeGetIdResponse, options {deprecated: true}");
  }

  @Test
  void release03AddedThisAndNothingElse() throws IOException {
    Predicate<String> known = Set.copyOf(published("0.2").statements().keySet())::contains;

    List<String> added =
        WireContract.of(CsiV0.getDescriptor()).statements().keySet().stream()
            .filter(known.negate())
            // What is inside of a message or an enum that is added itself goes without saying.
            .filter(subject ->
                !subject.startsWith("field ") || known.test("message " + within(subject)))
            .filter(
                subject -> !subject.startsWith("value ") || known.test("enum " + within(subject)))
            .toList();

    assertThat(added)
        .containsExactly(
            "enum csi.v0.SnapshotStatus.Type",
            "field csi.v0.CreateVolumeRequest #6",
            "field csi.v0.CreateVolumeRequest #7",
            "field csi.v0.GetCapacityRequest #3",
            "field csi.v0.ProbeResponse #1",
            "field csi.v0.ValidateVolumeCapabilitiesRequest #4",
            "field csi.v0.Volume #4",
            "field csi.v0.Volume #5",
            "message csi.v0.CreateSnapshotRequest",
            "message csi.v0.CreateSnapshotResponse",
            "message csi.v0.DeleteSnapshotRequest",
            "message csi.v0.DeleteSnapshotResponse",
            "message csi.v0.ListSnapshotsRequest",
            "message csi.v0.ListSnapshotsResponse",
            "message csi.v0.ListSnapshotsResponse.Entry",
            "message csi.v0.NodeGetInfoRequest",
            "message csi.v0.NodeGetInfoResponse",
            "message csi.v0.Snapshot",
            "message csi.v0.SnapshotStatus",
            "message csi.v0.Topology",
            "message csi.v0.TopologyRequirement",
            "message csi.v0.VolumeContentSource",
            "message csi.v0.VolumeContentSource.SnapshotSource",
            "rpc csi.v0.Controller.CreateSnapshot",
            "rpc csi.v0.Controller.DeleteSnapshot",
            "rpc csi.v0.Controller.ListSnapshots",
            "rpc csi.v0.Node.NodeGetInfo",
            "value csi.v0.ControllerServiceCapability.RPC.Type #5 CREATE_DELETE_SNAPSHOT",
            "value csi.v0.ControllerServiceCapability.RPC.Type #6 LIST_SNAPSHOTS",
            "value csi.v0.PluginCapability.Service.Type #2 ACCESSIBILITY_CONSTRAINTS");
  }

  /** The message or enum a field or value belongs to: {@code csi.v0.Volume} of its field. */
  private static String within(String subject) {
    return subject.split(" ", -1)[1];
  }

  private static WireContract published(String release) throws IOException {
    return WireContract.of(PublishedDescriptors.ofRelease(release));
  }
}
