package org.csiscaleio.node.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.csiscaleio.node.host.Bench.MIB;
import static org.csiscaleio.node.host.Bench.block;
import static org.csiscaleio.node.host.Bench.mount;
import static org.csiscaleio.node.host.Bench.soon;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.csiscaleio.node.service.Capability;
import org.csiscaleio.node.service.FileSystemType;
import org.csiscaleio.node.service.NodeService;
import org.csiscaleio.operation.Failure;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The program dies between any two of its effects, or mkfs dies between any two of its writes. The
 * same call again, by a new program that knows nothing, ends right.
 */
class KilledTest {
  private static final long SIZE = 128 * MIB;

  /** As small as it can be: every point of every walk needs a fresh volume. */
  private static long size(Capability capability) {
    return capability.access() instanceof Capability.Mount mount
            && mount.fileSystem().equals(Optional.of(FileSystemType.XFS))
        ? 320 * MIB
        : SIZE;
  }

  private Bench bench;

  @BeforeEach
  void begin() throws IOException {
    bench = new Bench();
  }

  @AfterEach
  void end() throws IOException {
    bench.close();
  }

  /** Something asked of a node. */
  private interface Step {
    void run(NodeService node) throws IOException;
  }

  /** Tells whether the step came to its end within so many effects. */
  private boolean survives(int effects, Step step) throws IOException {
    var life = new Life(effects);
    try {
      step.run(bench.service(life.kernel(), life.commands()));
      return true;
    } catch (Life.Killed e) {
      return false;
    }
  }

  private void walk(Capability capability, boolean readOnly, int fewestPoints) throws IOException {
    boolean survived = false;
    int effects = 0;
    for (; !survived; effects++) {
      assertThat(effects).as("effects of one life").isLessThan(200);
      var volume = bench.volume(size(capability));
      survived =
          survives(
              effects,
              node -> {
                node.stage(bench.stage(volume, capability), soon());
                node.publish(bench.publish(volume, capability, readOnly), soon());
                if (capability.access() instanceof Capability.Mount) {
                  Files.writeString(bench.staging(volume).resolve("data"), "precious");
                }
                node.unpublish(bench.unpublish(volume), soon());
                node.unstage(bench.unstage(volume), soon());
              });
      NodeService next = bench.service();
      next.stage(bench.stage(volume, capability), soon());
      next.publish(bench.publish(volume, capability, readOnly), soon());
      requireShown(volume, capability, readOnly, effects);
      next.unpublish(bench.unpublish(volume), soon());
      next.unstage(bench.unstage(volume), soon());
      assertThat(bench.mounts()).as("after death at effect %s", effects).isEmpty();
      assertThat(bench.target(volume)).doesNotExist();
      requireNoMarks(volume);
      bench.drop(volume);
    }
    assertThat(effects).as("points at which it died").isGreaterThan(fewestPoints);
  }

  private void requireShown(
      Bench.Volume volume, Capability capability, boolean readOnly, int effects)
      throws IOException {
    List<Mount> target = Bench.mountsAt(bench.target(volume));
    assertThat(target).as("after death at effect %s", effects).hasSize(1);
    if (capability.access() instanceof Capability.Mount) {
      assertThat(Bench.mountsAt(bench.staging(volume))).hasSize(1);
      assertThat(target.getFirst().readOnly()).isEqualTo(readOnly);
      Files.writeString(bench.staging(volume).resolve("more"), "written");
      assertThat(bench.target(volume).resolve("more")).hasContent("written");
    }
  }

  private static void requireNoMarks(Bench.Volume volume) throws IOException {
    var kernel = new LinuxKernel();
    OpenDevice open = kernel.open(volume.loop(), false, false);
    try {
      assertThat(
              new DeviceProbe(kernel, new ChildProcesses())
                  .marks(volume.id(), open, volume.sizeBytes()))
          .isEmpty();
    } finally {
      kernel.close(open);
    }
  }

