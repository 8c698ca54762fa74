package org.csiscaleio.model;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;

/** A number in a volume, by which one can tell whose content it has. */
final class Token {
  private static final int BLOCK = 4096;

  /** Behind all that is looked at when a device is probed. */
  private static final long POSITION = 256L << 20;

  private static final OpenOption DIRECT = direct();

  private Token() {}

  /** By its name, because naming it in an import is a warning that cannot be answered. */
  private static OpenOption direct() {
    try {
      return (OpenOption)
          Class.forName("com.sun.nio.file.ExtendedOpenOption").getField("DIRECT").get(null);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  static void write(Path path, boolean isFileSystem, long token) {
    ByteBuffer buffer = block().putLong(0, token);
    try (FileChannel channel =
        isFileSystem
            ? FileChannel.open(path.resolve("token"), CREATE, WRITE)
            : FileChannel.open(path, WRITE, DIRECT)) {
      channel.write(buffer, isFileSystem ? 0 : POSITION);
      channel.force(true);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What was written last; 0 when nothing was. */
  static long read(Path path, boolean isFileSystem) {
    Path file = isFileSystem ? path.resolve("token") : path;
    if (isFileSystem && !Files.exists(file)) {
      return 0;
    }
    ByteBuffer buffer = block();
    // Two devices of one volume know nothing of each other's pages.
    try (FileChannel channel =
        isFileSystem ? FileChannel.open(file, READ) : FileChannel.open(file, READ, DIRECT)) {
      if (channel.read(buffer, isFileSystem ? 0 : POSITION) != BLOCK) {
        throw new IOException(file + " is too short");
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return buffer.getLong(0);
  }

  private static ByteBuffer block() {
    return ByteBuffer.allocateDirect(2 * BLOCK).alignedSlice(BLOCK).limit(BLOCK);
  }
}
