package org.csiscaleio.node.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.csiscaleio.node.host.Bench.MIB;
import static org.csiscaleio.node.host.Bench.mount;
import static org.csiscaleio.node.host.Bench.soon;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.csiscaleio.node.service.FileSystemType;
import org.csiscaleio.node.service.NodeService;
import org.csiscaleio.operation.Deadline;
import org.csiscaleio.operation.Failure;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Devices that fail, or hang, under a call. */
class DeadDeviceTest {
  private static final int EIO = 5;
  private static final int EBUSY = 16;

  private Bench bench;
  private final CountDownLatch release = new CountDownLatch(1);

  @BeforeEach
  void begin() throws IOException {
    bench = new Bench();
  }

  @AfterEach
  void end() throws IOException {
    release.countDown();
    bench.close();
  }

  private NodeService nodeWith(Tampered.Hand hand) {
    return bench.service(Tampered.kernel(new LinuxKernel(), hand), new ChildProcesses());
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 63, 9})
  void aDeviceThatCannotBeReadIsNotFormatted(long mebibyte) throws IOException {
    var volume = bench.volume(64 * MIB);
    // Head, tail, or one of the places in between.
    NodeService node =
        nodeWith((method, arguments) -> {
          if (method.equals("read")
              && arguments[1] instanceof Long offset
              && offset / MIB == mebibyte) {
            throw new ErrnoException("read", EIO);
          }
        });

    assertThatThrownBy(() -> node.stage(bench.stage(volume, mount(FileSystemType.EXT4)), soon()))
        .isInstanceOfSatisfying(
            Failure.class, f -> assertThat(f.code()).isEqualTo(Failure.Code.UNAVAILABLE))
        .hasMessageContaining("input/output error")
        .hasMessageContaining("not touched");
    byte[] image = Files.readAllBytes(volume.file());
    assertThat(Arrays.equals(image, new byte[image.length])).isTrue();
  }

  @Execution(ExecutionMode.CONCURRENT)
  @ParameterizedTest
  @ValueSource(strings = {"mount", "open", "unmount", "space"})
  void aCallThatHangsIsGivenUpAndHoldsUpNoOtherVolume(String hanging) throws Exception {
    var volume = bench.volume(64 * MIB);
    var other = bench.volume(64 * MIB);
    var armed = new AtomicBoolean();
    NodeService node =
        nodeWith((method, arguments) -> {
          if (armed.get() && method.equals(hanging) && concerns(volume, arguments)) {
            release.await();
            throw new ErrnoException(hanging, EIO);
          }
        });
    boolean staged = hanging.equals("unmount") || hanging.equals("space");
    if (staged) {
      node.stage(bench.stage(volume, mount(FileSystemType.EXT4)), soon());
    }
    armed.set(true);
    var deadline = Deadline.after(Duration.ofSeconds(3));

    assertThatThrownBy(
            () -> {
              switch (hanging) {
                case "unmount" -> node.unstage(bench.unstage(volume), deadline);
                case "space" -> node.usage(volume.id().toString(), bench.staging(volume), deadline);
                default -> node.stage(bench.stage(volume, mount(FileSystemType.EXT4)), deadline);
              }
            })
        .isInstanceOfSatisfying(
            Failure.class,
            f ->
                assertThat(f.code())
                    .isIn(Failure.Code.DEADLINE_EXCEEDED, Failure.Code.UNAVAILABLE));
    assertThat(deadline.expired()).isFalse();

    node.stage(bench.stage(other, mount(FileSystemType.EXT4)), soon());
    node.unstage(bench.unstage(other), soon());
  }

  private boolean concerns(Bench.Volume volume, Object[] arguments) {
    for (Object argument : arguments) {
      if (argument instanceof Path path
          && (path.equals(volume.loop()) || path.equals(bench.staging(volume)))) {
        return true;
      }
    }
    return false;
  }

  @Test
  void whatHangsInTheKernelIsNotDoneAgainUntilItReturns() throws Exception {
    var volume = bench.volume(64 * MIB);
    var armed = new AtomicBoolean(true);
    var returned = new CountDownLatch(1);
    NodeService node =
        nodeWith((method, arguments) -> {
          if (method.equals("mount") && armed.getAndSet(false)) {
            release.await();
            returned.countDown();
            throw new ErrnoException("mount", EIO);
          }
        });
    assertThatThrownBy(() ->
            node.stage(
                bench.stage(volume, mount(FileSystemType.EXT4)),
                Deadline.after(Duration.ofSeconds(3))))
        .hasMessageContaining("has not returned");
    assertThatThrownBy(() -> node.unstage(bench.unstage(volume), soon()))
        .isInstanceOfSatisfying(
            Failure.class, f -> assertThat(f.code()).isEqualTo(Failure.Code.UNAVAILABLE))
        .hasMessageContaining("stuck in the kernel");

    release.countDown();
    returned.await();

    Deadline end = soon();
    while (true) {
      try {
        node.stage(bench.stage(volume, mount(FileSystemType.EXT4)), soon());
        break;
      } catch (Failure failure) {
        if (end.expired()) {
          throw failure;
        }
      }
    }
    assertThat(Bench.mountsAt(bench.staging(volume))).hasSize(1);
  }

  @Test
  void aBusyMountOfADeadDeviceIsTakenOutOfSight() throws IOException {
    var volume = bench.volume(64 * MIB);
    var dead = new AtomicBoolean();
    NodeService node =
        nodeWith((method, arguments) -> {
          if (dead.get() && method.equals("read")) {
            throw new ErrnoException("read", EIO);
          }
          if (dead.get() && method.equals("unmount") && arguments[1].equals(false)) {
            throw new ErrnoException("unmount", EBUSY);
          }
        });
    node.stage(bench.stage(volume, mount(FileSystemType.EXT4)), soon());
    dead.set(true);

    node.unstage(bench.unstage(volume), soon());

    assertThat(Bench.mountsAt(bench.staging(volume))).isEmpty();
  }

  @Test
  void aMountOnAnOldKernelIsMadeReadOnlyInTwoSteps() throws IOException {
    var volume = bench.volume(64 * MIB);
    NodeService node =
        nodeWith((method, arguments) -> {
          if (method.equals("bindReadOnly")) {
            throw new ErrnoException("open_tree", 38);
          }
        });
    node.stage(bench.stage(volume, mount(FileSystemType.EXT4)), soon());

    node.publish(bench.publish(volume, mount(FileSystemType.EXT4), true), soon());

    assertThat(Bench.mountsAt(bench.target(volume)).getLast().options()).contains("ro");
    assertThat(Bench.mountsAt(bench.staging(volume)).getLast().options()).contains("rw");
  }

  @Test
  void aMountThatFailsLeavesNoTargetBehind() throws IOException {
    var volume = bench.volume(64 * MIB);
    NodeService node =
        nodeWith((method, arguments) -> {
          if (method.equals("bind")) {
            throw new ErrnoException("bind", EIO);
          }
        });
    node.stage(bench.stage(volume, mount(FileSystemType.EXT4)), soon());

    assertThatThrownBy(
            () -> node.publish(bench.publish(volume, mount(FileSystemType.EXT4), false), soon()))
        .isInstanceOf(Failure.class);

    assertThat(bench.target(volume)).doesNotExist();
  }

  @Test
  void theHostKeepsCountOfWhatHangs() throws Exception {
    var volume = bench.volume(64 * MIB);
    var host =
        new LinuxHost(
            bench.settings(),
            Tampered.kernel(
                new LinuxKernel(),
                (method, arguments) -> {
                  if (method.equals("space")) {
                    release.await();
                  }
                }),
            new ChildProcesses());
    var device = host.awaitDevice(volume.id(), volume.mapping(), soon());
    for (int i = 0; i < 2; i++) {
      assertThatThrownBy(
              () -> host.usage(device, bench.root, Deadline.after(Duration.ofMillis(300))))
          .isInstanceOfSatisfying(
              Failure.class, f -> assertThat(f.code()).isEqualTo(Failure.Code.DEADLINE_EXCEEDED));
    }
    assertThatThrownBy(() -> host.usage(device, bench.root, soon()))
        .isInstanceOfSatisfying(
            Failure.class, f -> assertThat(f.code()).isEqualTo(Failure.Code.UNAVAILABLE));
    assertThat(host.stuckCalls()).isEqualTo(2);

    release.countDown();

    Deadline end = soon();
    while (host.stuckCalls() > 0) {
      assertThat(end.expired()).isFalse();
      Thread.onSpinWait();
    }
  }
}
