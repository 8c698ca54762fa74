package org.csiscaleio.gateway.json;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;
import java.util.Random;

/** Makes broken answers out of good ones, the same for the same seed. */
public final class Garbage {
  private static final List<String> VALUES =
      List.of(
          "null",
          "true",
          "\"\"",
          "\"Infinity\"",
          "\"NaN\"",
          "-1",
          "1e400",
          "1E+99999999",
          "99999999999999999999999",
          "0.5",
          "[]",
          "{}",
          "[[{}]]",
          "{\"id\":{\"id\":[null]}}",
          "\"\\ud800\"",
          "\"5c7723f800000001\"",
          "NaN",
          "'x'",
          "undefined");

  private final Random random;

  public Garbage(long seed) {
    this.random = new Random(seed);
  }

  /** A broken variant of the text, or something else altogether. */
  public byte[] from(String good) {
    return switch (random.nextInt(8)) {
      case 0 -> noise(random.nextInt(200));
      case 1 -> good.substring(0, random.nextInt(good.length() + 1)).getBytes(UTF_8);
      case 2 -> withNoise(good.getBytes(UTF_8));
      case 3 -> "[".repeat(random.nextInt(2000)).getBytes(UTF_8);
      case 4 -> ("<html>" + good).getBytes(UTF_8);
      case 5 -> (good + good).getBytes(UTF_8);
      default -> withOtherValue(good).getBytes(UTF_8);
    };
  }

  private byte[] noise(int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }

  private byte[] withNoise(byte[] good) {
    for (int i = 0; i < 1 + random.nextInt(3) && good.length > 0; i++) {
      good[random.nextInt(good.length)] = (byte) random.nextInt();
    }
    return good;
  }

  /** Another value, often of another type, in place of one of the fields'. */
  private String withOtherValue(String good) {
    int colon = good.indexOf(':', random.nextInt(good.length()));
    int end = colon < 0 ? -1 : good.indexOf(',', colon);
    if (end < 0) {
      return VALUES.get(random.nextInt(VALUES.size()));
    }
    String value = VALUES.get(random.nextInt(VALUES.size()));
    return good.substring(0, colon + 1) + value + good.substring(end);
  }
}
