package org.csiscaleio.image.relay;

import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Reads what of a GetPluginInfoResponse a relay wants to know: {@code map<string, string> manifest
 * = 3}, the same field in all generations. Other fields are passed over, known or not.
 */
final class PluginInfo {
  private static final int MANIFEST = 3;
  private static final int KEY = 1;
  private static final int VALUE = 2;

  private static final int VARINT = 0;
  private static final int FIXED64 = 1;
  private static final int LENGTH_DELIMITED = 2;
  private static final int FIXED32 = 5;

  private PluginInfo() {}

  /**
   * @throws IOException when it is no protobuf message
   */
  static Map<String, String> manifest(byte[] message) throws IOException {
    Map<String, String> manifest = new LinkedHashMap<>();
    try {
      ByteBuffer in = ByteBuffer.wrap(message);
      while (in.hasRemaining()) {
        long tag = varint(in);
        ByteBuffer content = content(tag, in);
        if (tag >>> 3 == MANIFEST) {
          entry(content, manifest);
        }
      }
      return manifest;
    } catch (ArithmeticException | BufferUnderflowException | IllegalArgumentException e) {
      throw new IOException("the answer to GetPluginInfo cannot be read", e);
    }
  }

  private static void entry(ByteBuffer in, Map<String, String> manifest) {
    String key = "";
    String value = "";
    while (in.hasRemaining()) {
      long tag = varint(in);
      ByteBuffer content = content(tag, in);
      if (tag >>> 3 == KEY) {
        key = StandardCharsets.UTF_8.decode(content).toString();
      } else if (tag >>> 3 == VALUE) {
        value = StandardCharsets.UTF_8.decode(content).toString();
      }
    }
    manifest.put(key, value);
  }

  /** Passes over a field's value; what there is of it when it has a length. */
  private static ByteBuffer content(long tag, ByteBuffer in) {
    int length =
        switch ((int) tag & 7) {
          case VARINT -> {
            varint(in);
            yield 0;
          }
          case FIXED64 -> 8;
          case LENGTH_DELIMITED -> Math.toIntExact(Math.min(varint(in), Integer.MAX_VALUE));
          case FIXED32 -> 4;
          default -> throw new IllegalArgumentException("not a wire type");
        };
    ByteBuffer content = in.slice();
    // Both refuse what lies beyond the end.
    in.position(Math.addExact(in.position(), length));
    return content.limit(length);
  }

  private static long varint(ByteBuffer in) {
    long value = 0;
    for (int shift = 0; shift < 64; shift += 7) {
      byte next = in.get();
      value |= (next & 0x7fL) << shift;
      if (next >= 0) {
        return value;
      }
    }
    throw new IllegalArgumentException("not a varint");
  }
}
