package org.csiscaleio.emulator.sdc;

import static org.assertj.core.api.Assertions.assertThat;
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
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of devices when the emulator stops, dies and starts again. */
@Timeout(60)
final class RestartTest {
  private Path folder;
  private HostRig rig;

  @BeforeEach
  void start(@TempDir Path folder) throws IOException {
    this.folder = folder;
    rig = new HostRig(folder);
  }

  @AfterEach
  void cleanUp() throws Exception {
    rig.cleanUp();
  }

  @Test
  void stoppingDetachesEverything() throws Exception {
    SdcHost host = rig.start().open(rig.settings(HOST_A));
    host.behave(0, LinkFault.WRONG_DEVICE);
    var _ = rig.mapped(host, HOST_A, volume());

    rig.stop();

    assertThat(rig.devicesOver(VOLUME)).isEmpty();
    assertThat(rig.devicesOver(DeviceTag.DECOY + "-" + HOST_A)).isEmpty();
    assertThat(Files.exists(rig.link(HOST_A, VOLUME), LinkOption.NOFOLLOW_LINKS)).isFalse();
  }

  @Test
  void stoppingLetsAMountedFileSystemFinish() throws Exception {
    Path device = rig.mapped(rig.start().open(rig.settings(HOST_A)), HOST_A, volume());
    succeeds("mkfs.ext4", "-q", device.toString());
    Path mount = rig.mount("ext4", device);
    Files.writeString(mount.resolve("kept"), "kept");

    rig.stop();
    succeeds("sync", "-f", mount.toString());
    rig.unmount(mount);

    eventually("the device is gone", () -> rig.devicesOver(VOLUME).isEmpty());
    Path again = rig.mapped(rig.start().open(rig.settings(HOST_A)), HOST_A, volume());
    Path mountedAgain = rig.mount("ext4", again);
    assertThat(mountedAgain.resolve("kept")).hasContent("kept");
    rig.unmount(mountedAgain);
  }

  @Test
  void stoppingKeepsTheDevicesWhenAskedTo() throws Exception {
    Path device = rig.mapped(rig.start(true).open(rig.settings(HOST_A)), HOST_A, volume());

    rig.stop();

    assertThat(rig.devicesOver(VOLUME)).containsExactly(device.toString());
    assertThat(rig.link(HOST_A, VOLUME)).exists();
  }

  @Test
  void afterAKillTheSameDeviceServesOnUnderItsUser() throws Exception {
    Path device = rig.mapped(rig.start().open(rig.settings(HOST_A)), HOST_A, volume());
    succeeds("mkfs.ext4", "-q", device.toString());
    Path mount = rig.mount("ext4", device);

    SdcHosts next = rig.restartAfterKill();
    Path after = rig.mapped(next.open(rig.settings(HOST_A)), HOST_A, volume());
    next.restored();
    Files.writeString(mount.resolve("works"), "works");
    succeeds("sync", "-f", mount.toString());

    assertThat(after).isEqualTo(device);
    assertThat(rig.devicesOver(VOLUME)).containsExactly(device.toString());
    rig.unmount(mount);
    assertThat(sizeKib(device)).as("still there after its user has gone").isEqualTo(SIZE_KIB);
  }

  @Test
  void aDeviceThatWaitedForItsUserAfterAStopIsKeptWhenTakenOver() throws Exception {
    Path device = rig.mapped(rig.start().open(rig.settings(HOST_A)), HOST_A, volume());
    succeeds("mkfs.ext4", "-q", device.toString());
    Path mount = rig.mount("ext4", device);
    rig.stop();

    SdcHosts next = rig.start();
    Path after = rig.mapped(next.open(rig.settings(HOST_A)), HOST_A, volume());
    rig.unmount(mount);

    assertThat(after).isEqualTo(device);
    assertThat(sizeKib(device)).isEqualTo(SIZE_KIB);
  }

  @Test
  void whatGrewWhileTheEmulatorWasDownIsSeenAtItsSize() throws Exception {
    Path device = rig.mapped(rig.start().open(rig.settings(HOST_A)), HOST_A, volume());
    try (var file = new RandomAccessFile(rig.bytes(VOLUME).toFile(), "rw")) {
      file.setLength(2 * SIZE_KIB * 1024); // killed after growing the file, before the device
    }

    SdcHost host = rig.restartAfterKill().open(rig.settings(HOST_A));
    host.mapped(new MappedVolume(VOLUME, 2 * SIZE_KIB, false));

    eventually("the new size", () -> sizeKib(device) == 2 * SIZE_KIB);
  }

