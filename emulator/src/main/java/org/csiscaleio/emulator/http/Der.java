package org.csiscaleio.emulator.http;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/**
 * As much of ASN.1's DER as one certificate takes. A library would take longer to load than this.
 */
final class Der {
  private static final DateTimeFormatter UTC_TIME = DateTimeFormatter.ofPattern("yyMMddHHmmss'Z'");

  private Der() {}

  /** Any value by its tag. */
  static byte[] value(int tag, byte[]... parts) {
    var content = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      content.writeBytes(part);
    }
    var out = new ByteArrayOutputStream();
    out.write(tag);
    int length = content.size();
    if (length < 128) {
      out.write(length);
    } else {
      byte[] bytes = BigInteger.valueOf(length).toByteArray();
      int from = bytes[0] == 0 ? 1 : 0;
      out.write(0x80 | (bytes.length - from));
      out.write(bytes, from, bytes.length - from);
    }
    out.writeBytes(content.toByteArray());
    return out.toByteArray();
  }

  static byte[] sequence(byte[]... parts) {
    return value(0x30, parts);
  }

  static byte[] set(byte[]... parts) {
    return value(0x31, parts);
  }

  static byte[] integer(BigInteger number) {
    return value(0x02, number.toByteArray());
  }

  static byte[] bool(boolean truth) {
    return value(0x01, new byte[] {(byte) (truth ? 0xff : 0)});
  }

  static byte[] nothing() {
    return value(0x05);
  }

  static byte[] bits(byte[] whole) {
    return value(0x03, new byte[1], whole);
  }

  static byte[] octets(byte[] content) {
    return value(0x04, content);
  }

  static byte[] utf8(String text) {
    return value(0x0c, text.getBytes(StandardCharsets.UTF_8));
  }

  static byte[] time(Instant instant) {
    String text = UTC_TIME.format(instant.atOffset(ZoneOffset.UTC));
    return value(0x17, text.getBytes(StandardCharsets.US_ASCII));
  }

  /** An object identifier in dots. */
  static byte[] oid(String dots) {
    String[] arcs = dots.split("\\.", -1);
    var content = new ByteArrayOutputStream();
    content.write(Integer.parseInt(arcs[0]) * 40 + Integer.parseInt(arcs[1]));
    for (int i = 2; i < arcs.length; i++) {
      int arc = Integer.parseInt(arcs[i]);
      for (int shift = 28; shift >= 0; shift -= 7) {
        if (arc >>> shift != 0 || shift == 0) {
          content.write((arc >>> shift & 0x7f) | (shift == 0 ? 0 : 0x80));
        }
      }
    }
    return value(0x06, content.toByteArray());
  }
}
