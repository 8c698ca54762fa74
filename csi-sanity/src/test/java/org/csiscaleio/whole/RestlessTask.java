package org.csiscaleio.whole;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.csiscaleio.rig.Await;
import org.csiscaleio.rig.VolumeUse;

/**
 * A task that writes record after record to one file, which it keeps open, and syncs each; until it
 * cannot. It can be held between two records, as if its host stood still. On a raw device its
 * records lie between those of {@link TaskData}.
 */
final class RestlessTask implements AutoCloseable {
  private static final Duration LIMIT = Duration.ofSeconds(20);
  private static final int RECORD_BYTES = 4096;
  private static final long BEHIND_TASK_DATA = 4L << 20;

  private final VolumeUse use;
  private final FileChannel file;
  private final Semaphore turn = new Semaphore(1, true);
  private final CompletableFuture<IOException> failure = new CompletableFuture<>();
  private final Thread thread;
  private final AtomicInteger synced = new AtomicInteger();
  private volatile boolean closed;

  private RestlessTask(VolumeUse use, FileChannel file) {
    this.use = use;
    this.file = file;
    this.thread = Thread.ofPlatform().name("task on " + use.host().name()).unstarted(this::write);
  }

  /** Starts it. */
  static RestlessTask on(VolumeUse use) {
    try {
      Set<OpenOption> options = use.wish().isBlock() ? Set.of(WRITE) : Set.of(WRITE, CREATE);
      var task = new RestlessTask(use, FileChannel.open(path(use), options));
      task.thread.start();
      return task;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void write() {
    while (!closed) {
      turn.acquireUninterruptibly();
      try {
        if (!closed) {
          int index = synced.get();
          file.write(ByteBuffer.wrap(record(index)), position(use, index));
          file.force(true);
          synced.set(index + 1);
        }
      } catch (IOException e) {
        failure.complete(e);
        return;
      } finally {
        turn.release();
      }
    }
  }

  /** Returns when it has written so many records more. */
  void awaitRecords(int more) {
    int wanted = synced.get() + more;
    Await.until(wanted + " records of a task", LIMIT, () -> synced.get() >= wanted);
  }

  /** Returns between two records; no other is begun. */
  void hold() {
    turn.acquireUninterruptibly();
  }

  /** Lets it go on; says what its next record fails with. */
  IOException goesOnAndFails() {
    int before = synced.get();
    turn.release();
    try {
      IOException why = failure.get(LIMIT.toMillis(), TimeUnit.MILLISECONDS);
      assertThat(synced.get()).as("records synced").isEqualTo(before);
      return why;
    } catch (TimeoutException e) {
      throw new AssertionError("it has written " + (synced.get() - before) + " records more", e);
    } catch (ExecutionException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** All records that were synced are there, as seen from anywhere. */
  void assertSyncedRecordsAreThere(VolumeUse seen) {
    assertThat(synced.get()).isPositive();
    try (FileChannel there = FileChannel.open(path(seen), READ)) {
      for (int i = 0; i < synced.get(); i++) {
        var buffer = ByteBuffer.allocate(RECORD_BYTES);
        there.read(buffer, position(seen, i));
        assertThat(buffer.array()).as("record " + i).isEqualTo(record(i));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path path(VolumeUse use) {
    return use.wish().isBlock() ? use.target() : use.target().resolve("records");
  }

  private static long position(VolumeUse use, int index) {
    return (use.wish().isBlock() ? BEHIND_TASK_DATA : 0) + (long) index * RECORD_BYTES;
  }

  private static byte[] record(int index) {
    var bytes = new byte[RECORD_BYTES];
    new Random(index).nextBytes(bytes);
    return bytes;
  }

  @Override
  public void close() {
    end();
  }

  /** The task ends, and closes its file; nothing more when it has. */
  void end() {
    closed = true;
    turn.release();
    try {
      thread.join(LIMIT);
      file.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
