package org.csiscaleio.image.disk;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * A stream of records as Mesos cuts it: the record's length in bytes, in decimal digits, a line
 * feed, the record. Whatever else comes ends the stream with words, for there is no way to tell
 * where the next record begins.
 */
final class RecordStream implements AutoCloseable {
  /** Many times the offers of the largest clusters. */
  static final int LONGEST_BYTES = 64 << 20;

  private static final int PIECE_BYTES = 8192;

  /** Of the digits; that many are more than the longest has. */
  private static final int MOST_DIGITS = 10;

  private final InputStream in;

  RecordStream(InputStream in) {
    this.in = in;
  }

  /**
   * The next record, waited for; empty when the stream has ended behind one.
   *
   * @throws IOException when it ends within a record, or is no such stream
   */
  Optional<String> next() throws IOException {
    int length = length();
    if (length < 0) {
      return Optional.empty();
    }
    // Piece by piece: an announced length alone must not take memory. And never for no bytes, as
    // readNBytes(int) does at its end: that would wait for the next record.
    var record = new ByteArrayOutputStream();
    byte[] piece = new byte[PIECE_BYTES];
    while (record.size() < length) {
      int read = in.read(piece, 0, Math.min(piece.length, length - record.size()));
      if (read < 0) {
        throw new EOFException(
            "it ended within an event, after " + record.size() + " of " + length + " bytes");
      }
      record.write(piece, 0, read);
    }
    return Optional.of(record.toString(StandardCharsets.UTF_8));
  }

  /** The length that stands before the next record; -1 at the end. */
  private int length() throws IOException {
    long length = 0;
    for (int digits = 0; ; digits++) {
      int read = in.read();
      if (read < 0 && digits == 0) {
        return -1;
      }
      if (read < 0) {
        throw new EOFException("it ended within the length of an event");
      }
      if (read == '\n' && digits > 0) {
        break;
      }
      if (read < '0' || read > '9' || digits == MOST_DIGITS) {
        throw new IOException(
            "it is no stream of events: byte " + read + " is in place of a length");
      }
      length = 10 * length + (read - '0');
    }
    if (length > LONGEST_BYTES) {
      throw new IOException(
          "an event of "
              + length
              + " bytes was announced; more than "
              + LONGEST_BYTES
              + " are not taken");
    }
    return (int) length;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
