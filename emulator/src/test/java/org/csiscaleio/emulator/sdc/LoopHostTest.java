package org.csiscaleio.emulator.sdc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.csiscaleio.emulator.sdc.HostRig.HOST_A;
import static org.csiscaleio.emulator.sdc.HostRig.HOST_B;
import static org.csiscaleio.emulator.sdc.HostRig.OTHER_VOLUME;
import static org.csiscaleio.emulator.sdc.HostRig.SIZE_KIB;
import static org.csiscaleio.emulator.sdc.HostRig.VOLUME;
import static org.csiscaleio.emulator.sdc.HostRig.eventually;
import static org.csiscaleio.emulator.sdc.HostRig.run;
import static org.csiscaleio.emulator.sdc.HostRig.sizeKib;
import static org.csiscaleio.emulator.sdc.HostRig.succeeds;
import static org.csiscaleio.emulator.sdc.HostRig.volume;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a host sees of mapped volumes. */
@Timeout(60)
final class LoopHostTest {
  private static final long AN_HOUR = TimeUnit.HOURS.toMillis(1);

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
  void aMappedVolumeIsADeviceOfItsSizeBehindItsLink() throws Exception {
    SdcHost host = hosts.open(rig.settings(HOST_A));

    Path device = rig.mapped(host, HOST_A, volume());

    assertThat(sizeKib(device)).isEqualTo(SIZE_KIB);
    assertThat(succeeds("blockdev", "--getss", device.toString()).output()).isEqualTo("512");
    assertThat(Files.size(rig.bytes(VOLUME))).isEqualTo(SIZE_KIB * 1024);
    assertThat(succeeds("stat", "-c", "%b", rig.bytes(VOLUME).toString()).output())
        .as("blocks taken by a volume nobody has written to")
        .isEqualTo("0");
  }

  @Test
  void twoHostsHaveTheirOwnDevicesOverTheSameBytes() throws Exception {
    Path a = rig.mapped(hosts.open(rig.settings(HOST_A)), HOST_A, volume());
    Path b = rig.mapped(hosts.open(rig.settings(HOST_B)), HOST_B, volume());

    write(a, "written on A");

    assertThat(b).isNotEqualTo(a);
    assertThat(read(b, 12)).isEqualTo("written on A");
  }

  @Test
  void theLinkComesAfterItsDelayAndNotBefore() throws Exception {
    SdcHost host = hosts.open(rig.settings(HOST_A, 400));

    long before = System.nanoTime();
    var _ = rig.mapped(host, HOST_A, volume());

    assertThat(System.nanoTime() - before).isGreaterThan(TimeUnit.MILLISECONDS.toNanos(400));
  }

  @Test
  void aRescanShowsAtOnceWhatWaitsForItsDelay() throws Exception {
    SdcHost host = hosts.open(rig.settings(HOST_A, AN_HOUR));
    host.mapped(volume());

    succeeds(rig.drvCfg(HOST_A).toString(), "--rescan");

    assertThat(sizeKib(rig.device(HOST_A, VOLUME))).isEqualTo(SIZE_KIB);
  }

  @Test
  void aVolumeUnmappedWithinItsDelayNeverAppears() throws Exception {
    SdcHost host = hosts.open(rig.settings(HOST_A, 200));
    host.mapped(volume());
    host.unmapped(VOLUME);
    host.behave(400, LinkFault.NONE);

    var _ = rig.mapped(host, HOST_A, new MappedVolume(OTHER_VOLUME, SIZE_KIB, false));

    assertThat(link()).doesNotExist();
    assertThat(rig.devicesOver(VOLUME)).isEmpty();
  }

  @Test
  void aMissingLinkNeverComesThoughTheDeviceIsThere() throws Exception {
    SdcHost host = hosts.open(rig.settings(HOST_A));
    host.behave(0, LinkFault.MISSING);

    host.mapped(volume());

    eventually("the device", () -> !rig.devicesOver(VOLUME).isEmpty());
    host.unmapped(VOLUME);
    assertThat(Files.exists(link(), LinkOption.NOFOLLOW_LINKS)).isFalse();
  }

  @Test
  void aDanglingLinkLeadsToNoDevice() throws Exception {
    SdcHost host = hosts.open(rig.settings(HOST_A));
    host.behave(0, LinkFault.DANGLING);

    Path device = rig.mapped(host, HOST_A, volume());

    assertThat(Files.exists(device)).isFalse();
  }

  @Test
  void aWrongLinkLeadsToADeviceOfAnotherSize() throws Exception {
    SdcHost host = hosts.open(rig.settings(HOST_A));
    host.behave(0, LinkFault.WRONG_DEVICE);

    Path device = rig.mapped(host, HOST_A, volume());

    assertThat(sizeKib(device)).isPositive().isNotEqualTo(SIZE_KIB);
    assertThat(rig.devicesOver(VOLUME)).doesNotContain(device.toString());
  }

  @Test
  void aFaultHoldsForWhatIsMappedLaterOnly() throws Exception {
    SdcHost host = hosts.open(rig.settings(HOST_A));
    host.behave(0, LinkFault.DANGLING);
    var _ = rig.mapped(host, HOST_A, volume());

    host.behave(0, LinkFault.NONE);
    host.unmapped(VOLUME);

    assertThat(sizeKib(rig.mapped(host, HOST_A, volume()))).isEqualTo(SIZE_KIB);
  }

