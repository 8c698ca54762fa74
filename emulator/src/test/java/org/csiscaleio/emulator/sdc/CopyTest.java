package org.csiscaleio.emulator.sdc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.csiscaleio.emulator.sdc.HostRig.HOST_A;
import static org.csiscaleio.emulator.sdc.HostRig.OTHER_VOLUME;
import static org.csiscaleio.emulator.sdc.HostRig.SIZE_KIB;
import static org.csiscaleio.emulator.sdc.HostRig.VOLUME;
import static org.csiscaleio.emulator.sdc.HostRig.succeeds;
import static org.csiscaleio.emulator.sdc.HostRig.volume;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a snapshot holds, and what a sudden end leaves of one. */
@Timeout(60)
final class CopyTest {
  private HostRig rig;
  private SdcHosts hosts;

  @BeforeEach
  void start(@TempDir Path folder) throws IOException {
    rig = new HostRig(folder);
    hosts = rig.start();
  }

  @AfterEach
  void cleanUp() throws Exception {
    rig.cleanUp();
  }

  @Test
  void aSnapshotHoldsWhatItsSourceHeldAndTakesNoMoreSpace() throws Exception {
    SdcHost host = hosts.open(rig.settings(HOST_A));
    Path source = rig.mapped(host, HOST_A, volume());
    write(source, "before");

    hosts.volumeCopyBegun(VOLUME, OTHER_VOLUME);
    hosts.volumeCopyEnded(OTHER_VOLUME);
    write(source, "after!");

    Path copy = rig.mapped(host, HOST_A, new MappedVolume(OTHER_VOLUME, SIZE_KIB, true));
    assertThat(read(copy)).isEqualTo("before");
    assertThat(read(source)).isEqualTo("after!");
    long blocks =
        Long.parseLong(succeeds("stat", "-c", "%b", rig.bytes(OTHER_VOLUME).toString()).output());
    assertThat(blocks).as("blocks of 512 bytes").isLessThan(100);
  }

  @Test
  void aSnapshotOfAVolumeNobodyWroteToIsEmpty() throws Exception {
    hosts.volumeCopyBegun(VOLUME, OTHER_VOLUME);
    hosts.volumeCopyEnded(OTHER_VOLUME);

    Path copy =
        rig.mapped(
            hosts.open(rig.settings(HOST_A)),
            HOST_A,
            new MappedVolume(OTHER_VOLUME, SIZE_KIB, false));

    assertThat(read(copy)).isEqualTo("\0".repeat(6));
  }

  @Test
  void anEndInTheMiddleLeavesAWholeSnapshotOrNone() throws Exception {
    write(rig.mapped(hosts.open(rig.settings(HOST_A)), HOST_A, volume()), "before");
    String unknown = OTHER_VOLUME.replace(OTHER_VOLUME.charAt(0), 'f');
    hosts.volumeCopyBegun(VOLUME, OTHER_VOLUME);
    hosts.volumeCopyBegun(VOLUME, unknown);
    Files.writeString(rig.bytes("00000000000000ff"), "of a volume that is gone");

    hosts = rig.restartAfterKill();
    hosts.recover(id -> id.equals(VOLUME) || id.equals(OTHER_VOLUME));

    try (var files = Files.list(rig.volumes())) {
      assertThat(files).containsExactlyInAnyOrder(rig.bytes(VOLUME), rig.bytes(OTHER_VOLUME));
    }
    assertThat(read(rig.bytes(OTHER_VOLUME))).isEqualTo("before");
  }

  private static void write(Path device, String text) throws Exception {
    Files.writeString(device, text, StandardOpenOption.WRITE, StandardOpenOption.SYNC);
  }

  private static String read(Path device) throws IOException {
    try (var in = Files.newInputStream(device)) {
      return new String(in.readNBytes(6), java.nio.charset.StandardCharsets.UTF_8);
    }
  }
}
