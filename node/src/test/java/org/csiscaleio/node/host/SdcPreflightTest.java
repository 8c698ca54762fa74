package org.csiscaleio.node.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.csiscaleio.operation.Deadline;
import org.csiscaleio.operation.Finding;
import org.csiscaleio.operation.Finding.Level;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is said of the SDC of a host, by its tool and its device. */
class SdcPreflightTest {
  private static final String GUID = "B71F01AE-FF7A-47C5-A303-583FFD416818";
  private static final String MDM =
      "Retrieved 1 mdm(s)\nMDM-ID 1f3c6a2b7d8e9a0f SDC ID %s INSTALLATION ID 68ab55462cbb3ae4"
          + " IPs [0]-192.0.2.10";

  @TempDir Path directory;

  private List<Finding> look(Optional<String> sdcGuid) {
    var settings =
        new HostSettings(
            directory,
            Duration.ofSeconds(1),
            directory.resolve("scini"),
            directory.resolve("drv_cfg"),
            sdcGuid,
            HostSettings.CheckPolicy.AUTO);
    return LinuxHost.open(settings).checkSdc(Deadline.after(Duration.ofSeconds(20)));
  }

  private Finding of(String part, Optional<String> sdcGuid) {
    return look(sdcGuid).stream()
        .filter(finding -> finding.part().contains(part))
        .findFirst()
        .orElseThrow();
  }

  private void tool(String mdms) throws IOException {
    Path tool = directory.resolve("drv_cfg");
    Files.writeString(
        tool,
        """
        #!/bin/sh
        case $1 in
          --query_guid) echo %s ;;
          --query_mdms) echo '%s' ;;
        esac
        """
            .formatted(GUID, mdms));
    Files.setPosixFilePermissions(tool, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  @Test
  void aHostWithoutAnSdcIsToldWhatToInstall() {
    assertThat(of("driver", Optional.empty()).level()).isEqualTo(Level.FAIL);
    assertThat(of("driver", Optional.empty()).advice()).contains("install the SDC");
    assertThat(of("GUID", Optional.empty()).level()).isEqualTo(Level.FAIL);
  }

  @Test
  void whoSaysTheGuidHimselfIsOnlyWarnedThatNothingElseIsSeen() {
    assertThat(look(Optional.of(GUID)))
        .noneMatch(finding -> finding.level() == Level.FAIL)
        .contains(Finding.ok("SDC GUID", "is " + GUID));
  }

  @Test
  void whatTheToolTellsIsShown() throws IOException {
    tool(MDM.formatted("6b18479c00000003"));
    assertThat(of("GUID", Optional.empty())).isEqualTo(Finding.ok("SDC GUID", "is " + GUID));
    Finding mdms = of("MDMs", Optional.empty());
    assertThat(mdms.isOk()).isTrue();
    assertThat(mdms.seen()).contains("1f3c6a2b7d8e9a0f");
    assertThat(of("driver", Optional.empty()).isOk()).isTrue();
  }

  @Test
  void anSdcThatKnowsNoMdmIsToldWhereToNameThem() throws IOException {
    tool("Retrieved 0 mdm(s)");
    Finding mdms = of("MDMs", Optional.empty());
    assertThat(mdms.level()).isEqualTo(Level.FAIL);
    assertThat(mdms.advice()).contains("drv_cfg.txt", "--add_mdm");
  }

  @Test
  void anSdcWithoutAnIdOnTheArrayIsWarnedOf() throws IOException {
    tool(MDM.formatted("0000000000000000"));
    assertThat(of("MDMs", Optional.empty()).level()).isEqualTo(Level.WARN);
  }

  @Test
  void aSettingThatContradictsTheSdcIsWarnedOf() throws IOException {
    tool(MDM.formatted("6b18479c00000003"));
    Finding guid = of("GUID", Optional.of("0E2C4A77-91D0-4D8B-9F0A-6C1B2D3E4F50"));
    assertThat(guid.level()).isEqualTo(Level.WARN);
    assertThat(guid.seen()).contains(GUID, "0E2C4A77");
  }

  @Test
  void theModuleIsLookedForAmongTheLoadedOnes() throws IOException {
    tool(MDM.formatted("6b18479c00000003"));
    Finding module = of("module", Optional.empty());
    Path modules = Path.of("/proc/modules");
    boolean loaded =
        Files.exists(modules)
            && Files.readAllLines(modules).stream().anyMatch(line -> line.startsWith("scini "));
    assertThat(module.level()).isEqualTo(loaded ? Level.OK : Level.WARN);
  }
}
