package org.csiscaleio.node.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.csiscaleio.node.host.Bench.MIB;
import static org.csiscaleio.node.host.Bench.block;
import static org.csiscaleio.node.host.Bench.mount;
import static org.csiscaleio.node.host.Bench.run;
import static org.csiscaleio.node.host.Bench.soon;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.csiscaleio.node.service.Capability;
import org.csiscaleio.node.service.FileSystemType;
import org.csiscaleio.node.service.NodeService;
import org.csiscaleio.node.service.StorageTrouble;
import org.csiscaleio.operation.Deadline;
import org.csiscaleio.operation.Failure;
import org.csiscaleio.operation.VolumeTrouble;
import org.csiscaleio.operation.VolumeTrouble.Severity;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a node says of volumes that are not well. */
class HealthTest {
  private static final int EIO = 5;

  private Bench bench;
  private NodeService node;
  private final CountDownLatch release = new CountDownLatch(1);

  @BeforeEach
  void begin() throws IOException {
    bench = new Bench();
    node = bench.service();
  }

  @AfterEach
  void end() throws IOException {
    release.countDown();
    bench.close();
  }

  private static long size(FileSystemType type) {
    return type == FileSystemType.EXT4 || type == FileSystemType.EXT3 ? 64 * MIB : 320 * MIB;
  }

  private Bench.Volume staged(FileSystemType type) throws IOException {
    var volume = bench.volume(size(type));
    node.stage(bench.stage(volume, mount(type)), soon());
    return volume;
  }

  private List<VolumeTrouble> health(Bench.Volume volume) {
    return node.health(volume.id().toString(), Set.of(bench.staging(volume)), soon());
  }

  private void assertTrouble(Bench.Volume volume, Severity severity, String reason) {
    assertThat(health(volume))
        .anySatisfy(trouble -> {
          assertThat(trouble.severity()).isEqualTo(severity);
          assertThat(trouble.reason()).isEqualTo(reason);
          assertThat(trouble.message()).contains(volume.id().toString());
        });
  }

  @ParameterizedTest
  @EnumSource(FileSystemType.class)
  void aVolumeInUseIsWell(FileSystemType type) throws IOException {
    var volume = staged(type);
    node.publish(bench.publish(volume, mount(type), false), soon());

    assertThat(health(volume)).isEmpty();
    assertThat(node.health(volume.id().toString(), Set.of(), soon())).isEmpty();
    var stats = node.stats(volume.id().toString(), bench.target(volume), soon());
    assertThat(stats.troubles()).isEmpty();
    assertThat(stats.usage()).isPresent();
  }

  @Test
  void aVolumeOfWhichNothingIsHereIsNotFound() throws IOException {
    var volume = bench.volume(64 * MIB);
    Files.delete(volume.link());

    assertThatThrownBy(() -> node.health(volume.id().toString(), Set.of(), soon()))
        .isInstanceOfSatisfying(
            Failure.class, f -> assertThat(f.code()).isEqualTo(Failure.Code.NOT_FOUND));
    assertThatThrownBy(() -> node.stats(volume.id().toString(), bench.staging(volume), soon()))
        .isInstanceOfSatisfying(
            Failure.class, f -> assertThat(f.code()).isEqualTo(Failure.Code.NOT_FOUND));
  }

  @Test
  void aVolumeThatLostItsDeviceIsInaccessible() throws IOException {
    var volume = staged(FileSystemType.EXT4);
    Files.delete(volume.link());

    assertTrouble(volume, Severity.INACCESSIBLE, "NoDevice");
    var stats = node.stats(volume.id().toString(), bench.staging(volume), soon());
    assertThat(stats.usage()).isEmpty();
    assertThat(stats.troubles()).extracting(VolumeTrouble::reason).contains("NoDevice");
  }

  @Test
  void aMountThatIsGoneIsTold() throws IOException {
    var volume = staged(FileSystemType.EXT4);
    new LinuxKernel().unmount(bench.staging(volume), false);

    assertTrouble(volume, Severity.INACCESSIBLE, "NotMounted");
  }

  @Test
  void anotherVolumesMountIsTold() throws IOException {
    var volume = bench.volume(64 * MIB);
    var other = staged(FileSystemType.EXT4);

    assertThat(node.health(volume.id().toString(), Set.of(bench.staging(other)), soon()))
        .extracting(VolumeTrouble::reason)
        .containsExactly("SomethingElseMounted");
  }

  @Test
  void aDeviceThatCannotBeReadIsInaccessible() throws IOException {
    var volume = staged(FileSystemType.EXT4);
    node =
        bench.service(
            Tampered.kernel(
                new LinuxKernel(),
                (method, arguments) -> {
                  if (method.equals("read")) {
                    throw new ErrnoException("read", EIO);
                  }
                }),
            new ChildProcesses());

    assertTrouble(volume, Severity.INACCESSIBLE, "DeviceUnreadable");
  }

