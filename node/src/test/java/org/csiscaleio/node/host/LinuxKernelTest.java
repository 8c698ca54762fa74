package org.csiscaleio.node.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LinuxKernelTest {
  private final LinuxKernel kernel = new LinuxKernel();

  @TempDir Path directory;

  @Test
  void directoriesAndFilesAreMadeAndRemovedOnce() throws IOException {
    Path made = directory.resolve("made");
    kernel.makeDirectory(made);
    assertThat(made).isDirectory();
    assertThatThrownBy(() -> kernel.makeDirectory(made))
        .isInstanceOfSatisfying(
            ErrnoException.class, e -> assertThat(e.errno()).isEqualTo(Errno.EEXIST))
        .hasMessageContaining(made.toString());

    Path file = made.resolve("file");
    kernel.createFile(file);
    assertThat(file).isEmptyFile();
    assertThatThrownBy(() -> kernel.createFile(file))
        .isInstanceOfSatisfying(
            ErrnoException.class, e -> assertThat(e.errno()).isEqualTo(Errno.EEXIST));
    assertThatThrownBy(() -> kernel.removeDirectory(made))
        .isInstanceOfSatisfying(
            ErrnoException.class, e -> assertThat(e.errno()).isEqualTo(Errno.ENOTEMPTY));

    kernel.unlink(file);
    kernel.removeDirectory(made);
    assertThat(made).doesNotExist();
    assertThatThrownBy(() -> kernel.unlink(file))
        .isInstanceOfSatisfying(
            ErrnoException.class, e -> assertThat(e.errno()).isEqualTo(Errno.ENOENT));
  }

  @Test
  void aFileIsNotMadeThroughALink() throws IOException {
    Path elsewhere = directory.resolve("elsewhere");
    Path link = Files.createSymbolicLink(directory.resolve("link"), elsewhere);

    assertThatThrownBy(() -> kernel.createFile(link)).isInstanceOf(ErrnoException.class);
    assertThat(elsewhere).doesNotExist();
  }

  @Test
  void pathsAreToldApart() throws IOException {
    Path link = Files.createSymbolicLink(directory.resolve("link"), directory);

    assertThat(kernel.stat(directory).orElseThrow().kind()).isEqualTo(FileStat.Kind.DIRECTORY);
    assertThat(kernel.stat(link).orElseThrow().kind()).isEqualTo(FileStat.Kind.DIRECTORY);
    assertThat(kernel.linkStat(link).orElseThrow().kind()).isEqualTo(FileStat.Kind.SYMBOLIC_LINK);
    assertThat(kernel.stat(directory.resolve("nothing"))).isEmpty();
    assertThat(kernel.stat(Path.of("/dev/null")).orElseThrow().kind())
        .isEqualTo(FileStat.Kind.OTHER);
    assertThat(kernel.resolve(link)).contains(directory.toRealPath());
    assertThat(kernel.resolve(directory.resolve("nothing"))).isEmpty();
    assertThat(kernel.list(directory)).containsExactly("link");
    assertThat(kernel.list(directory.resolve("nothing"))).isEmpty();
  }

  @Test
  void spaceIsWhatJavaSeesToo() throws IOException {
    Space space = kernel.space(directory);

    assertThat(space.totalBytes()).isEqualTo(Files.getFileStore(directory).getTotalSpace());
    assertThat(space.freeBytes()).isBetween(0L, space.totalBytes());
    assertThat(space.freeInodes()).isLessThanOrEqualTo(space.totalInodes());
    assertThatThrownBy(() -> kernel.space(directory.resolve("nothing")))
        .isInstanceOfSatisfying(
            ErrnoException.class, e -> assertThat(e.errno()).isEqualTo(Errno.ENOENT));
  }

  @Test
  void aDirectoryIsNoMountPointAndNoDevice() {
    assertThatThrownBy(() -> kernel.unmount(directory, false))
        .isInstanceOfSatisfying(
            ErrnoException.class, e -> assertThat(e.errno()).isEqualTo(Errno.EINVAL));
    assertThatThrownBy(() -> kernel.mount(directory, directory, "ext4", 0, ""))
        .isInstanceOf(ErrnoException.class);
    assertThatThrownBy(() -> kernel.control(Path.of("/dev/null"), 0x610E, new byte[32]))
        .isInstanceOfSatisfying(
            ErrnoException.class, e -> assertThat(e.errno()).isEqualTo(Errno.ENOTTY));
  }

  @Test
  void warmingUpMayBeDoneTwice() {
    kernel.warm();
    kernel.warm();
  }
}
