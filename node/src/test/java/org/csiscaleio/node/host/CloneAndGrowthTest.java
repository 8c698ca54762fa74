package org.csiscaleio.node.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.csiscaleio.node.host.Bench.MIB;
import static org.csiscaleio.node.host.Bench.block;
import static org.csiscaleio.node.host.Bench.mount;
import static org.csiscaleio.node.host.Bench.soon;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.csiscaleio.node.service.AccessMode;
import org.csiscaleio.node.service.Capability;
import org.csiscaleio.node.service.FileSystemType;
import org.csiscaleio.node.service.NodeRequest;
import org.csiscaleio.node.service.NodeService;
import org.csiscaleio.node.service.VolumeContext;
import org.csiscaleio.operation.Deadline;
import org.csiscaleio.operation.Failure;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Clones beside their sources on one node, and volumes that grow while they are in use. */
class CloneAndGrowthTest {
  private Bench bench;
  private NodeService node;

  @BeforeEach
  void begin() throws IOException {
    bench = new Bench();
    node = bench.service();
  }

  @AfterEach
  void end() throws IOException {
    bench.close();
  }

  private Path published(Bench.Volume volume, FileSystemType type) throws IOException {
    node.stage(bench.stage(volume, mount(type)), soon());
    node.publish(bench.publish(volume, mount(type), false), soon());
    return bench.target(volume);
  }

  private void takeAway(Bench.Volume volume) {
    node.unpublish(bench.unpublish(volume), soon());
    node.unstage(bench.unstage(volume), soon());
  }

  private long expand(Bench.Volume volume, Path path, long bytes) {
    return node.expand(new NodeRequest.Expand(volume.id().toString(), path, bytes), soon());
  }

  @ParameterizedTest
  @EnumSource(FileSystemType.class)
  void aCloneIsMountedBesideItsSourceInUse(FileSystemType type) throws IOException {
    var source = bench.volume(512 * MIB);
    Path at = published(source, type);
    Files.writeString(at.resolve("data"), "precious");
    Bench.run("sync", "-f", at.toString());
    var clone = bench.clone(source, 512 * MIB);
    var second = bench.clone(source, 1024 * MIB);

    Path beside = published(clone, type);
    Path third = published(second, type);

    assertThat(beside.resolve("data")).hasContent("precious");
    assertThat(third.resolve("data")).hasContent("precious");
    Files.writeString(beside.resolve("data"), "changed");
    Files.writeString(at.resolve("data"), "original");
    assertThat(third.resolve("data")).hasContent("precious");
    if (Bench.mayGrow(type)) {
      assertThat(Files.getFileStore(third).getTotalSpace()).isGreaterThan(900 * MIB);
    }
    takeAway(clone);
    takeAway(source);
    assertThat(published(clone, type).resolve("data")).hasContent("changed");
    takeAway(second);
    assertThat(published(source, type).resolve("data")).hasContent("original");
  }

  @Test
  void anXfsThatIsNotACloneIsMountedWithItsUuidCompared() throws IOException {
    var volume = bench.volume(512 * MIB);
    published(volume, FileSystemType.XFS);
    assertThat(Files.readString(Path.of("/proc/self/mountinfo")).lines())
        .filteredOn(line -> line.contains(bench.staging(volume).toString()))
        .isNotEmpty()
        .noneMatch(line -> line.contains("nouuid"));
  }

