package org.csiscaleio.whole;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.csiscaleio.rig.Await;
import org.csiscaleio.rig.LoopDevice;
import org.csiscaleio.rig.MountTable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The disk that fails really fails, and lets go of everybody in the end. */
@Timeout(60)
final class FaultDiskTest {
  private static final int SIZE = 64 << 20;
  private static final int MIB = 1 << 20;
  private static final Duration A_WHILE = Duration.ofMillis(500);

  private Path folder;
  private FaultDisk disk;

  @BeforeEach
  void create(@TempDir Path folder) throws IOException {
    this.folder = folder.toRealPath();
    disk = FaultDisk.create(this.folder.resolve("disk"), SIZE);
  }

  @AfterEach
  void close() {
    disk.close();
    assertThat(MountTable.now().under(folder)).isEmpty();
    Await.until("no device", Duration.ofSeconds(10), () -> LoopDevice.over(folder).isEmpty());
  }

  @Test
  void aHealthyDiskKeepsWhatIsWritten() throws Exception {
    write(MIB, (byte) 7);

    assertThat(read(MIB)).isEqualTo((byte) 7);
    assertThat(Files.size(disk.bytes())).isEqualTo(SIZE);
    try (InputStream bytes = Files.newInputStream(disk.bytes())) {
      bytes.skipNBytes(MIB);
      assertThat(bytes.read()).isEqualTo(7);
    }
  }

  @Test
  void readsFailUntilTheyMayWorkAgain() throws Exception {
    assertThat(read(0)).isZero();

    disk.failReads();
    assertThatThrownBy(() -> read(0)).isInstanceOf(IOException.class).hasMessageContaining("error");

    disk.ok();
    assertThat(read(0)).isZero();
  }

  @Test
  void onlyReadsInTheRangeFail() throws Exception {
    disk.failReads(MIB, 4096);

    assertThat(read(0)).isZero();
    assertThatThrownBy(() -> read(MIB)).isInstanceOf(IOException.class);
    assertThat(read(8 * MIB)).isZero();
  }

  @Test
  void writesFailWhileReadsWork() throws Exception {
    disk.failWrites();

    assertThatThrownBy(() -> write(0, (byte) 1)).isInstanceOf(IOException.class);
    assertThat(read(8 * MIB)).isZero();
    try (InputStream bytes = Files.newInputStream(disk.bytes())) {
      assertThat(bytes.read()).isZero();
    }
  }

  @Test
  void aHungReadGoesOnWhenReleased() throws Exception {
    disk.hang();
    CompletableFuture<Byte> reading = readApart(0);
    assertStillHangs(reading);

    disk.ok();

    assertThat(reading.get(10, TimeUnit.SECONDS)).isZero();
  }

  @Test
  void aHungReadFailsWhenTheDiskFails() {
    disk.hangReads();
    CompletableFuture<Byte> reading = readApart(0);
    assertStillHangs(reading);

    disk.command("fail all");

    assertThatThrownBy(() -> reading.get(10, TimeUnit.SECONDS))
        .isInstanceOf(ExecutionException.class)
        .hasCauseInstanceOf(IOException.class);
  }

  @Test
  void readsWorkWhileWritesHang() throws Exception {
    disk.hangWrites();

    assertThat(read(0)).isZero();
  }

  @Test
  void killingTheFileSystemFreesWhatHangs() {
    disk.hang();
    CompletableFuture<Byte> reading = readApart(0);
    assertStillHangs(reading);

    disk.kill();

    assertThatThrownBy(() -> reading.get(10, TimeUnit.SECONDS))
        .isInstanceOf(ExecutionException.class)
        .hasCauseInstanceOf(IOException.class);
    assertThatThrownBy(() -> read(0)).isInstanceOf(IOException.class);
  }

  @Test
  void closingFreesWhatHangs() {
    disk.hang();
    CompletableFuture<Byte> reading = readApart(0);
    assertStillHangs(reading);

    disk.close();

    Await.until("the read ends", Duration.ofSeconds(10), reading::isDone);
  }

  @ParameterizedTest
  @ValueSource(strings = {"explode", "fail sideways", "fail read 1", "hang all 0 0", ""})
  void whatItDoesNotUnderstandIsRefusedAndChangesNothing(String command) throws Exception {
    assertThatThrownBy(() -> disk.command(command)).hasMessageContaining("error:");

    assertThat(read(0)).isZero();
  }

  /** That something does not end can only be seen by waiting; a false green is not possible. */
  private static void assertStillHangs(CompletableFuture<Byte> reading) {
    assertThatThrownBy(() -> reading.get(A_WHILE.toMillis(), TimeUnit.MILLISECONDS))
        .isInstanceOf(TimeoutException.class);
  }

  private CompletableFuture<Byte> readApart(long offset) {
    var answer = new CompletableFuture<Byte>();
    Thread.ofPlatform()
        .daemon()
        .start(() -> {
          try {
            answer.complete(read(offset));
          } catch (IOException e) {
            answer.completeExceptionally(e);
          }
        });
    return answer;
  }

  private byte read(long offset) throws IOException {
    try (var channel = FileChannel.open(disk.device(), StandardOpenOption.READ)) {
      ByteBuffer one = ByteBuffer.allocate(4096);
      if (channel.read(one, offset) != 4096) {
        throw new IOException("read error: nothing at " + offset);
      }
      return one.get(0);
    }
  }

  private void write(long offset, byte value) throws IOException {
    try (var channel = FileChannel.open(disk.device(), StandardOpenOption.WRITE)) {
      ByteBuffer block = ByteBuffer.allocate(4096);
      for (int i = 0; i < 4096; i++) {
        block.put(i, value);
      }
      channel.write(block, offset);
      channel.force(true);
    }
  }
}
