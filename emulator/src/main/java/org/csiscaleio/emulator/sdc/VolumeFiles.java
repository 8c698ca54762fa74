package org.csiscaleio.emulator.sdc;

import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The bytes of the array's volumes: one sparse file each, {@code <volume id>.img}. */
final class VolumeFiles {
  private static final String BEGUN = ".copy";
  private static final Pattern NAME = Pattern.compile("([0-9a-f]{16})(\\.img|\\.copy)");

  private static final int COPY_SECONDS = 60;

  private final Path folder;

  /** Makes the folder when it is missing. */
  VolumeFiles(Path folder) throws IOException {
    Files.createDirectories(folder);
    this.folder = folder.toRealPath();
  }

  /** Absolute and without symbolic links, as the kernel reports files. */
  Path folder() {
    return folder;
  }

  Path of(String volumeId) {
    return folder.resolve(volumeId + ".img");
  }

  /** The volume's file, at least this large: made or grown when it is not, never cut. */
  Path sized(String volumeId, long sizeKib) throws IOException {
    Path file = of(volumeId);
    try (var bytes = new RandomAccessFile(file.toFile(), "rw")) {
      if (bytes.length() < sizeKib * 1024) {
        bytes.setLength(sizeKib * 1024);
      }
    }
    return file;
  }

  /**
   * Emptied before it goes, so that its space is free at once even while a device that leads
   * nowhere still holds it.
   */
  void remove(String volumeId) throws IOException {
    Path file = of(volumeId);
    if (Files.exists(file)) {
      try (var bytes = new RandomAccessFile(file.toFile(), "rw")) {
        bytes.setLength(0);
      }
      Files.delete(file);
    }
  }

  /** Keeps the source's bytes of now for a volume that is to come; holes stay holes. */
  void beginCopy(String sourceId, String newId) throws IOException {
    Path source = of(sourceId);
    Path copy = begun(newId);
    Files.deleteIfExists(copy);
    if (Files.exists(source)) {
      run("cp", "--sparse=always", "--reflink=auto", "--", source.toString(), copy.toString());
    }
  }

  /** They are that volume's from now on. */
  void endCopy(String newId) throws IOException {
    if (Files.exists(begun(newId))) {
      Files.move(begun(newId), of(newId), StandardCopyOption.ATOMIC_MOVE);
    }
  }

  private Path begun(String volumeId) {
    return folder.resolve(volumeId + BEGUN);
  }

  /** After a sudden end: copies are ended or dropped, and what belongs to no volume goes. */
  void recover(Predicate<String> volumeExists) throws IOException {
    List<Path> all;
    try (Stream<Path> listed = Files.list(folder)) {
      all = listed.toList();
    }
    for (Path file : all) {
      Matcher name = NAME.matcher(file.getFileName().toString());
      if (!name.matches()) {
        continue;
      }
      String volumeId = name.group(1);
      if (!volumeExists.test(volumeId)) {
        Files.delete(file);
      } else if (name.group(2).equals(BEGUN)) {
        endCopy(volumeId);
      }
    }
  }

  /** The target's bytes become the source's; holes stay holes. In place: devices see it. */
  void copy(String sourceId, String targetId) throws IOException {
    Path source = of(sourceId);
    Path target = of(targetId);
    long targetBytes = Files.exists(target) ? Files.size(target) : 0;
    if (Files.exists(source)) {
      run("cp", "--sparse=always", "--reflink=auto", "--", source.toString(), target.toString());
    } else if (targetBytes > 0) {
      try (var bytes = new RandomAccessFile(target.toFile(), "rw")) {
        bytes.setLength(0);
      }
    }
    sized(targetId, targetBytes / 1024);
  }

  private static void run(String... command) throws IOException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    try (InputStream output = process.getInputStream()) {
      if (!process.waitFor(COPY_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new IOException(List.of(command) + " took longer than " + COPY_SECONDS + " s");
      }
      if (process.exitValue() != 0) {
        String text = new String(output.readAllBytes(), StandardCharsets.UTF_8).strip();
        throw new IOException(List.of(command) + " failed: " + text);
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
      throw new IOException(List.of(command) + " was interrupted", e);
    }
  }
}
