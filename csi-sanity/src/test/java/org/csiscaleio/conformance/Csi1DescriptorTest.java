package org.csiscaleio.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Map;
import org.csiscaleio.csi.v1.CsiV1;
import org.junit.jupiter.api.Test;

/** Our csi.v1 is the union of what releases 1.12 and 1.13 of the specification publish. */
class Csi1DescriptorTest {
  /** Why they are renamed, csi_v1.proto says at its top. Numbers, types and JSON names are kept. */
  private static final Map<String, String> RENAMED =
      Map.of(
          "field csi.v1.CreateVolumeRequest #8", "modifiable_parameters",
          "field csi.v1.ValidateVolumeCapabilitiesRequest #6", "modifiable_parameters",
          "field csi.v1.ValidateVolumeCapabilitiesResponse.Confirmed #4", "modifiable_parameters");

  private final WireContract ours = WireContract.of(CsiV1.getDescriptor());

  @Test
  void everyStatementOfTheUnionIsOursAndOursSaysNothingElse() throws IOException {
    WireContract union =
        WireContract.of(PublishedDescriptors.ofRelease("1.12"))
            .unionWith(WireContract.of(PublishedDescriptors.ofRelease("1.13")));
    WireContract expected = union.withFieldsRenamed(RENAMED, "mutable_parameters");
    assertThat(ours.differencesFrom(expected)).isEmpty();
  }

  @Test
  void theTwoReleasesAreReallyTwo() throws IOException {
    WireContract older = WireContract.of(PublishedDescriptors.ofRelease("1.12"));
    WireContract newer = WireContract.of(PublishedDescriptors.ofRelease("1.13"));
    assertThat(older.statements()).containsKey("message csi.v1.VolumeCondition");
    assertThat(newer.statements()).doesNotContainKey("message csi.v1.VolumeCondition");
    assertThat(newer.statements()).containsKey("rpc csi.v1.Node.NodeGetStorageHealth");
    assertThat(older.statements()).doesNotContainKey("rpc csi.v1.Node.NodeGetStorageHealth");
  }

  @Test
  void secretsAndStreamsAreAmongTheStatements() {
    assertThat(ours.statements())
        .containsEntry(
            "field csi.v1.NodeExpandVolumeRequest #6",
            "map<string, string> secrets, JSON secrets, options {1059: 1 1060: 1}")
        .containsEntry(
            "rpc csi.v1.SnapshotMetadata.GetMetadataDelta",
            "csi.v1.GetMetadataDeltaRequest -> stream csi.v1.GetMetadataDeltaResponse");
  }
}