  @Test
  void eachHostGetsItsOwnDeviceBack() throws Exception {
    SdcHosts first = rig.start();
    Path a = rig.mapped(first.open(rig.settings(HOST_A)), HOST_A, volume());
    Path b = rig.mapped(first.open(rig.settings(HOST_B)), HOST_B, volume());

    SdcHosts next = rig.restartAfterKill();

    assertThat(rig.mapped(next.open(rig.settings(HOST_B)), HOST_B, volume())).isEqualTo(b);
    assertThat(rig.mapped(next.open(rig.settings(HOST_A)), HOST_A, volume())).isEqualTo(a);
  }

  @Test
  void leftOverDevicesWithoutAMappingGo() throws Exception {
    SdcHosts first = rig.start();
    var _ = rig.mapped(first.open(rig.settings(HOST_A)), HOST_A, volume());
    var _ = rig.mapped(first.open(rig.settings(HOST_B)), HOST_B, volume());

    SdcHosts next = rig.restartAfterKill(); // without host B
    var _ = next.open(rig.settings(HOST_A));
    next.restored();

    eventually("both are gone", () -> rig.devicesOver(VOLUME).isEmpty());
    eventually(
        "the link too", () -> !Files.exists(rig.link(HOST_A, VOLUME), LinkOption.NOFOLLOW_LINKS));
  }

  @Test
  void aHostThatHeardNothingKeepsItsDevicesOverARestart() throws Exception {
    Path device = rig.mapped(rig.start().open(rig.settings(HOST_A)), HOST_A, volume());

    SdcHosts next = rig.restartAfterKill();
    SdcHost host = next.open(rig.settings(HOST_A));
    host.connected(false);
    host.mapped(new MappedVolume(OTHER_VOLUME, SIZE_KIB, false));
    next.restored();

    assertThat(rig.device(HOST_A, VOLUME)).isEqualTo(device);
    host.connected(true);
    assertThat(sizeKib(rig.device(HOST_A, OTHER_VOLUME))).isEqualTo(SIZE_KIB);
    eventually("the unmapped one goes", () -> rig.devicesOver(VOLUME).isEmpty());
  }

  @Test
  void aLinkLeftByAnEarlierBootGoesBeforeItCanMislead() throws Exception {
    Files.createDirectories(rig.byId(HOST_A));
    Files.createSymbolicLink(rig.link(HOST_A, VOLUME), Path.of("/dev/loop0"));

    var _ = rig.start().open(rig.settings(HOST_A));

    assertThat(Files.exists(rig.link(HOST_A, VOLUME), LinkOption.NOFOLLOW_LINKS)).isFalse();
  }

  @Test
  void aDeviceOverAnEarlierFileOfTheSameNameIsNotTakenOver() throws Exception {
    var _ = rig.mapped(rig.start().open(rig.settings(HOST_A)), HOST_A, volume());
    Files.delete(rig.bytes(VOLUME)); // someone cleared the state folder under us

    SdcHosts next = rig.restartAfterKill();
    Path device = rig.mapped(next.open(rig.settings(HOST_A)), HOST_A, volume());

    assertThat(succeeds("losetup", "-n", "-O", "BACK-FILE", device.toString()).output())
        .isEqualTo(rig.bytes(VOLUME).toString());
  }

  @Test
  void devicesOfOthersAreLeftAlone() throws Exception {
    Path foreign = folder.toRealPath().resolve(VOLUME + ".img"); // beside our folder, not in it
    try (var file = new RandomAccessFile(foreign.toFile(), "rw")) {
      file.setLength(1 << 20);
    }
    Path device = Path.of(succeeds("losetup", "-f", "--show", foreign.toString()).output());

    SdcHosts hosts = rig.start();
    SdcHost host = hosts.open(rig.settings(HOST_A));
    hosts.restored();
    host.mapped(volume());
    host.unmapped(VOLUME);
    hosts.volumeRemoved(VOLUME);
    rig.stop();

    assertThat(sizeKib(device)).isEqualTo(1024);
    assertThat(foreign).exists();
  }

  @Test
  void aDeviceReusedBySomebodyElseIsNotTakenFromThem() throws Exception {
    SdcHost host = rig.start().open(rig.settings(HOST_A));
    Path device = rig.mapped(host, HOST_A, volume());
    Path foreign = folder.toRealPath().resolve("foreign.img");
    try (var file = new RandomAccessFile(foreign.toFile(), "rw")) {
      file.setLength(1 << 20);
    }
    succeeds("losetup", "-d", device.toString());
    eventually(
        "the number is somebody else's",
        () -> run("losetup", device.toString(), foreign.toString()).status() == 0);

    host.unmapped(VOLUME);

    assertThat(sizeKib(device)).isEqualTo(1024);
  }
}
