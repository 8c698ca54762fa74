package org.csiscaleio.image.trace;

import java.security.SecureRandom;
import java.util.HexFormat;

/** New ids: random, and never all zeros, which would be none. */
final class SpanIds {
  private static final HexFormat HEX = HexFormat.of();

  private final SecureRandom random = new SecureRandom();

  /** 32 hexadecimal digits. */
  String trace() {
    return HEX.toHexDigits(random.nextLong()) + span();
  }

  /** 16 hexadecimal digits. */
  String span() {
    long id = random.nextLong();
    return HEX.toHexDigits(id == 0 ? 1 : id);
  }
}
