package org.csiscaleio.emulator.sdc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.csiscaleio.emulator.sdc.HostRig.HOST_A;
import static org.csiscaleio.emulator.sdc.HostRig.OTHER_VOLUME;
import static org.csiscaleio.emulator.sdc.HostRig.SIZE_KIB;
import static org.csiscaleio.emulator.sdc.HostRig.VOLUME;
import static org.csiscaleio.emulator.sdc.HostRig.eventually;
import static org.csiscaleio.emulator.sdc.HostRig.run;
import static org.csiscaleio.emulator.sdc.HostRig.succeeds;
import static org.csiscaleio.emulator.sdc.HostRig.volume;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The emulated drv_cfg prints, byte for byte, what clients of the real one read. */
@Timeout(60)
final class DrvCfgTest {
  private Path folder;
  private HostRig rig;
  private SdcHost host;
  private String drvCfg;

  @BeforeEach
  void start(@TempDir Path folder) throws IOException {
    this.folder = folder;
    rig = new HostRig(folder);
    host = rig.start().open(rig.settings(HOST_A));
    drvCfg = rig.drvCfg(HOST_A).toString();
  }

  @AfterEach
  void cleanUp() throws Exception {
    rig.cleanUp();
  }

  @Test
  void theGuidStandsAlone() throws Exception {
    assertThat(succeeds(drvCfg, "--query_guid").output()).isEqualTo(HOST_A);
  }

  @ParameterizedTest
  @ValueSource(strings = {"--query_mdms", "--query_mdm"})
  void theMdmsAreListed(String spelling) throws Exception {
    assertThat(succeeds(drvCfg, spelling).output())
        .isEqualTo(
            """
            Retrieved 1 mdm(s)
            MDM-ID 1f3c6a2b7d8e9a0f SDC ID 6b18479c00000003 INSTALLATION ID 68ab55462cbb3ae4 \
            IPs [0]-192.0.2.10 [1]-192.0.2.11\
            """);
  }

  @Test
  void theVolumesAreThoseTheHostSees() throws Exception {
    assertThat(succeeds(drvCfg, "--query_vols").output()).isEqualTo("Retrieved 0 volume(s)");
    var _ = rig.mapped(host, HOST_A, volume());
    var _ = rig.mapped(host, HOST_A, new MappedVolume(OTHER_VOLUME, SIZE_KIB, false));

    eventually(
        "both volumes",
        () ->
            succeeds(drvCfg, "--query_vols")
                .output()
                .equals(
                    """
                    Retrieved 2 volume(s)
                    VOL-ID 6c33633100000009 MDM-ID 1f3c6a2b7d8e9a0f
                    VOL-ID 6c3363310000000a MDM-ID 1f3c6a2b7d8e9a0f\
                    """));

    host.unmapped(VOLUME);
    host.unmapped(OTHER_VOLUME);
    assertThat(succeeds(drvCfg, "--query_vols").output()).isEqualTo("Retrieved 0 volume(s)");
  }

  @Test
  void itAnswersWhileTheEmulatorIsDown() throws Exception {
    rig.stop();

    assertThat(succeeds(drvCfg, "--query_guid").output()).isEqualTo(HOST_A);
    assertThat(succeeds(drvCfg, "--query_vols").output()).isEqualTo("Retrieved 0 volume(s)");
    assertThat(succeeds(drvCfg, "--rescan").output()).isEmpty();
  }

  @Test
  void itAnswersThroughALinkToo() throws Exception {
    Path link = Files.createSymbolicLink(folder.resolve("linked"), Path.of(drvCfg));

    assertThat(succeeds(link.toString(), "--query_guid").output()).isEqualTo(HOST_A);
  }

  @ParameterizedTest
  @ValueSource(strings = {"--query_everything", "--query_guid=1", "-h", ""})
  void anUnknownOptionIsAnErrorWithTheUsage(String option) throws Exception {
    HostRig.Ended ended = run(drvCfg, option);

    assertThat(ended.status()).isNotZero();
    assertThat(ended.output()).isEmpty();
    assertThat(ended.errors()).contains("Usage", "--query_guid", "--rescan");
  }

  @Test
  void noOptionIsAnErrorWithTheUsage() throws Exception {
    assertThat(run(drvCfg).status()).isNotZero();
    assertThat(run(drvCfg).errors()).contains("Usage");
  }
}
