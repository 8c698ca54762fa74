package org.csiscaleio.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.csiscaleio.conformance.SanityReport.Outcome;
import org.csiscaleio.csi.v1.ControllerServiceCapability;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SanityReportTest {
  private static final Advertised NOTHING = new Advertised(Set.of(), Set.of());

  @TempDir Path directory;

  @Test
  void everyEndingIsTold() throws IOException {
    SanityReport report =
        read(
            """
            <testcase name="[BeforeSuite]" status="passed"/>
            <testcase name="[It] a" status="passed"/>
            <testcase name="[It] b" status="failed"><failure message="Expected OK"/></testcase>
            <testcase name="[It] c" status="panicked"><error message="nil"/></testcase>
            <testcase name="[It] d" status="skipped">
              <skipped message="skipped - Snapshot not supported"/></testcase>
            <testcase name="[It] e" status="pending"><skipped message="pending"/></testcase>
            """);
    assertThat(report.specs()).hasSize(5);
    assertThat(report.ended(Outcome.FAILED))
        .extracting(SanityReport.Spec::reason)
        .containsExactly("failed: Expected OK", "panicked: nil");
    assertThat(report.ended(Outcome.PENDING)).hasSize(1);
    assertThat(report.figures())
        .isEqualTo(
            """
            5 specs, 1 passed, 2 failed, 1 skipped, 1 pending
              1 skipped: Snapshot not supported
            """);
  }

  @Test
  void aSkipIsExplainedOnlyWhileTheCapabilityIsNotAdvertised() {
    String reason = "ControllerGetVolumeHealth not supported";
    var telling =
        new Advertised(Set.of(ControllerServiceCapability.RPC.Type.GET_VOLUME_HEALTH), Set.of());
    assertThat(ExplainedSkip.explains(reason, NOTHING)).isTrue();
    assertThat(ExplainedSkip.explains(reason, telling)).isFalse();
  }

  @Test
  void aSkipOfWhatWeMustHaveIsNeverExplained() {
    assertThat(ExplainedSkip.explains("ListVolumes not supported", NOTHING)).isFalse();
    assertThat(ExplainedSkip.explains("Snapshot not supported", NOTHING)).isFalse();
    assertThat(ExplainedSkip.explains("Modify volume not supported", NOTHING)).isFalse();
    assertThat(ExplainedSkip.explains("NodeStageVolume not supported", NOTHING)).isFalse();
    assertThat(ExplainedSkip.explains("SNAPSHOT_ACCESSIBILITY_CONSTRAINTS not supported", NOTHING))
        .isFalse();
    assertThat(ExplainedSkip.explains("", NOTHING)).isFalse();
  }

  private SanityReport read(String cases) throws IOException {
    Path file = directory.resolve("report.xml");
    Files.writeString(
        file, "<testsuites><testsuite name=\"s\">" + cases + "</testsuite></testsuites>");
    return SanityReport.read(file);
  }
}