  @Test
  void aReadOnlyMappingIsAReadOnlyDevice() throws Exception {
    SdcHost host = hosts.open(rig.settings(HOST_A));

    Path device = rig.mapped(host, HOST_A, new MappedVolume(VOLUME, SIZE_KIB, true));

    assertThat(succeeds("blockdev", "--getro", device.toString()).output()).isEqualTo("1");
    assertThatThrownBy(() -> write(device, "no")).isInstanceOf(IOException.class);
  }

  @Test
  void aChangedAccessModeChangesTheDevice() throws Exception {
    SdcHost host = hosts.open(rig.settings(HOST_A));
    write(rig.mapped(host, HOST_A, volume()), "before");

    host.mapped(new MappedVolume(VOLUME, SIZE_KIB, true));

    eventually(
        "a read-only device",
        () ->
            Files.exists(link())
                && run("blockdev", "--getro", link().toString()).output().equals("1"));
    assertThat(read(link(), 6)).isEqualTo("before");
    assertThat(rig.devicesOver(VOLUME)).hasSize(1);
  }

  @Test
  void aGrownVolumeGrowsUnderItsUser() throws Exception {
    SdcHost host = hosts.open(rig.settings(HOST_A));
    Path device = rig.mapped(host, HOST_A, volume());
    write(device, "kept");

    try (var _ = FileChannel.open(device, StandardOpenOption.READ)) {
      host.resized(VOLUME, 2 * SIZE_KIB);
      eventually("the new size", () -> sizeKib(device) == 2 * SIZE_KIB);
    }

    assertThat(read(device, 4)).isEqualTo("kept");
  }

  @Test
  void anUnmappedVolumeIsGone() throws Exception {
    SdcHost host = hosts.open(rig.settings(HOST_A));
    var _ = rig.mapped(host, HOST_A, volume());

    host.unmapped(VOLUME);

    assertThat(Files.exists(link(), LinkOption.NOFOLLOW_LINKS)).isFalse();
    assertThat(rig.devicesOver(VOLUME)).isEmpty();
    assertThat(rig.bytes(VOLUME)).exists();
  }

  @Test
  void unmappingOnOneHostLeavesTheOther() throws Exception {
    SdcHost a = hosts.open(rig.settings(HOST_A));
    var _ = rig.mapped(a, HOST_A, volume());
    Path b = rig.mapped(hosts.open(rig.settings(HOST_B)), HOST_B, volume());

    a.unmapped(VOLUME);
    write(b, "still B's");

    assertThat(read(b, 9)).isEqualTo("still B's");
  }

  @Test
  void aHostThatHearsNothingKeepsWhatItHadUntilItHearsAgain() throws Exception {
    SdcHost host = hosts.open(rig.settings(HOST_A));
    Path device = rig.mapped(host, HOST_A, volume());

    host.connected(false);
    host.unmapped(VOLUME);
    host.mapped(new MappedVolume(OTHER_VOLUME, SIZE_KIB, false));
    succeeds(rig.drvCfg(HOST_A).toString(), "--rescan");
    write(device, "still works");

    assertThat(link()).exists();
    assertThat(rig.link(HOST_A, OTHER_VOLUME)).doesNotExist();

    host.connected(true);

    eventually("the old one goes", () -> rig.devicesOver(VOLUME).isEmpty());
    assertThat(sizeKib(rig.device(HOST_A, OTHER_VOLUME))).isEqualTo(SIZE_KIB);
    assertThat(Files.exists(link(), LinkOption.NOFOLLOW_LINKS)).isFalse();
  }

  @Test
  void aRemovedVolumeTakesItsBytesAlong() throws Exception {
    SdcHost host = hosts.open(rig.settings(HOST_A));
    write(rig.mapped(host, HOST_A, volume()), "secret");
    host.unmapped(VOLUME);

    hosts.volumeRemoved(VOLUME);

    assertThat(rig.bytes(VOLUME)).doesNotExist();
  }

  @Test
  void aRemovedVolumeIsUnreachableEvenForAHostThatHearsNothing() throws Exception {
    SdcHost host = hosts.open(rig.settings(HOST_A));
    Path device = rig.mapped(host, HOST_A, volume());
    host.connected(false);
    host.unmapped(VOLUME);

    hosts.volumeRemoved(VOLUME);

    assertThatThrownBy(() -> read(device, 1)).isInstanceOf(IOException.class);
    host.connected(true);
    eventually("it goes", () -> rig.devicesOver(VOLUME).isEmpty());
  }

  @Test
  void aCopyIsOfItsMoment() throws Exception {
    SdcHost host = hosts.open(rig.settings(HOST_A));
    Path device = rig.mapped(host, HOST_A, volume());
    write(device, "then");

    hosts.volumeCopied(VOLUME, OTHER_VOLUME);
    write(device, "now!");

    Path copy = rig.mapped(host, HOST_A, new MappedVolume(OTHER_VOLUME, SIZE_KIB, false));
    assertThat(read(copy, 4)).isEqualTo("then");
    assertThat(sizeKib(copy)).isEqualTo(SIZE_KIB);
  }

  private Path link() {
    return rig.link(HOST_A, VOLUME);
  }

  private static void write(Path device, String text) throws IOException {
    try (var channel = FileChannel.open(device, StandardOpenOption.WRITE)) {
      channel.write(ByteBuffer.wrap(text.getBytes(java.nio.charset.StandardCharsets.US_ASCII)), 0);
      channel.force(true);
    }
  }

  private static String read(Path device, int bytes) throws IOException {
    try (var in = Files.newInputStream(device)) {
      byte[] read = in.readNBytes(bytes);
      if (read.length < bytes) {
        throw new IOException("only " + read.length + " of " + bytes + " bytes at " + device);
      }
      return new String(read, java.nio.charset.StandardCharsets.US_ASCII);
    }
  }
}
