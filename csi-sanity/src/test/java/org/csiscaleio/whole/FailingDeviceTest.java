package org.csiscaleio.whole;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.SYNC;
import static java.nio.file.StandardOpenOption.WRITE;
import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.csiscaleio.csi.v1.NodeGrpc.NodeBlockingStub;
import org.csiscaleio.csi.v1.NodeUnpublishVolumeRequest;
import org.csiscaleio.csi.v1.NodeUnstageVolumeRequest;
import org.csiscaleio.rig.Await;
import org.csiscaleio.rig.Cluster;
import org.csiscaleio.rig.CsiClient;
import org.csiscaleio.rig.MountTable;
import org.csiscaleio.rig.VolumeUse;
import org.csiscaleio.rig.VolumeWish;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A device that returns errors is never formatted; one that hangs holds up nobody but its own
 * volume, and that one's calls end in time. Behind the volume's link is a disk that really does so.
 */
@Timeout(180)
@Tag("side-by-side")
class FailingDeviceTest {
  private static final long MIB = 1L << 20;
  private static final long SIZE = 8192 * MIB;
  private static final Duration IMPATIENT = Duration.ofSeconds(5);
  private static final Duration RECOVERY = Duration.ofSeconds(60);
  private static Cluster cluster;

  private FaultDisk disk;
  private @Nullable VolumeUse volume;

  @BeforeAll
  static void startCluster() {
    cluster = Cluster.named("FailingDeviceTest").start();
    cluster.emulator().control().setLinkFault(cluster.a().host(), "missing");
  }

  @AfterAll
  static void stopCluster() {
    cluster.close();
  }

  @BeforeEach
  void makeDisk(@TempDir Path folder) {
    disk = FaultDisk.create(folder.resolve("disk"), SIZE);
  }

