package org.csiscaleio.whole;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.csiscaleio.csi.v1.NodeGetVolumeHealthRequest;
import org.csiscaleio.csi.v1.NodeGetVolumeStatsRequest;
import org.csiscaleio.csi.v1.VolumeHealth.VolumeHealthEntry;
import org.csiscaleio.rig.Await;
import org.csiscaleio.rig.Cluster;
import org.csiscaleio.rig.CsiClient;
import org.csiscaleio.rig.EmulatorControl;
import org.csiscaleio.rig.Fault;
import org.csiscaleio.rig.SimulatedHost;
import org.csiscaleio.rig.VolumeUse;
import org.csiscaleio.rig.VolumeWish;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A volume is taken over from a host that counts as dead and is not: it comes back with the volume
 * still mounted and a task that goes on writing. The host that has the volume now must not notice.
 */
@Tag("side-by-side")
class FencingTest {
  private static final Duration LIMIT = Duration.ofSeconds(20);

  /** More than the moments of a publish that takes a volume over. */
  private static final int MOST_POINTS = 20;

  private static DoomedPlugin doomed;
  private static Cluster cluster;
  private static int number;

  @BeforeAll
  static void start() {
    doomed = DoomedPlugin.in(Cluster.named("FencingTest").setting("preempt", "on-request"));
    cluster = doomed.cluster();
    cluster.b().start();
  }

  @AfterAll
  static void stop() {
    doomed.close();
  }

  @AfterEach
  void startOver() {
    doomed.startOver();
  }

  private static CsiClient a() {
    return cluster.a().client();
  }

  private static CsiClient b() {
    return cluster.b().client();
  }

  private static EmulatorControl control() {
    return cluster.emulator().control();
  }

  private static VolumeWish wish(String fsType) {
    VolumeWish wish = VolumeWish.of("fencing-" + ++number, 8, fsType);
    // Else the kernel of the dead host, which is this one, goes on preparing inode tables.
    return fsType.equals("ext4") ? wish.withMountFlag("noinit_itable") : wish;
  }

  private static VolumeUse inUseOnA(String fsType) {
    VolumeUse use = cluster.useOnA(wish(fsType));
    use.bringUp(a());
    return use;
  }

  /** The same volume on host-b, by whatever means. */
  private static VolumeUse preemptingOnB(VolumeUse onA) {
    return onA.on(cluster.b().host()).withContext("preempt", "true");
  }

  /**
   * Host-a stands still between two records of its task, out of the MDM's sight. What its kernel
   * holds back for the device itself is on the device: a dead one would not write it any more, and
   * this one would when the emulator takes the device away.
   */
  private static void standsStill(VolumeUse onA, RestlessTask task) {
    task.awaitRecords(20);
    task.hold();
    run("sync", "-f", onA.target().toString());
    control().setConnected(onA.host(), false);
  }

  /** Host-a's SDC is back, and knows what it missed. */
  private static void isBack(VolumeUse onA) {
    control().setConnected(onA.host(), true);
    awaitNoDevice(onA);
  }

  private static void awaitNoDevice(VolumeUse use) {
    Await.until("the link " + use.link() + " to go", LIMIT, () -> Files.notExists(use.link()));
  }

