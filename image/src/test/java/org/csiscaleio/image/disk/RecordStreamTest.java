package org.csiscaleio.image.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RecordStreamTest {
  /** Gives so many bytes at a time, and fails when asked for none: sockets would wait there. */
  private static final class Dripping extends InputStream {
    private final byte[] bytes;
    private final int most;
    private int at;

    Dripping(String text, int most) {
      this.bytes = text.getBytes(StandardCharsets.UTF_8);
      this.most = most;
    }

    @Override
    public int read() {
      return at < bytes.length ? bytes[at++] & 0xff : -1;
    }

    @Override
    public int read(byte[] into, int offset, int length) {
      if (length == 0) {
        throw new IllegalStateException("asked for nothing");
      }
      int count = Math.min(Math.min(length, most), bytes.length - at);
      if (count <= 0) {
        return -1;
      }
      System.arraycopy(bytes, at, into, offset, count);
      at += count;
      return count;
    }
  }

  private static List<String> all(InputStream in) throws IOException {
    var records = new ArrayList<String>();
    try (var stream = new RecordStream(in)) {
      for (Optional<String> next = stream.next(); next.isPresent(); next = stream.next()) {
        records.add(next.get());
      }
    }
    return records;
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 5, 100})
  void recordsComeWholeHoweverTheyAreSplit(int bytesAtATime) throws IOException {
    assertThat(all(new Dripping("5\nhello0\n3\n\"ä10\n{\"a\":\n\"b\"}", bytesAtATime)))
        .containsExactly("hello", "", "\"ä", "{\"a\":\n\"b\"}");
  }

  @Test
  void aRecordIsThereAsSoonAsItsLastByteIs() throws IOException {
    try (var stream = new RecordStream(new Dripping("5\nhello", 2))) {
      assertThat(stream.next()).contains("hello");
    }
  }

  @Test
  void anEmptyStreamHasEnded() throws IOException {
    assertThat(all(new ByteArrayInputStream(new byte[0]))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "'12\nhello', after 5 of 12 bytes",
    "'12', within the length",
    "'5\nhello7', within the length",
    "'\nhello', in place of a length",
    "'-1\nhello', in place of a length",
    "'<html>', in place of a length",
    "'5 \nhello', in place of a length",
    "'0x5\nhello', in place of a length",
    "'12345678901\n', in place of a length",
    "'999999999\n', more than 67108864 are not taken",
  })
  void whatIsNoStreamOfRecordsIsSaidToBeNone(String text, String complaint) {
    assertThatThrownBy(() -> all(new Dripping(text, 3)))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(complaint);
  }
}
