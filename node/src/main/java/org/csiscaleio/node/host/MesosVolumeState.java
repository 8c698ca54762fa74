package org.csiscaleio.node.host;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.util.Optional;

/**
 * What an agent's checkpoint {@code volume.state} says of a volume, in all releases of Mesos: a
 * length of four bytes, then a message whose field 1 is the state and field 5 the boot it was
 * reached in.
 *
 * @param published whether the state is PUBLISHED
 * @param bootId the kernel's boot id; empty when the checkpoint has none
 */
record MesosVolumeState(boolean published, Optional<String> bootId) {
  private static final int LENGTH_BYTES = 4;
  private static final int STATE = 1;
  private static final int BOOT_ID = 5;
  private static final int PUBLISHED = 3;

  /** Empty when it is no such checkpoint. */
  static Optional<MesosVolumeState> parse(byte[] checkpoint) {
    try {
      return Optional.of(read(checkpoint));
    } catch (IOException | IndexOutOfBoundsException e) {
      return Optional.empty();
    }
  }

  private static MesosVolumeState read(byte[] bytes) throws IOException {
    boolean published = false;
    Optional<String> bootId = Optional.empty();
    var at = new Cursor(bytes, LENGTH_BYTES);
    while (at.position < bytes.length) {
      long tag = at.varint();
      int field = (int) (tag >>> 3);
      switch ((int) (tag & 7)) {
        case 0 -> {
          long value = at.varint();
          published |= field == STATE && value == PUBLISHED;
        }
        case 1 -> at.skip(8);
        case 2 -> {
          int length = Math.toIntExact(Math.min(at.varint(), Integer.MAX_VALUE));
          String text = at.text(length);
          bootId = field == BOOT_ID ? Optional.of(text) : bootId;
        }
        case 5 -> at.skip(4);
        default -> throw new IOException("not a message");
      }
    }
    return new MesosVolumeState(published, bootId);
  }

  private static final class Cursor {
    private final byte[] bytes;
    private int position;

    Cursor(byte[] bytes, int position) {
      this.bytes = bytes;
      this.position = position;
    }

    long varint() throws IOException {
      long value = 0;
      for (int shift = 0; shift < 64; shift += 7) {
        byte next = bytes[position++];
        value |= (long) (next & 0x7F) << shift;
        if (next >= 0) {
          return value;
        }
      }
      throw new IOException("not a number");
    }

    String text(int length) {
      var text = new String(bytes, position, length, UTF_8);
      position += length;
      return text;
    }

    void skip(int length) {
      position = Math.addExact(position, length);
    }
  }
}
