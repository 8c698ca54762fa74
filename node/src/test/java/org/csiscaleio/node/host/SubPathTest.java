package org.csiscaleio.node.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.csiscaleio.node.host.Bench.MIB;
import static org.csiscaleio.node.host.Bench.mount;
import static org.csiscaleio.node.host.Bench.soon;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.csiscaleio.node.service.ArrayWish;
import org.csiscaleio.node.service.FileSystemType;
import org.csiscaleio.node.service.NodeRequest;
import org.csiscaleio.node.service.NodeService;
import org.csiscaleio.node.service.SubPath;
import org.csiscaleio.node.service.VolumeContext;
import org.csiscaleio.operation.Failure;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A directory of a volume is published, and the rest of it is never to be seen. */
class SubPathTest {
  private static final long SIZE = 128 * MIB;

  private Bench bench;

  @BeforeEach
  void begin() throws IOException {
    bench = new Bench();
  }

  @AfterEach
  void end() throws IOException {
    bench.close();
  }

  private static long size(FileSystemType type) {
    return type == FileSystemType.XFS ? 320 * MIB : SIZE;
  }

  private static VolumeContext context(String subPath) {
    return new VolumeContext(
        Optional.empty(), List.of(), Optional.of(new SubPath(Path.of(subPath))), ArrayWish.NONE);
  }

  private NodeRequest.Publish publish(
      Bench.Volume volume, FileSystemType type, String subPath, boolean readOnly) {
    var plain = bench.publishDirectly(volume, mount(type), readOnly);
    return new NodeRequest.Publish(
        plain.volumeId(),
        plain.targetPath(),
        plain.stagingPath(),
        plain.capability(),
        readOnly,
        plain.mapping(),
        context(subPath));
  }

  private void publish(Bench.Volume volume, String subPath) {
    bench
        .serviceWithoutStaging()
        .publish(publish(volume, FileSystemType.EXT4, subPath, false), soon());
  }

  /** A volume with these files, and links that lead to where the text says. */
  private Bench.Volume filled() throws IOException {
    Bench.Volume volume = bench.volume(SIZE);
    NodeService node = bench.serviceWithoutStaging();
    node.publish(bench.publishDirectly(volume, mount(FileSystemType.EXT4), false), soon());
    Path root = bench.target(volume);
    Files.createDirectories(root.resolve("data/inner"));
    Files.writeString(root.resolve("data/precious"), "precious");
    Files.writeString(root.resolve("hidden"), "hidden");
    Files.writeString(root.resolve("file"), "");
    Files.createSymbolicLink(root.resolve("absolute"), Path.of("/etc"));
    Files.createSymbolicLink(root.resolve("up"), Path.of("../.."));
    Files.createSymbolicLink(root.resolve("inside"), Path.of("data"));
    Files.createSymbolicLink(root.resolve("data/proc"), Path.of("/proc/self/root"));
    node.unpublish(bench.unpublish(volume), soon());
    return volume;
  }

