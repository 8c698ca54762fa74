package org.csiscaleio.image.install;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InstallationTest {
  private static final FileTime TIME = FileTime.from(Instant.parse("2026-01-01T00:00:00Z"));

  @TempDir Path directory;
  private Path program;
  private Path host;

  @BeforeEach
  void makeAProgram() throws IOException {
    program = Files.createDirectories(directory.resolve("image/csi-scaleio"));
    host = Files.createDirectory(directory.resolve("host"));
    Path launcher = Files.createDirectory(program.resolve("bin")).resolve("csi-scaleio");
    Files.writeString(launcher, "new");
    Files.setPosixFilePermissions(launcher, PosixFilePermissions.fromString("rwxr-xr-x"));
    Files.setLastModifiedTime(launcher, TIME);
    Files.createSymbolicLink(program.resolve("licence"), Path.of("bin/csi-scaleio"));
  }

  @Test
  void aCopyHasTheModesTimesAndLinksOfWhatItWasMadeFrom() throws IOException {
    Installation.in(host, "1.2.3").copyFrom(program);

    Path launcher = host.resolve("csi-scaleio/bin/csi-scaleio");
    assertThat(launcher).hasContent("new").isExecutable();
    assertThat(Files.getLastModifiedTime(launcher)).isEqualTo(TIME);
    assertThat(Files.readSymbolicLink(host.resolve("csi-scaleio/licence")))
        .isEqualTo(Path.of("bin/csi-scaleio"));
    assertThat(Files.readSymbolicLink(host.resolve("csi-scaleio")))
        .isEqualTo(Path.of("csi-scaleio-1.2.3"));
  }

  /** A file that is open keeps its content: its name is given to another. */
  @Test
  void installingAgainReplacesFilesWithoutTouchingOpenOnes() throws IOException {
    Installation.in(host, "1.2.3").copyFrom(program);
    Path launcher = host.resolve("csi-scaleio-1.2.3/bin/csi-scaleio");
    try (var open = Files.newBufferedReader(launcher)) {
      Files.writeString(program.resolve("bin/csi-scaleio"), "newer");

      Installation.in(host, "1.2.3").copyFrom(program);

      assertThat(open.readLine()).isEqualTo("new");
      assertThat(launcher).hasContent("newer");
    }
  }

  @Test
  void anotherVersionStaysAndTheLinkLeadsToTheNewOne() throws IOException {
    Installation.in(host, "1.2.3").copyFrom(program);

    Installation.in(host, "1.2.4").copyFrom(program);

    assertThat(host.resolve("csi-scaleio-1.2.3/bin/csi-scaleio")).exists();
    assertThat(host.resolve("csi-scaleio").toRealPath())
        .isEqualTo(host.resolve("csi-scaleio-1.2.4").toRealPath());
  }

  @Test
  void aDirectoryOfThatNameIsNotOursToReplace() throws IOException {
    Files.createDirectory(host.resolve("csi-scaleio"));

    assertThatThrownBy(() -> Installation.in(host, "1.2.3").copyFrom(program))
        .hasMessageContaining("move it away");
    assertThat(host.resolve("csi-scaleio-1.2.3")).doesNotExist();
  }
}
