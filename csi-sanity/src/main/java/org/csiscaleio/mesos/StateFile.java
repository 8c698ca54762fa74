package org.csiscaleio.mesos;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import tools.jackson.databind.json.JsonMapper;

/** A checkpoint: src/slave/state.hpp. Replaced as a whole, never half-written. */
public final class StateFile {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private StateFile() {}

  /** Writes a record; directories are made. */
  public static void write(Path path, Object state) {
    try {
      Files.createDirectories(path.getParent());
      Path draft = Files.createTempFile(path.getParent(), ".", ".draft");
      Files.writeString(draft, JSON.writeValueAsString(state));
      Files.move(draft, path, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot checkpoint " + path, e);
    }
  }

  /** Reads a record, if there is one. */
  public static <T> Optional<T> read(Path path, Class<T> kind) {
    try {
      return Files.exists(path)
          ? Optional.of(JSON.readValue(Files.readString(path), kind))
          : Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the checkpoint " + path, e);
    }
  }
}