  @Tag("contained-too")
  @ParameterizedTest
  @ValueSource(strings = {"ext4", "xfs", "block"})
  void aHostThatComesBackWithTheVolumeStillInUseCanWriteItNoMore(String fsType) throws Exception {
    VolumeUse onA = inUseOnA(fsType);
    VolumeUse onB = preemptingOnB(onA);
    var data = new TaskData(41);
    try (RestlessTask task = RestlessTask.on(onA)) {
      Path deviceOfA = onA.link().toRealPath();
      standsStill(onA, task);
      long written = writesTo(deviceOfA);

      assertThat(refusal(() -> onA.on(onB.host()).publish(b()))).contains(onA.host().guid());
      Afterwards.isMapped(cluster, onA);
      requireLogToReplay(onA);
      onB.attach(b());
      Afterwards.isMapped(cluster, onB);
      task.assertSyncedRecordsAreThere(onB);
      data.write(onB);
      assertThat(writesTo(deviceOfA)).as("writes of a host that stands still").isEqualTo(written);

      isBack(onA);
      IOException failure = task.goesOnAndFails();
      if (!fsType.equals("block")) {
        assertThat(failure).hasMessageContaining("Input/output error");
      }
      data.assertThere(onB);
      task.assertSyncedRecordsAreThere(onB);

      onB.nodeUnpublish(b());
      onB.unstage(b());
      String content = contentOf(onB);
      assertThatThrownBy(() -> new TaskData(42).write(onA))
          .isInstanceOf(UncheckedIOException.class);
      assertThat(contentOf(onB)).isEqualTo(content);
      assertThat(troublesOf(onA)).contains("NoDevice");
      statsSayThatTheDeviceIsGone(onA);

      task.end();
      leavesItAlone(onA);
      assertThat(contentOf(onB)).isEqualTo(content);
      requireClean(onB);
      onB.stage(b());
      onB.nodePublish(b());
      data.assertThere(onB);
      task.assertSyncedRecordsAreThere(onB);
    }
    onB.tearDown(b());
    Afterwards.nothingIsLeft(cluster);
  }

  /** The orchestrator learns that host-a lives, and takes the volume from it as from any. */
  private static void leavesItAlone(VolumeUse onA) {
    onA.nodeUnpublish(a());
    onA.unstage(a());
    onA.unpublish(a());
    Afterwards.isNotPublished(onA);
    Afterwards.isNotStaged(onA);
    Afterwards.isMapped(cluster, preemptingOnB(onA));
  }

  /** Its device goes on serving until the array lets the unmapping through. */
  @ParameterizedTest
  @ValueSource(strings = {"removeMappedSdc", "addMappedSdc"})
  void aHostThatComesBackMidwayIsCutOffAllTheSame(String late) throws Exception {
    VolumeUse onA = inUseOnA("ext4");
    VolumeUse onB = preemptingOnB(onA);
    try (RestlessTask task = RestlessTask.on(onA)) {
      standsStill(onA, task);
      control().inject(Fault.late(late, Duration.ofMillis(700)));
      var publish = CompletableFuture.runAsync(() -> onB.publish(b()));
      Await.until("the request", LIMIT, () -> control().pendingFaults() == 0);
      control().setConnected(onA.host(), true);
      publish.get(LIMIT.toMillis(), TimeUnit.MILLISECONDS);

      Afterwards.isMapped(cluster, onB);
      awaitNoDevice(onA);
      assertThat(task.goesOnAndFails()).hasMessageContaining("Input/output error");
      onB.stage(b());
      onB.nodePublish(b());
      task.assertSyncedRecordsAreThere(onB);
    }
    leavesItAlone(onA);
    onB.tearDown(b());
    Afterwards.nothingIsLeft(cluster);
  }

  @Test
  void aHostThatIsConnectedIsNeverRobbed() {
    VolumeUse onA = inUseOnA("ext4");
    VolumeUse onB = preemptingOnB(onA);
    try (RestlessTask task = RestlessTask.on(onA)) {
      assertThat(refusal(() -> onB.publish(b()))).contains("is connected", onA.host().guid());

      control().setConnected(onA.host(), false);
      control().setConnected(onA.host(), true);
      assertThat(refusal(() -> onB.publish(b()))).contains("is connected", onA.host().guid());

      Afterwards.isMapped(cluster, onA);
      task.awaitRecords(20);
    }
    onA.tearDown(a());
    Afterwards.nothingIsLeft(cluster);
  }

