package org.csiscaleio.whole;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Random;
import org.csiscaleio.rig.VolumeUse;

/**
 * What a task writes and expects to find again: bytes that follow from a seed, synced to the
 * device. On a raw device at its beginning and its end.
 */
record TaskData(long seed) {
  private static final int BYTES = 1 << 20;

  void write(VolumeUse use) {
    try (FileChannel file = FileChannel.open(path(use), openForWrite(use))) {
      file.write(ByteBuffer.wrap(bytes(0)), 0);
      if (use.wish().isBlock()) {
        file.write(ByteBuffer.wrap(bytes(1)), file.size() - BYTES);
      }
      file.force(true);
    } catch (IOException e) {
      throw new UncheckedIOException("a task could not write to " + use.target(), e);
    }
  }

  void assertThere(VolumeUse use) {
    try (FileChannel file = FileChannel.open(path(use), READ)) {
      assertThat(read(file, 0)).isEqualTo(bytes(0));
      if (use.wish().isBlock()) {
        assertThat(read(file, file.size() - BYTES)).isEqualTo(bytes(1));
      }
    } catch (IOException e) {
      throw new UncheckedIOException("a task could not read from " + use.target(), e);
    }
  }

  /** What is at the beginning, for raw devices that have grown since. */
  void assertBeginningThere(VolumeUse use) {
    try (FileChannel file = FileChannel.open(path(use), READ)) {
      assertThat(read(file, 0)).isEqualTo(bytes(0));
    } catch (IOException e) {
      throw new UncheckedIOException("a task could not read from " + use.target(), e);
    }
  }

  private static java.nio.file.OpenOption[] openForWrite(VolumeUse use) {
    return use.wish().isBlock()
        ? new java.nio.file.OpenOption[] {WRITE}
        : new java.nio.file.OpenOption[] {WRITE, CREATE};
  }

  /** Where on the host the bytes are. */
  static Path path(VolumeUse use) {
    return use.wish().isBlock() ? use.target() : use.target().resolve("data");
  }

  private byte[] bytes(int part) {
    var bytes = new byte[BYTES];
    new Random(seed + part).nextBytes(bytes);
    return bytes;
  }

  private static byte[] read(FileChannel file, long position) throws IOException {
    var buffer = ByteBuffer.allocate(BYTES);
    while (buffer.hasRemaining() && file.read(buffer, position + buffer.position()) > 0) {
      // Read on.
    }
    return buffer.array();
  }
}