  @Test
  void anOldKernelsRefusalOfASecondBtrfsSaysWhatToDo() throws IOException {
    var volume = bench.volume(512 * MIB);
    published(volume, FileSystemType.BTRFS);
    takeAway(volume);
    NodeService old =
        bench.service(
            Tampered.kernel(
                new LinuxKernel(),
                (method, arguments) -> {
                  if (method.equals("mount")) {
                    throw new ErrnoException("mount", 17);
                  }
                }),
            new ChildProcesses());

    assertThatThrownBy(() -> old.stage(bench.stage(volume, mount(FileSystemType.BTRFS)), soon()))
        .isInstanceOfSatisfying(
            Failure.class,
            failure -> {
              assertThat(failure.code()).isEqualTo(Failure.Code.FAILED_PRECONDITION);
              assertThat(failure.message()).contains("same UUID", "btrfstune -m");
            });
    assertThat(bench.mounts()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(FileSystemType.class)
  void aMountedFileSystemGrowsWithItsDeviceOnDemand(FileSystemType type) throws IOException {
    var volume = bench.volume(512 * MIB);
    Path at = published(volume, type);
    Files.writeString(at.resolve("data"), "precious");
    assertThat(expand(volume, at, 512 * MIB)).isEqualTo(512 * MIB);
    bench.grown(volume, 1024 * MIB);
    if (!Bench.mayGrow(type)) {
      assertThatThrownBy(() -> expand(volume, at, 1024 * MIB))
          .isInstanceOfSatisfying(
              Failure.class,
              failure -> {
                assertThat(failure.code()).isEqualTo(Failure.Code.FAILED_PRECONDITION);
                assertThat(failure.message()).contains("CAP_SYS_RESOURCE");
              });
      return;
    }

    for (int i = 0; i < 2; i++) {
      assertThat(expand(volume, i == 0 ? at : bench.staging(volume), 1024 * MIB))
          .isEqualTo(1024 * MIB);
      assertThat(Files.getFileStore(at).getTotalSpace()).isGreaterThan(900 * MIB);
    }
    assertThat(at.resolve("data")).hasContent("precious");
  }

  @ParameterizedTest
  @EnumSource
  void whatGrewWithoutAWordIsGrownAtTheNextPublish(FileSystemType type) throws IOException {
    var volume = bench.volume(512 * MIB);
    node.stage(bench.stage(volume, mount(type)), soon());
    bench.grown(volume, 1024 * MIB);

    node.publish(bench.publish(volume, mount(type), false), soon());

    assertGrown(type, bench.target(volume), 900 * MIB);
  }

  @ParameterizedTest
  @EnumSource
  void withoutStagingWhatGrewIsGrownAtTheNextPublishOfThatTargetOrAnother(FileSystemType type)
      throws IOException {
    NodeService direct = bench.serviceWithoutStaging();
    var capability =
        new Capability(
            new Capability.Mount(Optional.of(type), List.of()),
            AccessMode.SINGLE_NODE_MULTI_WRITER);
    var volume = bench.volume(512 * MIB);
    NodeRequest.Publish publish = bench.publishDirectly(volume, capability, false);
    direct.publish(publish, soon());
    Bench.Volume grown = bench.grown(volume, 1024 * MIB);

    direct.publish(publish, soon());

    assertGrown(type, bench.target(volume), 900 * MIB);
    bench.grown(grown, 2048 * MIB);
    Path second = bench.target(volume).resolveSibling("second");
    direct.publish(
        new NodeRequest.Publish(
            volume.id().toString(),
            second,
            Optional.empty(),
            capability,
            false,
            volume.mapping(),
            VolumeContext.EMPTY),
        soon());
    assertGrown(type, second, 1800 * MIB);
    direct.unpublish(new NodeRequest.Unpublish(volume.id().toString(), second), soon());
  }

  /** Where this process may not grow it, it is published all the same, as it was. */
  private static void assertGrown(FileSystemType type, Path at, long bytes) throws IOException {
    long total = Files.getFileStore(at).getTotalSpace();
    if (Bench.mayGrow(type)) {
      assertThat(total).isGreaterThan(bytes);
    } else {
      assertThat(total).isBetween(400 * MIB, 512 * MIB);
    }
  }

  @Test
  void aRawDeviceIsAsLargeAsItIs() throws IOException {
    var volume = bench.volume(64 * MIB);
    node.stage(bench.stage(volume, block()), soon());
    node.publish(bench.publish(volume, block(), false), soon());
    bench.grown(volume, 128 * MIB);

    assertThat(expand(volume, bench.target(volume), 128 * MIB)).isEqualTo(128 * MIB);
  }

  @Test
  void aDeviceThatDoesNotGrowInTimeIsToldSo() throws IOException {
    var volume = bench.volume(512 * MIB);
    Path at = published(volume, FileSystemType.EXT4);

    var deadline = Deadline.after(Duration.ofSeconds(20));
    assertThatThrownBy(() ->
            node.expand(new NodeRequest.Expand(volume.id().toString(), at, 1024 * MIB), deadline))
        .isInstanceOfSatisfying(
            Failure.class,
            failure -> {
              assertThat(failure.code()).isEqualTo(Failure.Code.UNAVAILABLE);
              assertThat(failure.message()).contains("did not grow", "1073741824");
            });
    assertThat(deadline.expired()).isFalse();
  }
}
