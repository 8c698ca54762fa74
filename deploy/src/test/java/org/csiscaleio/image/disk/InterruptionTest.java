package org.csiscaleio.image.disk;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.csiscaleio.deploy.master.Disks;
import org.csiscaleio.deploy.master.Fate;
import org.csiscaleio.deploy.master.MasterDouble;
import org.csiscaleio.image.Main;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The real program as a process of its own. */
class InterruptionTest {
  private static final int PATIENCE_SECONDS = 60;

  @TempDir Path directory;

  @Test
  void whoPressesCtrlCLeavesNoFrameworkBehind() throws Exception {
    try (MasterDouble master = MasterDouble.start(11)) {
      master.allocation().agent("node17.example").has(Disks.pool("rp-1", "thin-xfs", 65536));
      master.allocation().fate(new Fate.Pending());
      Path said = directory.resolve("said");
      Process process = start(master, said);
      try {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (!master.requests().contains("SUPPRESS")) {
          assertThat(process.isAlive()).as(Files.readString(said)).isTrue();
          assertThat(System.nanoTime()).isLessThan(end);
          Thread.sleep(10);
        }

        new ProcessBuilder("kill", "-INT", Long.toString(process.pid())).start().waitFor();

        assertThat(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
      } finally {
        process.destroyForcibly();
      }
      assertThat(process.exitValue()).isEqualTo(130);
      assertThat(Files.readString(said)).contains("interrupted", "csi-scaleio disk list");
      assertThat(master.allocation().tornDown()).isEqualTo(1);
      assertThat(master.allocation().offersOut()).isZero();
    }
  }

  private static Process start(MasterDouble master, Path said) throws Exception {
    return new ProcessBuilder(
            // A shell that starts tests in the background lets them ignore SIGINT.
            "env",
            "--default-signal=INT",
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            Main.class.getName(),
            "disk",
            "create",
            "--master",
            master.address(),
            "--profile",
            "thin-xfs",
            "--size",
            "16GiB",
            "--role",
            "db")
        .redirectErrorStream(true)
        .redirectOutput(said.toFile())
        .start();
  }
}