  /** Here it is host-a that takes the volume, since its plugin is the one that can be killed. */
  @Test
  void afterADeathAtAnyMomentOfATakeOverTheSameCallAgainEndsRight() throws IOException {
    SimulatedHost lost = cluster.b().host();
    var walked = new ArrayList<String>();
    int point = 0;
    boolean killed = true;
    while (killed && point < MOST_POINTS) {
      point++;
      VolumeUse wanted = cluster.useOnA(wish("ext4"));
      wanted.create(a());
      VolumeUse onLost = wanted.on(lost);
      onLost.publish(a());
      DeviceContent.awaitLink(onLost);
      control().setConnected(lost, false);
      VolumeUse onA = wanted.withContext("preempt", "true");

      killed = doomed.isKilledAt(onA.wish().name(), point, () -> onA.publish(a()), walked);
      if (killed) {
        assertThat(Afterwards.theVolume(cluster, onA).mappedTo()).hasSizeLessThan(2);
        doomed.riseAgain();
        Repeating.untilDone(() -> onA.publish(a()));
      }

      Afterwards.isMapped(cluster, onA);
      isBack(onLost);
      onLost.unpublish(a());
      Afterwards.isMapped(cluster, onA);
      onA.unpublish(a());
      onA.delete(a());
      Afterwards.nothingIsLeft(cluster);
    }
    Figures.keep(
        "crash-walk-takeover",
        "crash walk, a take-over: killed at %d moments%n".formatted(walked.size()));
    assertThat(killed).as("the walk came to its end").isFalse();
    assertThat(walked).hasSizeGreaterThanOrEqualTo(4);
  }

  private static String refusal(ThrowingCallable call) {
    var caught = new ArrayList<StatusRuntimeException>();
    assertThatThrownBy(call).isInstanceOfSatisfying(StatusRuntimeException.class, caught::add);
    Status status = caught.getFirst().getStatus();
    assertThat(status.getCode()).as(status.toString()).isEqualTo(Status.Code.FAILED_PRECONDITION);
    return String.valueOf(status.getDescription());
  }

  /** What the node of a host finds wrong with the volume, without waiting for it. */
  private static List<String> troublesOf(VolumeUse use) {
    var request =
        NodeGetVolumeHealthRequest.newBuilder()
            .setVolumeId(use.id())
            .setVolumePublishPath(use.target().toString())
            .setStagingTargetPath(use.staging().toString())
            .build();
    return a()
        .node()
        .nodeGetVolumeHealth(request)
        .getVolumeHealth()
        .getHealthStatusesList()
        .stream()
        .map(VolumeHealthEntry::getReason)
        .toList();
  }

  /** As for any device that is gone, and without waiting for it. */
  private static void statsSayThatTheDeviceIsGone(VolumeUse use) {
    var request =
        NodeGetVolumeStatsRequest.newBuilder()
            .setVolumeId(use.id())
            .setVolumePath(use.target().toString())
            .build();
    assertThatThrownBy(() -> a().node().nodeGetVolumeStats(request))
        .isInstanceOfSatisfying(
            StatusRuntimeException.class,
            e -> {
              assertThat(e.getStatus().getCode()).isEqualTo(Status.Code.UNAVAILABLE);
              assertThat(e.getStatus().getDescription()).contains(use.id(), "is gone");
            });
  }

  /** How many writes the kernel has sent to a device. */
  private static long writesTo(Path device) throws IOException {
    Path figures = Path.of("/sys/class/block").resolve(device.getFileName()).resolve("stat");
    return Long.parseLong(Files.readString(figures).strip().split("\\s+", -1)[4]);
  }

  /** A digest of what the array holds of a volume, be it data or holes. */
  private static String contentOf(VolumeUse use) {
    Path bytes = cluster.emulator().backingFile(use.id());
    return run(
        "sh",
        "-c",
        "tar --sparse --mtime=@0 -cf - -C \"$0\" \"$1\" | sha256sum",
        String.valueOf(bytes.getParent()),
        String.valueOf(bytes.getFileName()));
  }

  /** The file system was not unmounted: whoever mounts it next has its log to replay. */
  private static void requireLogToReplay(VolumeUse use) {
    if (use.wish().fsType().equals("ext4")) {
      String bytes = cluster.emulator().backingFile(use.id()).toString();
      assertThat(run("dumpe2fs", "-h", bytes)).contains("needs_recovery");
    }
  }

  /** The file system, which is mounted nowhere, is without a fault. */
  private static void requireClean(VolumeUse use) {
    String bytes = cluster.emulator().backingFile(use.id()).toString();
    switch (use.wish().fsType()) {
      case "ext4" -> run("e2fsck", "-fn", bytes);
      case "xfs" -> run("xfs_repair", "-n", "-f", bytes);
      default -> assertThat(use.wish().isBlock()).isTrue();
    }
  }

  /** What a program prints, which must succeed. */
  private static String run(String... command) {
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      int status = process.waitFor();
      assertThat(status).as("%s: %s", List.of(command), output).isZero();
      return output;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
