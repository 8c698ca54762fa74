package org.csiscaleio.node.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.csiscaleio.node.host.Bench.MIB;
import static org.csiscaleio.node.host.Bench.block;
import static org.csiscaleio.node.host.Bench.mount;
import static org.csiscaleio.node.host.Bench.soon;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.csiscaleio.node.service.AccessMode;
import org.csiscaleio.node.service.Capability;
import org.csiscaleio.node.service.FileSystemType;
import org.csiscaleio.node.service.NodeRequest;
import org.csiscaleio.node.service.NodeService;
import org.csiscaleio.node.service.Usage;
import org.csiscaleio.node.service.VolumeContext;
import org.csiscaleio.operation.Failure;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Volumes on real loop devices, from the first staging to the last unstaging. */
class VolumeLifeTest {
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

  @ParameterizedTest
  @EnumSource(FileSystemType.class)
  void aBlankVolumeIsFormattedAndKeepsItsDataThroughItsWholeLife(FileSystemType type)
      throws IOException {
    var volume = bench.volume(1024 * MIB);
    node.stage(bench.stage(volume, mount(type)), soon());
    node.publish(bench.publish(volume, mount(type), false), soon());
    Files.writeString(bench.target(volume).resolve("data"), "precious");

    node.unpublish(bench.unpublish(volume), soon());
    node.unstage(bench.unstage(volume), soon());
    assertThat(bench.mounts()).isEmpty();
    assertThat(bench.target(volume)).doesNotExist();
    assertThat(bench.staging(volume)).isEmptyDirectory();

    node.stage(bench.stage(volume, mount(type)), soon());
    node.publish(bench.publish(volume, mount(type), false), soon());
    assertThat(bench.target(volume).resolve("data")).hasContent("precious");
    assertThat(Bench.mountsAt(bench.target(volume)))
        .singleElement()
        .extracting(Mount::type)
        .isEqualTo(type.word());
    node.unpublish(bench.unpublish(volume), soon());
    node.unstage(bench.unstage(volume), soon());
    assertThat(bench.mounts()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(FileSystemType.class)
  void everythingRepeatedIsDoneOnce(FileSystemType type) throws IOException {
    var volume = bench.volume(512 * MIB);
    for (int i = 0; i < 3; i++) {
      node.stage(bench.stage(volume, mount(type)), soon());
    }
    for (int i = 0; i < 3; i++) {
      node.publish(bench.publish(volume, mount(type), false), soon());
    }
    assertThat(bench.mounts()).hasSize(2);

    for (int i = 0; i < 3; i++) {
      node.unpublish(bench.unpublish(volume), soon());
    }
    for (int i = 0; i < 3; i++) {
      node.unstage(bench.unstage(volume), soon());
    }
    assertThat(bench.mounts()).isEmpty();
    assertThat(bench.target(volume)).doesNotExist();
  }

  @ParameterizedTest
  @EnumSource(FileSystemType.class)
  void withoutStagingThePublishMountsDirectly(FileSystemType type) throws IOException {
    var volume = bench.volume(512 * MIB);
    NodeService direct = bench.serviceWithoutStaging();
    for (int i = 0; i < 2; i++) {
      direct.publish(bench.publishDirectly(volume, mount(type), false), soon());
    }

    assertThat(bench.mounts()).hasSize(1);
    Files.writeString(bench.target(volume).resolve("data"), "precious");

    direct.unpublish(bench.unpublish(volume), soon());
    assertThat(bench.mounts()).isEmpty();
    assertThat(bench.target(volume)).doesNotExist();
  }

  @Test
  void aRawVolumeIsShownAsItsDeviceNode() throws IOException {
    var volume = bench.volume(64 * MIB);
    for (int i = 0; i < 2; i++) {
      node.stage(bench.stage(volume, block()), soon());
    }
    for (int i = 0; i < 2; i++) {
      node.publish(bench.publish(volume, block(), false), soon());
    }
    assertThat(bench.mounts()).hasSize(1);
    Bench.write(bench.target(volume), 4096, "raw".getBytes(StandardCharsets.UTF_8));
    try (var image = new RandomAccessFile(volume.file().toFile(), "r")) {
      image.seek(4096);
      assertThat((char) image.read()).isEqualTo('r');
    }
    assertThat(node.usage(volume.id().toString(), bench.target(volume), soon()))
        .isEqualTo(new Usage.Raw(64 * MIB));

    for (int i = 0; i < 2; i++) {
      node.unpublish(bench.unpublish(volume), soon());
    }
    node.unstage(bench.unstage(volume), soon());
    assertThat(bench.mounts()).isEmpty();
    assertThat(bench.target(volume)).doesNotExist();
  }

  @Test
  void aReadersRawDeviceRefusesWritesAndTheNextWritersDoesNot() throws IOException {
    var volume = bench.volume(64 * MIB);
    node.publish(bench.publish(volume, block(), true), soon());
    assertThatThrownBy(() -> Bench.write(bench.target(volume), 0, new byte[512]))
        .isInstanceOf(IOException.class);
    assertThatThrownBy(() -> node.publish(bench.publish(volume, block(), false), soon()))
        .isInstanceOfSatisfying(
            Failure.class, f -> assertThat(f.code()).isEqualTo(Failure.Code.FAILED_PRECONDITION));
    node.unpublish(bench.unpublish(volume), soon());

    node.publish(bench.publish(volume, block(), false), soon());

    Bench.write(bench.target(volume), 0, new byte[512]);
  }

  @Test
  void aReadersMountRefusesWritesFromTheFirstMoment() throws IOException {
    var volume = bench.volume(512 * MIB);
    node.stage(bench.stage(volume, mount(FileSystemType.EXT4)), soon());
    Files.writeString(bench.staging(volume).resolve("data"), "precious");

    node.publish(bench.publish(volume, mount(FileSystemType.EXT4), true), soon());

    assertThat(bench.target(volume).resolve("data")).hasContent("precious");
    assertThatThrownBy(() -> Files.writeString(bench.target(volume).resolve("more"), "x"))
        .hasMessageContaining("Read-only file system");
    Files.writeString(bench.staging(volume).resolve("more"), "the writer still can");
    assertThatThrownBy(
            () -> node.publish(bench.publish(volume, mount(FileSystemType.EXT4), false), soon()))
        .isInstanceOfSatisfying(
            Failure.class, f -> assertThat(f.code()).isEqualTo(Failure.Code.FAILED_PRECONDITION));
  }

  @Test
  void aReaderIsContentWithAWritableTarget() throws IOException {
    var volume = bench.volume(512 * MIB);
    node.stage(bench.stage(volume, mount(FileSystemType.EXT4)), soon());
    node.publish(bench.publish(volume, mount(FileSystemType.EXT4), false), soon());

    node.publish(bench.publish(volume, mount(FileSystemType.EXT4), true), soon());

    assertThat(Bench.mountsAt(bench.target(volume)).getLast().readOnly()).isFalse();
  }

  @ParameterizedTest
  @EnumSource(FileSystemType.class)
  void aFileSystemGrowsWithItsDevice(FileSystemType type) throws IOException {
    var volume = bench.volume(512 * MIB);
    node.stage(bench.stage(volume, mount(type)), soon());
    long before = Files.getFileStore(bench.staging(volume)).getTotalSpace();
    node.unstage(bench.unstage(volume), soon());

    node.stage(bench.stage(bench.grown(volume, 1024 * MIB), mount(type)), soon());

    long after = Files.getFileStore(bench.staging(volume)).getTotalSpace();
    if (Bench.mayGrow(type)) {
      assertThat(after).isGreaterThan(before + 400 * MIB);
    } else {
      assertThat(after).isEqualTo(before);
    }
  }

  @Test
  void stagingAgainGrowsWhatGrewWhileStaged() throws IOException {
    var volume = bench.volume(512 * MIB);
    node.stage(bench.stage(volume, mount(FileSystemType.XFS)), soon());
    var larger = bench.grown(volume, 1024 * MIB);

    node.stage(bench.stage(larger, mount(FileSystemType.XFS)), soon());

    assertThat(Files.getFileStore(bench.staging(volume)).getTotalSpace()).isGreaterThan(900 * MIB);
  }

  @Test
  void statsTellBytesAndInodes() throws IOException {
    var volume = bench.volume(512 * MIB);
    node.stage(bench.stage(volume, mount(FileSystemType.EXT4)), soon());
    var store = Files.getFileStore(bench.staging(volume));

    Usage usage = node.usage(volume.id().toString(), bench.staging(volume), soon());

    assertThat(usage)
        .isInstanceOfSatisfying(
            Usage.FileSystem.class,
            fs -> {
              assertThat(fs.totalBytes()).isPositive();
              try {
                assertThat(fs.totalBytes()).isEqualTo(store.getTotalSpace());
                assertThat(fs.availableBytes()).isEqualTo(store.getUsableSpace());
              } catch (IOException e) {
                throw new AssertionError(e);
              }
              assertThat(fs.totalInodes()).isPositive();
              assertThat(fs.usedInodes() + fs.availableInodes()).isEqualTo(fs.totalInodes());
            });
  }

  @Test
  void mountOptionsReachTheKernel() throws IOException {
    var volume = bench.volume(512 * MIB);
    var capability =
        new Capability(
            new Capability.Mount(
                Optional.of(FileSystemType.EXT4), List.of("noatime", "nosuid", "discard")),
            AccessMode.SINGLE_NODE_WRITER);
    node.stage(bench.stage(volume, capability), soon());
    node.publish(bench.publish(volume, capability, true), soon());

    for (Path path : List.of(bench.staging(volume), bench.target(volume))) {
      Mount mount = Bench.mountsAt(path).getLast();
      assertThat(mount.options()).contains("noatime", "nosuid");
      assertThat(mount.superOptions()).contains("discard");
    }
    node.stage(bench.stage(volume, capability), soon());
    assertThatThrownBy(() -> node.stage(bench.stage(volume, mount(FileSystemType.EXT4)), soon()))
        .isInstanceOfSatisfying(
            Failure.class, f -> assertThat(f.code()).isEqualTo(Failure.Code.ALREADY_EXISTS));
  }

  @Test
  void manyTargetsOfOneNodeShareTheVolumeWhenTheModeSaysSo() throws IOException {
    var volume = bench.volume(512 * MIB);
    var capability =
        new Capability(
            new Capability.Mount(Optional.empty(), List.of()), AccessMode.SINGLE_NODE_MULTI_WRITER);
    NodeService direct = bench.serviceWithoutStaging();
    direct.publish(bench.publishDirectly(volume, capability, false), soon());
    Path second = bench.root.resolve("second");
    direct.publish(
        new NodeRequest.Publish(
            volume.id().toString(),
            second,
            Optional.empty(),
            capability,
            true,
            volume.mapping(),
            VolumeContext.EMPTY),
        soon());

    Files.writeString(bench.target(volume).resolve("data"), "precious");
    assertThat(second.resolve("data")).hasContent("precious");
    assertThat(Bench.mountsAt(second).getLast().readOnly()).isTrue();
  }

  @Test
  void readersOfSeveralNodesDoNotEvenReplayTheJournal() throws IOException {
    for (FileSystemType type : FileSystemType.values()) {
      var volume = bench.volume(512 * MIB);
      node.stage(bench.stage(volume, mount(type)), soon());
      node.unstage(bench.unstage(volume), soon());
      var readers =
          new Capability(
              new Capability.Mount(Optional.of(type), List.of()),
              AccessMode.MULTI_NODE_READER_ONLY);

      node.stage(bench.stage(volume, readers), soon());

      Mount mount = Bench.mountsAt(bench.staging(volume)).getLast();
      assertThat(mount.readOnly()).isTrue();
      assertThat(String.join(",", mount.superOptions()))
          .containsAnyOf("noload", "norecovery", "nologreplay");
      node.unstage(bench.unstage(volume), soon());
    }
  }

  @Test
  void unpublishWaitsForNobodyWhoStillHasFilesOpen() throws IOException {
    var volume = bench.volume(512 * MIB);
    node.stage(bench.stage(volume, mount(FileSystemType.EXT4)), soon());
    node.publish(bench.publish(volume, mount(FileSystemType.EXT4), false), soon());
    try (var open = Files.newOutputStream(bench.target(volume).resolve("open"))) {
      assertThatThrownBy(() -> node.unpublish(bench.unpublish(volume), soon()))
          .isInstanceOfSatisfying(
              Failure.class, f -> assertThat(f.code()).isEqualTo(Failure.Code.UNAVAILABLE))
          .hasMessageContaining("still in use");
      open.write(1);
    }

    node.unpublish(bench.unpublish(volume), soon());

    assertThat(bench.target(volume)).doesNotExist();
  }

  @Test
  void somethingElseAtTheTargetIsNeitherCoveredNorUnmounted() throws IOException {
    var volume = bench.volume(512 * MIB);
    node.stage(bench.stage(volume, mount(FileSystemType.EXT4)), soon());
    Files.createDirectory(bench.target(volume));
    Bench.run("mount", "-t", "tmpfs", "tmpfs", bench.target(volume).toString());

    assertThatThrownBy(
            () -> node.publish(bench.publish(volume, mount(FileSystemType.EXT4), false), soon()))
        .isInstanceOfSatisfying(
            Failure.class, f -> assertThat(f.code()).isEqualTo(Failure.Code.ALREADY_EXISTS))
        .hasMessageContaining("tmpfs");
    assertThatThrownBy(() -> node.unpublish(bench.unpublish(volume), soon()))
        .isInstanceOfSatisfying(
            Failure.class, f -> assertThat(f.code()).isEqualTo(Failure.Code.FAILED_PRECONDITION))
        .hasMessageContaining("tmpfs");
    assertThat(Bench.mountsAt(bench.target(volume))).hasSize(1);
  }

  @Test
  void anotherVolumesMountIsNotUnmounted() throws IOException {
    var one = bench.volume(512 * MIB);
    var other = bench.volume(512 * MIB);
    node.stage(bench.stage(one, mount(FileSystemType.EXT4)), soon());

    assertThatThrownBy(() ->
            node.unstage(
                new NodeRequest.Unstage(other.id().toString(), bench.staging(one)), soon()))
        .isInstanceOfSatisfying(
            Failure.class, f -> assertThat(f.code()).isEqualTo(Failure.Code.FAILED_PRECONDITION));
    assertThat(Bench.mountsAt(bench.staging(one))).hasSize(1);
  }

  @ParameterizedTest
  @EnumSource(FileSystemType.class)
  void aVolumeWhoseLinkIsGoneCanStillBeGivenBack(FileSystemType type) throws IOException {
    var volume = bench.volume(512 * MIB);
    node.stage(bench.stage(volume, mount(type)), soon());
    node.publish(bench.publish(volume, mount(type), false), soon());
    Files.delete(volume.link());

    node.unpublish(bench.unpublish(volume), soon());
    node.unstage(bench.unstage(volume), soon());

    assertThat(bench.mounts()).isEmpty();
  }

  @Test
  void filesOfOthersAtTheTargetAreNotRemoved() throws IOException {
    var volume = bench.volume(64 * MIB);
    Files.createDirectory(bench.target(volume));
    Files.writeString(bench.target(volume).resolve("theirs"), "x");

    assertThatThrownBy(() -> node.unpublish(bench.unpublish(volume), soon()))
        .isInstanceOfSatisfying(
            Failure.class, f -> assertThat(f.code()).isEqualTo(Failure.Code.FAILED_PRECONDITION))
        .hasMessageContaining("not empty");
    assertThat(bench.target(volume).resolve("theirs")).hasContent("x");
  }

  @Test
  void aVolumeInRawUseIsNotMountedAndAMountedOneNotHandedOutRaw() throws IOException {
    var raw = bench.volume(512 * MIB);
    node.publish(bench.publish(raw, block(), false), soon());
    assertThatThrownBy(() -> node.stage(bench.stage(raw, mount(FileSystemType.EXT4)), soon()))
        .isInstanceOfSatisfying(
            Failure.class, f -> assertThat(f.code()).isEqualTo(Failure.Code.FAILED_PRECONDITION));

    var mounted = bench.volume(512 * MIB);
    node.stage(bench.stage(mounted, mount(FileSystemType.EXT4)), soon());
    assertThatThrownBy(() -> node.publish(bench.publish(mounted, block(), false), soon()))
        .isInstanceOfSatisfying(
            Failure.class, f -> assertThat(f.code()).isEqualTo(Failure.Code.FAILED_PRECONDITION));
  }
}
