package org.csiscaleio.image.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.csiscaleio.image.config.Configuration;
import org.csiscaleio.image.server.SocketFile;
import org.csiscaleio.operation.Finding;
import org.csiscaleio.operation.Finding.Level;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whether a plugin could listen, and that looking takes no socket away. */
class EndpointCheckTest {
  @TempDir Path directory;

  private List<Finding> look(Path path) {
    return new EndpointCheck(
            new Configuration.Endpoint(path, 0600, Optional.empty(), Optional.empty()))
        .look();
  }

  private Finding only(Path path) {
    List<Finding> findings = look(path);
    assertThat(findings).hasSize(1);
    return findings.getFirst();
  }

  @Test
  void aFreePathIsOkAndADirectoryThatCanBeMadeToo() {
    assertThat(only(directory.resolve("csi.sock")).seen()).contains("can listen");
    assertThat(only(directory.resolve("new/csi.sock")).seen()).contains("is made (0700)");
    assertThat(directory.resolve("new")).doesNotExist();
    assertThat(only(directory.resolve("much/too/deep.sock")).level()).isEqualTo(Level.FAIL);
  }

  @Test
  void aLivingPluginIsSaidAndADeadOnesSocketIsNotInTheWay() throws IOException {
    Path path = directory.resolve("csi.sock");
    SocketFile socket = SocketFile.bind(path, 0600, Optional.empty(), Optional.empty());
    assertThat(only(path).seen()).contains("is serving");
    socket.channel().close();
    assertThat(only(path).seen()).contains("can listen");
    assertThat(path).exists();
  }

  @Test
  void whatIsNoSocketFails() throws IOException {
    Path file = Files.writeString(directory.resolve("file"), "x");
    assertThat(only(file).level()).isEqualTo(Level.FAIL);
  }

  @Test
  void anOwnerThatIsNotThereFails() {
    List<Finding> findings =
        new EndpointCheck(
                new Configuration.Endpoint(
                    directory.resolve("csi.sock"),
                    0600,
                    Optional.of("nobody-by-this-name"),
                    Optional.of("root")))
            .look();
    assertThat(findings).extracting(Finding::level).containsExactly(Level.OK, Level.FAIL, Level.OK);
  }
}