  @Execution(ExecutionMode.CONCURRENT)
  @ParameterizedTest
  @EnumSource(FileSystemType.class)
  void betweenAnyTwoEffectsOnAFileSystem(FileSystemType type) throws IOException {
    walk(mount(type), false, 20);
  }

  @Test
  void betweenAnyTwoEffectsForAReader() throws IOException {
    walk(mount(FileSystemType.EXT4), true, 20);
  }

  @Test
  void betweenAnyTwoEffectsOnARawDevice() throws IOException {
    walk(block(), false, 3);
  }

  @Test
  void betweenAnyTwoEffectsForAReaderOfARawDevice() throws IOException {
    walk(block(), true, 4);
  }

  /** Runs mkfs under strace, which kills it at a certain write. */
  private static Commands dyingMkfs(int write, AtomicInteger deaths) {
    return (command, deadline) -> {
      if (!command.getFirst().startsWith("mkfs")) {
        return new ChildProcesses().run(command, deadline);
      }
      var traced =
          new ArrayList<>(
              List.of(
                  "strace",
                  "--follow-forks",
                  "-o",
                  "/dev/null",
                  "-e",
                  "trace=write,pwrite64,fallocate,fsync",
                  "-e",
                  "inject=pwrite64,fallocate,fsync:signal=KILL:when=" + write));
      traced.addAll(command);
      Commands.Ended ended = new ChildProcesses().run(traced, deadline);
      if (ended.ok()) {
        return ended;
      }
      deaths.incrementAndGet();
      throw new Life.Killed();
    };
  }

  @Execution(ExecutionMode.CONCURRENT)
  @ParameterizedTest
  @EnumSource(FileSystemType.class)
  void mkfsDyingBetweenAnyTwoWritesIsDoneOver(FileSystemType type) throws IOException {
    var deaths = new AtomicInteger();
    int before = -1;
    // Every write at first, then ever fewer: mkfs.ext3 has thousands.
    for (int write = 1; deaths.get() > before; write += 1 + write / 3) {
      before = deaths.get();
      var volume = bench.volume(size(mount(type)));
      try {
        bench
            .service(new LinuxKernel(), dyingMkfs(write, deaths))
            .stage(bench.stage(volume, mount(type)), soon());
      } catch (Life.Killed e) {
        assertThat(bench.mounts()).isEmpty();
      }
      NodeService next = bench.service();
      next.stage(bench.stage(volume, mount(type)), soon());
      Files.writeString(bench.staging(volume).resolve("data"), "precious");
      next.unstage(bench.unstage(volume), soon());
      requireNoMarks(volume);
      requireSound(volume, type);
      bench.drop(volume);
    }
    assertThat(deaths.get()).as("writes at which mkfs died").isGreaterThan(4);
  }

  private static void requireSound(Bench.Volume volume, FileSystemType type) {
    String node = volume.loop().toString();
    switch (type) {
      case EXT4, EXT3 -> Bench.run("e2fsck", "-f", "-n", node);
      case XFS -> Bench.run("xfs_repair", "-n", node);
      case BTRFS -> Bench.run("btrfs", "check", "--readonly", node);
    }
  }

  @ParameterizedTest
  @EnumSource(FileSystemType.class)
  void aMkfsThatOutlivesTheProgramIsWaitedFor(FileSystemType type) throws IOException {
    var volume = bench.volume(size(mount(type)));
    var left = new ArrayList<Process>();
    Commands leaves =
        (command, deadline) -> {
          if (!command.getFirst().startsWith("mkfs")) {
            return new ChildProcesses().run(command, deadline);
          }
          left.add(slowed(command));
          throw new Life.Killed();
        };
    try {
      bench.service(new LinuxKernel(), leaves).stage(bench.stage(volume, mount(type)), soon());
    } catch (Life.Killed e) {
      assertThat(left).singleElement().matches(Process::isAlive);
    }

    bench.service().stage(bench.stage(volume, mount(type)), soon());

    assertThat(left).singleElement().matches(process -> !process.isAlive());
    Files.writeString(bench.staging(volume).resolve("data"), "precious");
    bench.service().unstage(bench.unstage(volume), soon());
    requireSound(volume, type);
    requireNoMarks(volume);
  }

