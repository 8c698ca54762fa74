package org.csiscaleio.mesos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.csiscaleio.mesos.container.Containerizer.Isolation;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Deletes as recklessly as the agent does, and nowhere but where it may. */
class RecursiveDeleteTest {
  @TempDir private Path directory;
  private Machine machine;
  private Path mounted;

  @BeforeEach
  void mount() throws IOException {
    machine = new Machine(directory, Isolation.POSIX);
    mounted = Files.createDirectories(directory.resolve("W/mounts/v1/target"));
    machine.mount("mount", "-t", "tmpfs", "tmpfs", mounted.toString());
    Files.writeString(mounted.resolve("data"), "precious");
  }

  @AfterEach
  void unmount() {
    machine.mount("umount", mounted.toString());
  }

  @Test
  void whatIsStillMountedLosesItsData() {
    assertThatThrownBy(() -> machine.delete().tree(directory.resolve("W/mounts/v1")))
        .isInstanceOf(Failed.class)
        .hasMessageContaining("busy");

    assertThat(mounted).isEmptyDirectory();
  }

  @Test
  void theContentsAloneCanBeDeleted() {
    machine.delete().contents(mounted);

    assertThat(mounted).isEmptyDirectory();
  }

  @Test
  void whatIsNotThereIsAnError() {
    assertThatThrownBy(() -> machine.delete().tree(directory.resolve("W/nothing")))
        .isInstanceOf(Failed.class);
  }

  @Test
  void nothingOutsideIsDeleted() throws IOException {
    var narrow = new RecursiveDelete(Files.createDirectories(directory.resolve("narrow")));

    assertThatThrownBy(() -> narrow.tree(mounted)).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> narrow.tree(directory.resolve("narrow")))
        .isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> narrow.contents(directory.resolve("narrow/../W")))
        .isInstanceOf(IllegalStateException.class);
    assertThat(mounted.resolve("data")).hasContent("precious");
  }

  @Test
  void itWorksOnlyBelowTheDirectoryForTemporaryFiles() {
    assertThatThrownBy(() -> new RecursiveDelete(Path.of("/usr")))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new RecursiveDelete(Path.of("/")))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new RecursiveDelete(Path.of(System.getProperty("java.io.tmpdir"))))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
