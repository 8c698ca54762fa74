package org.csiscaleio.emulator.state;

import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.csiscaleio.emulator.model.ArrayTables;
import org.csiscaleio.emulator.model.Change;
import org.csiscaleio.emulator.model.ChangeLog;
import org.csiscaleio.emulator.model.ObjectId;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JsonEncoding;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/**
 * Keeps the array in a folder. Every change is appended to a journal before it counts, so that a
 * killed process loses nothing (a lost machine may: nothing is forced to disk). Now and then the
 * whole array goes to {@code state.json}, atomically, and a new journal begins.
 *
 * <p>Every journal line has a number; {@code state.json} says up to which it holds, so a journal
 * that is left over from before it does no harm.
 */
public final class StateStore implements ChangeLog, AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger("emulator.state");
  private static final JsonFactory JSON = new JsonFactory();
  private static final long JOURNAL_BYTES = 4 << 20;

  private final Path folder;
  private final FileChannel lockFile;
  private final ExecutorService writer =
      Executors.newSingleThreadExecutor(Thread.ofPlatform().daemon().name("state").factory());
  private @Nullable FileChannel journal;
  private long systemId;
  private long lastLine;
  private @Nullable Future<?> snapshot;

  /**
   * Takes a folder, made if need be.
   *
   * @throws IllegalStateException when another process has it
   */
  public StateStore(Path folder) {
    this.folder = folder;
    try {
      Files.createDirectories(folder);
      lockFile =
          FileChannel.open(
              folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      FileLock lock = tryLock();
      if (lock == null) {
        lockFile.close();
        throw new IllegalStateException("another emulator has the state folder " + folder);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot use the state folder " + folder, e);
    }
  }

  private @Nullable FileLock tryLock() throws IOException {
    try {
      return lockFile.tryLock();
    } catch (OverlappingFileLockException e) {
      return null;
    }
  }

  private Path stateFile() {
    return folder.resolve("state.json");
  }

  /**
   * Fills the tables with what was kept, and begins a new journal.
   *
   * @throws IllegalStateException when what was kept is another system's or cannot be read
   */
  public void load(ArrayTables tables, long systemId) {
    try {
      lastLine = new StateReader(folder, tables, systemId).read();
      write(new Everything(systemId, tables, lastLine));
      for (Path old : StateReader.journals(folder)) {
        Files.delete(old);
      }
      journal = begin();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the state in " + folder, e);
    }
    this.systemId = systemId;
  }

  /** All objects of one moment. */
  private static final class Everything {
    private final long systemId;
    private final int generation;
    private final long lastLine;
    private final List<Object> objects = new ArrayList<>();

    Everything(long systemId, ArrayTables tables, long lastLine) {
      this.systemId = systemId;
      this.generation = tables.generation();
      this.lastLine = lastLine;
      objects.add(tables.settings());
      objects.addAll(tables.domains());
      objects.addAll(tables.pools());
      objects.addAll(tables.sdcs());
      objects.addAll(tables.vtrees());
      objects.addAll(tables.volumes());
    }
  }

  private FileChannel begin() throws IOException {
    return FileChannel.open(
        folder.resolve(StateReader.journalName(lastLine + 1)),
        StandardOpenOption.CREATE_NEW,
        StandardOpenOption.WRITE);
  }

  @Override
  public void append(Change change, ArrayTables tables) {
    FileChannel to = journal;
    if (to == null) {
      throw new IllegalStateException("the state store is not open");
    }
    try {
      if (to.position() > JOURNAL_BYTES && (snapshot == null || snapshot.isDone())) {
        to = renew(to, tables);
      }
      ByteBuffer line = ByteBuffer.wrap(line(change, lastLine + 1));
      long start = to.position();
      try {
        while (line.hasRemaining()) {
          to.write(line);
        }
      } catch (IOException e) {
        to.truncate(start);
        throw e;
      }
      lastLine++;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write the journal in " + folder, e);
    }
  }

  /** The array as it is goes to state.json in the background; changes go to a new journal. */
  private FileChannel renew(FileChannel full, ArrayTables tables) throws IOException {
    Everything everything = new Everything(systemId, tables, lastLine);
    List<Path> old = StateReader.journals(folder);
    FileChannel fresh = begin();
    journal = fresh;
    full.close();
    snapshot = writer.submit(() -> writeAndForget(everything, old));
    return fresh;
  }

  private void writeAndForget(Everything everything, List<Path> oldJournals) {
    try {
      write(everything);
      for (Path old : oldJournals) {
        Files.deleteIfExists(old);
      }
    } catch (IOException | RuntimeException e) {
      log.warn("state.json is not written anew, the journals stay: {}", e.toString());
    }
  }

  private static byte[] line(Change change, long number) {
    var bytes = new ByteArrayOutputStream();
    try (JsonGenerator json =
        JSON.createGenerator(ObjectWriteContext.empty(), bytes, JsonEncoding.UTF8)) {
      json.writeStartObject();
      json.writeNumberProperty("line", number);
      json.writeNumberProperty("generation", change.generation());
      json.writeArrayPropertyStart("put");
      change.puts().forEach(object -> ObjectJson.write(json, object));
      json.writeEndArray();
      ids(json, "removedVolumes", change.removedVolumes());
      ids(json, "removedVTrees", change.removedVTrees());
      ids(json, "removedSdcs", change.removedSdcs());
      json.writeEndObject();
    }
    bytes.write('\n');
    return bytes.toByteArray();
  }

  private static void ids(JsonGenerator json, String name, List<Long> ids) {
    if (!ids.isEmpty()) {
      json.writeArrayPropertyStart(name);
      ids.forEach(id -> json.writeString(ObjectId.text(id)));
      json.writeEndArray();
    }
  }

  private void write(Everything everything) throws IOException {
    Path part = folder.resolve("state.json.part");
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(part), 1 << 16);
        JsonGenerator json =
            JSON.createGenerator(ObjectWriteContext.empty(), out, JsonEncoding.UTF8)) {
      json.writeStartObject();
      json.writeNumberProperty("format", 1);
      json.writeStringProperty("systemId", ObjectId.text(everything.systemId));
      json.writeNumberProperty("generation", everything.generation);
      json.writeNumberProperty("lastLine", everything.lastLine);
      json.writeArrayPropertyStart("objects");
      for (Object object : everything.objects) {
        json.writeRaw('\n');
        ObjectJson.write(json, object);
      }
      json.writeEndArray();
      json.writeEndObject();
    }
    Files.move(part, stateFile(), StandardCopyOption.ATOMIC_MOVE);
  }

  /** Writes everything to state.json and lets the folder go. No change may follow. */
  public void saveAndClose(ArrayTables tables) {
    endBackgroundWriting();
    try {
      writeAndForget(new Everything(systemId, tables, lastLine), StateReader.journals(folder));
    } catch (IOException e) {
      log.warn("state.json is not written anew: {}", e.toString());
    }
    close();
  }

  private void endBackgroundWriting() {
    writer.shutdown();
    try {
      if (!writer.awaitTermination(30, TimeUnit.SECONDS)) {
        log.warn("state.json is still being written");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Lets the folder go as it is, which is enough to go on from. */
  @Override
  public void close() {
    endBackgroundWriting();
    try {
      if (journal != null) {
        journal.close();
      }
      lockFile.close();
    } catch (IOException e) {
      log.warn("closing the state folder: {}", e.toString());
    }
  }
}