  private static void assertRefused(ThrowingCallable call, String... words) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            Failure.class,
            failure -> {
              assertThat(failure.code()).isEqualTo(Failure.Code.FAILED_PRECONDITION);
              assertThat(failure.message()).contains(words);
            });
  }

  @ParameterizedTest
  @EnumSource(FileSystemType.class)
  void aFreshVolumeGetsTheDirectoryAndKeepsWhatIsWrittenThere(FileSystemType type)
      throws IOException {
    Bench.Volume volume = bench.volume(size(type));
    NodeService node = bench.serviceWithoutStaging();
    for (int i = 0; i < 2; i++) {
      node.publish(publish(volume, type, "data", false), soon());
      assertThat(Bench.mountsAt(bench.target(volume)))
          .singleElement()
          .satisfies(mount -> assertThat(mount.root()).isEqualTo("/data"));
      assertThat(bench.mounts()).hasSize(1);
    }
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(bench.target(volume))))
        .isEqualTo("rwxr-xr-x");
    assertThat(bench.target(volume)).isEmptyDirectory();
    Files.writeString(bench.target(volume).resolve("precious"), "precious");

    node.unpublish(bench.unpublish(volume), soon());
    assertThat(bench.target(volume)).doesNotExist();
    assertThat(bench.mounts()).isEmpty();

    node.publish(bench.publishDirectly(volume, mount(type), false), soon());
    assertThat(bench.target(volume).resolve("data/precious")).hasContent("precious");
    node.unpublish(bench.unpublish(volume), soon());
  }

  @Test
  void onlyTheDirectoryIsToBeSeen() throws IOException {
    Bench.Volume volume = filled();

    publish(volume, "data");

    assertThat(bench.target(volume).resolve("precious")).hasContent("precious");
    assertThat(bench.target(volume).resolve("hidden")).doesNotExist();
    assertThat(bench.target(volume).resolve("../hidden")).doesNotExist();
    assertThat(bench.mounts()).hasSize(1);
  }

  @Test
  void aDirectoryFurtherDownIsShownAndMade() throws IOException {
    publish(filled(), "data/inner");
    Bench.Volume fresh = bench.volume(SIZE);

    publish(fresh, "a/b/c");

    assertThat(Bench.mountsAt(bench.target(fresh)).getFirst().root()).isEqualTo("/a/b/c");
  }

  @ParameterizedTest
  @ValueSource(strings = {"absolute", "up", "inside", "up/x", "data/proc", "data/proc/etc"})
  void noLinkIsFollowed(String subPath) throws IOException {
    Bench.Volume volume = filled();

    assertRefused(() -> publish(volume, subPath), "a link is on the way", subPath);
    assertThat(bench.target(volume)).doesNotExist();
    assertThat(bench.mounts()).isEmpty();
  }

  @Test
  void aFileIsNoDirectory() throws IOException {
    Bench.Volume volume = filled();

    assertRefused(() -> publish(volume, "file"), "no directory");
  }

  @Test
  void inAVolumeThatHoldsOtherThingsNoDirectoryIsMade() throws IOException {
    Bench.Volume volume = filled();

    assertRefused(() -> publish(volume, "Data"), "Data", "absolute, data, file, hidden");
    assertThat(bench.mounts()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "/data", "..", "../data", "data/../..", "./data", "da\nta"})
  void whatCouldLeadOutOfTheVolumeIsNoSubPath(String path) {
    assertThatThrownBy(() -> new SubPath(Path.of(path)))
        .isInstanceOfSatisfying(
            Failure.class,
            failure -> assertThat(failure.code()).isEqualTo(Failure.Code.INVALID_ARGUMENT));
  }

  @Test
  void aReaderGetsItReadOnlyAndMakesNothing() throws IOException {
    Bench.Volume volume = filled();
    NodeService node = bench.serviceWithoutStaging();

    node.publish(publish(volume, FileSystemType.EXT4, "data", true), soon());

    assertThat(bench.target(volume).resolve("precious")).hasContent("precious");
    assertThatThrownBy(() -> Files.writeString(bench.target(volume).resolve("new"), ""))
        .isInstanceOf(IOException.class);
    node.unpublish(bench.unpublish(volume), soon());
    assertRefused(
        () -> node.publish(publish(volume, FileSystemType.EXT4, "none", true), soon()),
        "a reader makes none");
  }

  @Test
  void aStagedVolumeShowsItsDirectoryAtTheTarget() throws IOException {
    Bench.Volume volume = bench.volume(SIZE);
    NodeService node = bench.service();
    node.stage(bench.stage(volume, mount(FileSystemType.EXT4)), soon());
    var plain = bench.publish(volume, mount(FileSystemType.EXT4), false);
    var request =
        new NodeRequest.Publish(
            plain.volumeId(),
            plain.targetPath(),
            plain.stagingPath(),
            plain.capability(),
            false,
            plain.mapping(),
            context("data"));

    for (int i = 0; i < 2; i++) {
      node.publish(request, soon());
    }

    assertThat(Bench.mountsAt(bench.target(volume)))
        .singleElement()
        .satisfies(mount -> assertThat(mount.root()).isEqualTo("/data"));
    assertThat(bench.staging(volume).resolve("data")).isDirectory();
    node.unpublish(bench.unpublish(volume), soon());
    node.unstage(bench.unstage(volume), soon());
    assertThat(bench.mounts()).isEmpty();
  }

  @Test
  void whatIsShownIsNotTakenForAnotherDirectoryOrTheWhole() throws IOException {
    Bench.Volume volume = filled();
    publish(volume, "data");

    for (ThrowingCallable other :
        List.<ThrowingCallable>of(
            () -> publish(volume, "data/inner"),
            () ->
                bench
                    .serviceWithoutStaging()
                    .publish(
                        bench.publishDirectly(volume, mount(FileSystemType.EXT4), false),
                        soon()))) {
      assertThatThrownBy(other)
          .isInstanceOfSatisfying(
              Failure.class,
              failure -> {
                assertThat(failure.code()).isEqualTo(Failure.Code.ALREADY_EXISTS);
                assertThat(failure.message()).contains("directory /data");
              });
    }
  }

  /** A child has what its parent had open until it is another program. */
  @Test
  void childrenThatAreBornMeanwhileDoNotKeepTheVolume() throws Exception {
    Bench.Volume volume = filled();
    var enough = new AtomicBoolean();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 3; i++) {
        var _ =
            threads.submit(() -> {
              while (!enough.get()) {
                new ChildProcesses().run(List.of("true"), soon());
              }
              return true;
            });
      }
      try {
        for (int i = 0; i < 60; i++) {
          publish(volume, "data");
          assertThat(bench.target(volume).resolve("precious")).hasContent("precious");
          bench.serviceWithoutStaging().unpublish(bench.unpublish(volume), soon());
        }
      } finally {
        enough.set(true);
      }
    }
  }
}