  @Test
  void aDeviceThatHangsIsFoundOutInTime() throws IOException {
    var volume = staged(FileSystemType.EXT4);
    var hangs = new AtomicBoolean(true);
    node =
        bench.service(
            Tampered.kernel(
                new LinuxKernel(),
                (method, arguments) -> {
                  if (hangs.get() && method.equals("read")) {
                    release.await();
                  }
                }),
            new ChildProcesses());

    // From the third on nothing is asked any more: the first two have not come back.
    for (int i = 0; i < 4; i++) {
      var deadline = Deadline.after(Duration.ofSeconds(10));
      var stats = node.stats(volume.id().toString(), bench.staging(volume), deadline);
      assertThat(deadline.expired()).isFalse();
      assertThat(stats.usage()).isEmpty();
      assertThat(stats.troubles())
          .singleElement()
          .satisfies(trouble -> {
            assertThat(trouble.severity()).isEqualTo(Severity.INACCESSIBLE);
            assertThat(trouble.reason()).isEqualTo("DeviceHangs");
          });
    }
    assertThat(node.storageHealth(soon()))
        .extracting(StorageTrouble::reason)
        .containsExactly("CallsHang");
    hangs.set(false);
    release.countDown();
    Deadline end = soon();
    while (!health(volume).isEmpty()) {
      assertThat(end.expired()).isFalse();
    }
  }

  @Test
  void anExt4ThatTurnedReadOnlyAfterErrorsIsDegraded() throws IOException {
    var volume = staged(FileSystemType.EXT4);
    run("mount", "-o", "remount,errors=remount-ro", bench.staging(volume).toString());
    Path trigger =
        Path.of("/sys/fs/ext4", volume.loop().getFileName().toString(), "trigger_fs_error");
    Files.writeString(trigger, "the test's own");

    assertTrouble(volume, Severity.DEGRADED, "ReadOnlyAfterErrors");
    assertThat(node.stats(volume.id().toString(), bench.staging(volume), soon()).usage())
        .isPresent();

    // What the message says to do helps.
    node.unstage(bench.unstage(volume), soon());
    node.stage(bench.stage(volume, mount(FileSystemType.EXT4)), soon());
    assertThat(health(volume)).isEmpty();
  }

  @Test
  void anXfsThatShutItselfDownIsInaccessible() throws IOException {
    var volume = staged(FileSystemType.XFS);
    run("xfs_io", "-x", "-c", "shutdown -f", bench.staging(volume).toString());

    assertTrouble(volume, Severity.INACCESSIBLE, "FileSystemShutDown");

    node.unstage(bench.unstage(volume), soon());
    node.stage(bench.stage(volume, mount(FileSystemType.XFS)), soon());
    assertThat(health(volume)).isEmpty();
  }

  /** It keeps that in its journal first, and its superblock on the device tells the old size. */
  @Test
  void anXfsThatWasGrownJustNowIsWell() throws IOException {
    var volume = bench.grown(staged(FileSystemType.XFS), 640 * MIB);
    node.stage(bench.stage(volume, mount(FileSystemType.XFS)), soon());

    assertThat(health(volume)).isEmpty();
  }

  @Test
  void aFileSystemThatLeavesPartOfItsDeviceUnusedIsDegraded() throws IOException {
    var volume = bench.grown(staged(FileSystemType.XFS), 640 * MIB);

    assertTrouble(volume, Severity.DEGRADED, "FileSystemNotGrown");
  }

  @Test
  void aDeviceSmallerThanItsFileSystemHasLostData() throws IOException {
    var volume = staged(FileSystemType.EXT4);
    try (var image = new RandomAccessFile(volume.file().toFile(), "rw")) {
      image.setLength(32 * MIB);
    }
    run("losetup", "--set-capacity", volume.loop().toString());

    assertTrouble(volume, Severity.DATA_LOSS, "DeviceTooSmall");
  }

  @Test
  void aRawDeviceIsLookedAtToo() throws IOException {
    var volume = bench.volume(64 * MIB);
    Capability raw = block();
    node.stage(bench.stage(volume, raw), soon());
    node.publish(bench.publish(volume, raw, false), soon());

    assertThat(node.health(volume.id().toString(), Set.of(bench.target(volume)), soon())).isEmpty();
    Files.delete(volume.link());
    assertThat(node.health(volume.id().toString(), Set.of(bench.target(volume)), soon()))
        .extracting(VolumeTrouble::reason)
        .containsExactly("NoDevice");
  }

  @Test
  void aMissingSdcIsTheWholeNodesTrouble() {
    assertThat(node.storageHealth(soon())).isEmpty();
    var settings =
        new HostSettings(
            bench.byId,
            Duration.ofMillis(300),
            bench.root.resolve("no-scini"),
            bench.root.resolve("no-drv-cfg"),
            Optional.empty(),
            HostSettings.CheckPolicy.AUTO);

    assertThat(LinuxHost.open(settings).storageTroubles(soon()))
        .singleElement()
        .satisfies(trouble -> {
          assertThat(trouble.unreachable()).isTrue();
          assertThat(trouble.message()).contains("no-scini");
        });
  }
}
