package org.csiscaleio.image.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whatever stands in the file, in the environment and on the command line: it is a configuration,
 * or there are complaints about it; nothing else happens, and no complaint repeats a password.
 */
class AnyTextTest {
  private static final String PASSWORD = "pl4nted-Secret";
  private static final List<String> SCRAPS =
      List.of(
          ": ",
          "\n",
          "- ",
          "  ",
          "[",
          "]",
          "{",
          "}",
          "'",
          "\"",
          "#",
          "&a ",
          "*a",
          "!!int ",
          "|\n",
          ">\n",
          "---\n",
          "...\n",
          "%YAML 1.2\n",
          "? ",
          "\t",
          "\0",
          "\ufeff",
          "\u2028",
          "é",
          "~",
          "null",
          "true",
          "yes",
          "0x10",
          "1e9",
          "-1",
          "99999999999999999999",
          "both",
          "node",
          "https://gw:443",
          "https://a:b@gw",
          "10s",
          "5d".repeat(32),
          "/",
          "ext4");

  @TempDir Path directory;

  static IntStream seeds() {
    return IntStream.range(0, 400);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void itIsAConfigurationOrThereAreComplaints(int seed) throws IOException {
    var random = new Random(seed);
    Map<String, String> environment = new HashMap<>();
    List<String> flags = new ArrayList<>();
    if (random.nextInt(4) > 0) {
      environment.put("CSI_ENDPOINT", "unix:///run/csi.sock");
      environment.put("X_CSI_SCALEIO_GATEWAY", "https://gw.example");
      environment.put("X_CSI_SCALEIO_PASSWORD", PASSWORD);
    }
    if (random.nextBoolean()) {
      Path file = directory.resolve("config.yaml");
      Files.write(file, bytes(random));
      flags.addAll(List.of("--config", file.toString()));
    }
    for (int i = random.nextInt(3); i > 0; i--) {
      Setting<?> setting = any(random, Catalogue.all());
      String name = any(random, setting.variables()).name();
      environment.put(name, text(random, 3));
    }
    for (int i = random.nextInt(3); i > 0; i--) {
      flags.add(random.nextBoolean() ? any(random, Catalogue.all()).flag() : text(random, 3));
      if (random.nextBoolean()) {
        flags.add(text(random, 3));
      }
    }

    String said;
    try {
      said = Configuration.read(flags, environment).toString();
    } catch (ConfigurationException e) {
      assertThat(e.problems()).isNotEmpty().allSatisfy(p -> assertThat(p).isNotBlank());
      said = String.join("\n", e.problems());
    }
    assertThat(said).doesNotContain(PASSWORD);
  }

  private static byte[] bytes(Random random) {
    byte[] bytes =
        (random.nextBoolean() ? keys(random) : text(random, 30))
            .getBytes(java.nio.charset.StandardCharsets.UTF_8);
    for (int i = random.nextInt(3); i > 0 && bytes.length > 0; i--) {
      bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
    }
    return bytes;
  }

  private static String keys(Random random) {
    var text = new StringBuilder();
    for (int i = random.nextInt(6); i >= 0; i--) {
      text.append(any(random, Catalogue.all()).key()).append(": ").append(text(random, 3));
      text.append('\n');
    }
    return text.toString();
  }

  private static String text(Random random, int most) {
    var text = new StringBuilder();
    for (int i = random.nextInt(most + 1); i > 0; i--) {
      text.append(any(random, SCRAPS));
    }
    return text.toString();
  }

  private static <T> T any(Random random, List<T> all) {
    return all.get(random.nextInt(all.size()));
  }
}