  /** Every call may be repeated, so a test that came to its end loses nothing by it. */
  @AfterEach
  void giveEverythingBack() {
    disk.ok();
    if (volume != null) {
      volume.tearDown(client());
    }
    disk.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"ext4", "xfs", "btrfs"})
  void aDeviceWithReadErrorsIsNotFormatted(String fsType) throws Exception {
    VolumeUse use = mappedOnDisk("unreadable-" + fsType, fsType);
    disk.failReads();

    assertReadErrorIsNamed(stageFails(use), use);

    assertThat(spaceTaken()).as("blocks written to a disk that could not be read").isZero();
    disk.ok();
    use.stage(client());
    assertThat(MountTable.now().only(use.staging())).isPresent();
    giveBack(use);
  }

  @Test
  void aDeviceUnreadableOnlyAtItsEndIsNotFormatted() throws Exception {
    VolumeUse use = mappedOnDisk("unreadable-end", "ext4");
    disk.failReads(SIZE - MIB, MIB);

    assertReadErrorIsNamed(stageFails(use), use);

    assertThat(spaceTaken()).isZero();
    disk.ok();
    giveBack(use);
  }

  @ParameterizedTest
  @ValueSource(strings = {"ext4", "xfs", "btrfs"})
  void aFileSystemThatCannotBeReadNowIsThereAgainLater(String fsType) throws Exception {
    VolumeUse use = mappedOnDisk("filled-" + fsType, fsType);
    use.stage(client());
    use.nodePublish(client());
    writeSynced(use);
    use.nodeUnpublish(client());
    use.unstage(client());
    disk.failReads();

    stageFails(use);

    disk.ok();
    use.stage(client());
    use.nodePublish(client());
    assertThat(use.target().resolve("data")).hasContent("synced");
    use.nodeUnpublish(client());
    giveBack(use);
  }

  @Test
  void aDeviceThatTakesNoWritesIsAnErrorAndNothingIsMounted() throws Exception {
    VolumeUse use = mappedOnDisk("unwritable", "ext4");
    disk.failWrites();

    StatusRuntimeException failure = stageFails(use);

    assertThat(failure.getStatus().getDescription()).contains(use.id());
    disk.ok();
    giveBack(use);
  }

  @Test
  void aDeviceThatHangsEndsInTimeAndHoldsUpNoOther() throws Exception {
    VolumeUse use = mappedOnDisk("hangs", "ext4");
    disk.hang();

    assertEndsInTime(Optional.of(stageFails(use)), use);
    anotherVolumeIsUsable("beside-hanging");

    assertThat(spaceTaken()).isZero();
    disk.ok();
    eventually("stage", () -> use.stage(client()));
    assertThat(MountTable.now().only(use.staging())).isPresent();
    giveBack(use);
  }

  @Tag("contained-too")
  @ParameterizedTest
  @ValueSource(strings = {"ext4", "xfs", "btrfs"})
  void aMountedDeviceThatHangsIsGivenBackAfterwards(String fsType) throws Exception {
    VolumeUse use = mappedOnDisk("hangs-mounted-" + fsType, fsType);
    use.stage(client());
    use.nodePublish(client());
    writeSynced(use);
    Files.writeString(use.target().resolve("unsynced"), "unsynced");
    disk.hang();

    long begin = System.nanoTime();
    Optional<StatusRuntimeException> failure =
        failureOf(() -> {
          impatient().nodeUnpublishVolume(unpublishRequest(use));
          impatient().nodeUnstageVolume(unstageRequest(use));
        });
    assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(IMPATIENT.multipliedBy(3));
    assertEndsInTime(failure, use);
    anotherVolumeIsUsable("beside-hanging-" + fsType);

    disk.ok();
    eventually("unpublish", () -> use.nodeUnpublish(client()));
    eventually("unstage", () -> use.unstage(client()));
    assertThat(MountTable.now().under(use.target())).isEmpty();
    giveBack(use);
  }

  /** Mapped, and shown by the host as our disk. */
  private VolumeUse mappedOnDisk(String name, String fsType) throws IOException {
    VolumeUse use = cluster.useOnA(VolumeWish.of(name, 8, fsType));
    volume = use;
    use.create(client());
    use.publish(client());
    Files.createSymbolicLink(use.link(), disk.device());
    return use;
  }

  private static void giveBack(VolumeUse use) {
    use.unstage(client());
    assertThat(MountTable.now().under(use.staging())).isEmpty();
    use.unpublish(client());
    use.delete(client());
    assertThat(cluster.emulator().administrator().volumes()).isEmpty();
    Await.until("links and devices to go", RECOVERY, () -> cluster.mountedOrAttached().isEmpty());
  }

  private static StatusRuntimeException stageFails(VolumeUse use) {
    Optional<StatusRuntimeException> failure =
        failureOf(() -> impatient().nodeStageVolume(use.stageRequest()));
    assertThat(failure).as("stage of " + use.id()).isPresent();
    assertThat(MountTable.now().under(use.staging())).isEmpty();
    return failure.get();
  }

  /** The plugin itself must have answered: our own deadline's message does not name the volume. */
  private static void assertEndsInTime(Optional<StatusRuntimeException> failure, VolumeUse use) {
    failure.ifPresent(f -> {
      assertThat(f.getStatus().getCode())
          .isIn(Status.Code.UNAVAILABLE, Status.Code.DEADLINE_EXCEEDED);
      assertThat(f.getStatus().getDescription())
          .containsAnyOf(use.id(), use.staging().toString(), use.target().toString());
    });
  }

  private static void assertReadErrorIsNamed(StatusRuntimeException failure, VolumeUse use) {
    assertThat(failure.getStatus().getDescription())
        .contains(use.id())
        .containsPattern("(?i)input/output error|read error|cannot be read|could not be read");
    assertThat(failure.getStatus().getCode()).isNotEqualTo(Status.Code.UNKNOWN);
  }

  private static void anotherVolumeIsUsable(String name) throws IOException {
    cluster.emulator().control().setLinkFault(cluster.a().host(), "none");
    try {
      VolumeUse other = cluster.useOnA(VolumeWish.of(name, 8, "ext4"));
      long begin = System.nanoTime();
      other.bringUp(client());
      writeSynced(other);
      other.tearDown(client());
      // The other disk hangs until it is told to go on: that this ends at all is the point.
      assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofMinutes(2));
    } finally {
      cluster.emulator().control().setLinkFault(cluster.a().host(), "missing");
    }
  }

  private static void writeSynced(VolumeUse use) throws IOException {
    Path data = use.target().resolve("data");
    Files.writeString(data, "synced", CREATE, WRITE, SYNC);
  }

  /** What hung may need a moment to come to an end. */
  private static void eventually(String what, Runnable call) {
    Await.until(
        what + " to succeed again",
        RECOVERY,
        () -> {
          call.run();
          return true;
        });
  }

  private static Optional<StatusRuntimeException> failureOf(Runnable call) {
    try {
      call.run();
      return Optional.empty();
    } catch (StatusRuntimeException e) {
      return Optional.of(e);
    }
  }

  /** In blocks of 512 bytes. */
  private long spaceTaken() throws Exception {
    Process stat = new ProcessBuilder("stat", "-c", "%b", disk.bytes().toString()).start();
    String blocks = new String(stat.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(stat.waitFor()).isZero();
    return Long.parseLong(blocks.strip());
  }

  private static CsiClient client() {
    return cluster.a().client();
  }

  private static NodeBlockingStub impatient() {
    return client().node().withDeadlineAfter(IMPATIENT.toMillis(), TimeUnit.MILLISECONDS);
  }

  private static NodeUnpublishVolumeRequest unpublishRequest(VolumeUse use) {
    return NodeUnpublishVolumeRequest.newBuilder()
        .setVolumeId(use.id())
        .setTargetPath(use.target().toString())
        .build();
  }

  private static NodeUnstageVolumeRequest unstageRequest(VolumeUse use) {
    return NodeUnstageVolumeRequest.newBuilder()
        .setVolumeId(use.id())
        .setStagingTargetPath(use.staging().toString())
        .build();
  }
}
