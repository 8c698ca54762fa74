package org.csiscaleio.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.csiscaleio.operation.Deadline;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** That opening a system costs a starting program next to nothing. */
class LazinessTest {

  /** Opens a system, and uses it when told to. */
  static final class Program {
    private Program() {}

    public static void main(String[] arguments) {
      var settings =
          GatewaySettings.of(
              "http://127.0.0.1:1",
              GatewayCredentials.fixed("admin", "none"),
              new GatewayTls.Insecure());
      ScaleIoSystem system = HttpScaleIoSystem.open(settings);
      if (arguments.length > 0) {
        try {
          system.sdcs(Deadline.after(Duration.ofSeconds(10)));
        } catch (GatewayException e) {
          System.out.println(e.kind());
        }
      }
    }
  }

  @Test
  void openingLoadsNeitherHttpClientNorJsonParser(@TempDir Path dir) throws Exception {
    assertThat(loadedBy(dir)).anyMatch(line -> line.contains("HttpScaleIoSystem"));
    assertThat(loadedBy(dir)).noneMatch(LazinessTest::isHeavy);

    assertThat(loadedBy(dir, "use")).anyMatch(LazinessTest::isHeavy);
  }

  private static boolean isHeavy(String line) {
    return line.contains("okhttp3.")
        || line.contains("tools.jackson.")
        || line.contains("kotlin.")
        || line.contains("org.slf4j.");
  }

  private static List<String> loadedBy(Path dir, String... arguments) throws Exception {
    Path log = dir.resolve("classes.txt");
    var command =
        new java.util.ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xlog:class+load:file=" + log,
                "-cp",
                System.getProperty("java.class.path", ""),
                Program.class.getName()));
    command.addAll(List.of(arguments));
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(dir.resolve("output.txt").toFile())
            .start();
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as(Files.readString(dir.resolve("output.txt"))).isZero();
    return Files.readAllLines(log);
  }
}
