package org.csiscaleio.csi;

import static org.assertj.core.api.Assertions.assertThat;

import org.csiscaleio.csi.v01.ControllerProbeRequest;
import org.csiscaleio.csi.v01.GetSupportedVersionsRequest;
import org.csiscaleio.csi.v01.NodePublishVolumeRequest;
import org.csiscaleio.csi.v01.Version;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class Version01Test {
  @Test
  void version010IsServed() {
    assertThat(
            Version01.objectionTo(
                ControllerProbeRequest.newBuilder().setVersion(Version01.SERVED).build()))
        .isEmpty();
  }

  @Test
  void askingForVersionsNeedsNone() {
    assertThat(Version01.objectionTo(GetSupportedVersionsRequest.getDefaultInstance())).isEmpty();
  }

  @Test
  void aRequestWithoutAVersionIsRefused() {
    assertThat(Version01.objectionTo(NodePublishVolumeRequest.getDefaultInstance()))
        .contains("version is missing; 0.1.0 is served");
  }

  @ParameterizedTest
  @CsvSource({"0, 0, 0, 0.0.0", "0, 2, 0, 0.2.0", "1, 0, 0, 1.0.0", "0, 1, -1, 0.1.4294967295"})
  void everyOtherVersionIsRefusedByItsName(int major, int minor, int patch, String named) {
    var version = Version.newBuilder().setMajor(major).setMinor(minor).setPatch(patch);
    assertThat(
            Version01.objectionTo(
                NodePublishVolumeRequest.newBuilder().setVersion(version).build()))
        .contains("version " + named + " is not served, 0.1.0 is");
  }
}