  /** mkfs, each of whose writes takes some milliseconds. */
  private static Process slowed(List<String> command) {
    var traced =
        new ArrayList<>(
            List.of(
                "strace",
                "--follow-forks",
                "-o",
                "/dev/null",
                "-e",
                "trace=pwrite64",
                "-e",
                "inject=pwrite64:delay_enter=5000:when=1..100"));
    traced.addAll(command);
    try {
      return new ProcessBuilder(traced)
          .redirectErrorStream(true)
          .redirectOutput(new File("/dev/null"))
          .start();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void aMarkOfAnotherVolumeMeansNothing() throws IOException {
    var volume = bench.volume(SIZE);
    var other = bench.volume(SIZE);
    leaveHalfFormatted(volume);
    // A snapshot has its source's bytes, marks included.
    Bench.run("dd", "if=" + volume.loop(), "of=" + other.loop(), "bs=1M", "status=none");

    assertThat(failureOf(() -> stageExt4(other))).contains("unknown data");
  }

  @Test
  void aMarkIsVoidUnderAFileSystemThatWeDidNotMake() throws IOException {
    var volume = bench.volume(SIZE);
    leaveHalfFormatted(volume);
    Bench.run("mkfs.ext4", "-q", "-F", "-E", "nodiscard", volume.loop().toString());
    Path foreign = bench.directory("foreign");
    Bench.run("mount", volume.loop().toString(), foreign.toString());
    Files.writeString(foreign.resolve("data"), "precious");
    Bench.run("umount", foreign.toString());

    stageExt4(volume);

    assertThat(bench.staging(volume).resolve("data")).hasContent("precious");
  }

  @Test
  void aReaderDoesNotGetAHalfFormattedVolume() throws IOException {
    var volume = bench.volume(SIZE);
    leaveHalfFormatted(volume);
    NodeService node = bench.serviceWithoutStaging();

    assertThat(
            failureOf(() ->
                node.publish(
                    bench.publishDirectly(volume, mount(FileSystemType.EXT4), true), soon())))
        .contains("half formatted");
    assertThat(bench.target(volume)).doesNotExist();
  }

  @Test
  void aVolumeHandedOutRawIsNeverTakenForHalfFormattedAgain() throws IOException {
    var volume = bench.volume(SIZE);
    leaveHalfFormatted(volume);
    NodeService node = bench.service();
    node.publish(bench.publish(volume, block(), false), soon());
    requireNoMarks(volume);
    Bench.write(bench.target(volume), 8192, new byte[] {42});
    node.unpublish(bench.unpublish(volume), soon());

    assertThat(failureOf(() -> stageExt4(volume))).contains("unknown data");
  }

  private void stageExt4(Bench.Volume volume) throws IOException {
    bench.service().stage(bench.stage(volume, mount(FileSystemType.EXT4)), soon());
  }

  private void leaveHalfFormatted(Bench.Volume volume) throws IOException {
    Commands spoils =
        (command, deadline) -> {
          if (!command.getFirst().startsWith("mkfs")) {
            return new ChildProcesses().run(command, deadline);
          }
          spoil(volume);
          throw new Life.Killed();
        };
    try {
      bench
          .service(new LinuxKernel(), spoils)
          .stage(bench.stage(volume, mount(FileSystemType.EXT4)), soon());
      throw new AssertionError("it was formatted in full");
    } catch (Life.Killed e) {
      assertThat(bench.mounts()).isEmpty();
    }
  }

  private static void spoil(Bench.Volume volume) {
    try {
      Bench.write(volume.loop(), 512 * 1024, new byte[] {1, 2, 3});
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** Something that ought to fail. */
  private interface Attempt {
    void run() throws IOException;
  }

  private static String failureOf(Attempt attempt) throws IOException {
    try {
      attempt.run();
    } catch (Failure failure) {
      return failure.message();
    }
    throw new AssertionError("it did not fail");
  }
}
