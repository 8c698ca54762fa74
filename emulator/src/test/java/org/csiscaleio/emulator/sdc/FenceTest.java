package org.csiscaleio.emulator.sdc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.csiscaleio.emulator.sdc.HostRig.HOST_A;
import static org.csiscaleio.emulator.sdc.HostRig.HOST_B;
import static org.csiscaleio.emulator.sdc.HostRig.SIZE_KIB;
import static org.csiscaleio.emulator.sdc.HostRig.VOLUME;
import static org.csiscaleio.emulator.sdc.HostRig.eventually;
import static org.csiscaleio.emulator.sdc.HostRig.hash;
import static org.csiscaleio.emulator.sdc.HostRig.run;
import static org.csiscaleio.emulator.sdc.HostRig.sizeKib;
import static org.csiscaleio.emulator.sdc.HostRig.succeeds;
import static org.csiscaleio.emulator.sdc.HostRig.volume;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A volume unmapped under its user: the user gets EIO, and writes nothing any more. */
@Timeout(120)
final class FenceTest {
  private HostRig rig;
  private SdcHosts hosts;
  private SdcHost host;

  @BeforeEach
  void start(@TempDir Path folder) throws IOException {
    rig = new HostRig(folder);
    hosts = rig.start();
    host = hosts.open(rig.settings(HOST_A));
  }

  @AfterEach
  void cleanUp() throws Exception {
    rig.cleanUp();
  }

  @ParameterizedTest
  @ValueSource(strings = {"ext4", "xfs", "btrfs"})
  void nothingReachesTheVolumeFromAFileSystemStillMounted(String type) throws Exception {
    Path device = rig.mapped(host, HOST_A, volume());
    succeeds("mkfs." + type, "-q", device.toString());
    Path mount = rig.mount(type, device);
    succeeds("dd", "if=/dev/urandom", "of=" + mount + "/a", "bs=1M", "count=8", "conv=fsync");
    succeeds("dd", "if=/dev/urandom", "of=" + mount + "/dirty", "bs=1M", "count=8");

    host.unmapped(VOLUME);

    String before = hash(rig.bytes(VOLUME));
    var write =
        run("dd", "if=/dev/urandom", "of=" + mount + "/b", "bs=1M", "count=8", "conv=fsync");
    var sync = run("sync", "-f", mount.toString());
    assertThat(List.of(write.status(), sync.status())).as("%s %s", write, sync).doesNotContain(0);
    rig.unmount(mount);
    assertThat(hash(rig.bytes(VOLUME))).isEqualTo(before);
    eventually("the device is gone", () -> rig.devicesOver(VOLUME).isEmpty());
  }

  @ParameterizedTest
  @ValueSource(strings = {"ext4", "xfs", "btrfs"})
  void theNextHostFindsAFileSystemItCanUse(String type) throws Exception {
    Path a = rig.mapped(host, HOST_A, volume());
    succeeds("mkfs." + type, "-q", a.toString());
    Path onA = rig.mount(type, a);
    Files.writeString(onA.resolve("kept"), "kept");
    succeeds("sync", "-f", onA.toString());

    host.unmapped(VOLUME);
    Path b = rig.mapped(hosts.open(rig.settings(HOST_B)), HOST_B, volume());
    rig.unmount(onA);
    Path onB = rig.mount(type, b);

    assertThat(onB.resolve("kept")).hasContent("kept");
    rig.unmount(onB);
  }

  @Test
  void whoHasItOpenGetsErrorsAndTheDeviceStaysUntilItIsClosed() throws Exception {
    Path device = rig.mapped(host, HOST_A, volume());
    try (var open = FileChannel.open(device, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      open.write(ByteBuffer.wrap(new byte[4096]), 0);

      host.unmapped(VOLUME);

      assertThat(rig.devicesOver(VOLUME)).containsExactly(device.toString());
      assertThat(run("dd", "if=" + device, "of=/dev/null", "bs=4096", "count=1", "iflag=direct"))
          .satisfies(e -> assertThat(e.errors()).doesNotContain("1+0 records in"));
      assertThatThrownBy(
              () -> {
                open.write(ByteBuffer.wrap(new byte[4096]), 0);
                open.force(true);
              })
          .isInstanceOf(IOException.class);
    }
    eventually("the device is gone", () -> rig.devicesOver(VOLUME).isEmpty());
  }

  @Test
  void growingTheVolumeElsewhereOpensNoWayBack() throws Exception {
    Path device = rig.mapped(host, HOST_A, volume());
    try (var _ = FileChannel.open(device, StandardOpenOption.READ)) {
      host.unmapped(VOLUME);
      SdcHost other = hosts.open(rig.settings(HOST_B));
      var _ = rig.mapped(other, HOST_B, new MappedVolume(VOLUME, 2 * SIZE_KIB, false));
      assertThat(Files.size(rig.bytes(VOLUME))).isEqualTo(2 * SIZE_KIB * 1024);

      assertThat(sizeKib(device)).isZero();
    }
  }

  @Test
  void mappedAgainWhileTheOldDeviceIsHeldItGetsANewOne() throws Exception {
    Path old = rig.mapped(host, HOST_A, volume());
    succeeds("mkfs.ext4", "-q", old.toString());
    Path oldMount = rig.mount("ext4", old);
    host.unmapped(VOLUME);

    Path fresh = rig.mapped(host, HOST_A, volume());

    assertThat(fresh).isNotEqualTo(old);
    assertThat(sizeKib(fresh)).isEqualTo(SIZE_KIB);
    rig.unmount(oldMount);
    eventually("one device", () -> rig.devicesOver(VOLUME).equals(List.of(fresh.toString())));
    Path freshMount = rig.mount("ext4", fresh);
    Files.writeString(freshMount.resolve("works"), "works");
    rig.unmount(freshMount);
  }

  @Test
  void aFencedDeviceIsNotTakenOverAtTheNextStart() throws Exception {
    Path old = rig.mapped(host, HOST_A, volume());
    try (var _ = FileChannel.open(old, StandardOpenOption.READ)) {
      host.unmapped(VOLUME);

      SdcHosts next = rig.restartAfterKill();
      Path fresh = rig.mapped(next.open(rig.settings(HOST_A)), HOST_A, volume());
      next.restored();

      assertThat(fresh).isNotEqualTo(old);
      assertThat(sizeKib(fresh)).isEqualTo(SIZE_KIB);
    }
  }
}
