package org.csiscaleio.image.mesos;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Puts files below a directory, each in one step. What is there and says something else is kept
 * unless it may be replaced; then nothing at all is written.
 */
final class Delivery {
  private static final Set<PosixFilePermission> FOR_ROOT =
      PosixFilePermissions.fromString("rw-------");
  private static final Set<PosixFilePermission> FOR_ALL =
      PosixFilePermissions.fromString("rw-r--r--");
  private static final FileAttribute<Set<PosixFilePermission>> ROOTS_DIRECTORY =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

  private final Path root;
  private final Consumer<String> report;

  /**
   * @param root stands for the agent's root directory
   * @param report is told what was done with each file
   */
  Delivery(Path root, Consumer<String> report) {
    this.root = root;
    this.report = report;
  }

  /** Where a file goes. */
  private Path target(AgentFile file) {
    return root.resolve(Path.of("/").relativize(file.path()));
  }

  /** Those that are there and say something else. */
  List<Path> differing(List<AgentFile> files) throws IOException {
    var differing = new ArrayList<Path>();
    for (AgentFile file : files) {
      if (Files.exists(target(file), LinkOption.NOFOLLOW_LINKS) && !isSame(file)) {
        differing.add(target(file));
      }
    }
    return differing;
  }

  /** What a file says before it is written; nothing when it is not there, or no file. */
  String before(AgentFile file) throws IOException {
    return Files.isRegularFile(target(file), LinkOption.NOFOLLOW_LINKS)
        ? Files.readString(target(file))
        : "";
  }

  /** Writes them all, the last one last; cut short, the same again does the rest. */
  void write(List<AgentFile> files) throws IOException {
    for (AgentFile file : files) {
      if (isSame(file)) {
        if (file.secretive()) {
          Files.setPosixFilePermissions(target(file), FOR_ROOT);
        }
        report.accept("unchanged " + target(file));
      } else {
        write(file);
        report.accept("written   " + target(file));
      }
    }
  }

  private boolean isSame(AgentFile file) throws IOException {
    try {
      return Files.isRegularFile(target(file), LinkOption.NOFOLLOW_LINKS)
          && Files.readString(target(file)).equals(file.text());
    } catch (NoSuchFileException e) {
      return false;
    }
  }

  private void write(AgentFile file) throws IOException {
    Path target = target(file);
    Path directory = target.resolveSibling(".").normalize();
    if (file.secretive() && !Files.isDirectory(directory)) {
      Files.createDirectories(directory.resolveSibling(".").normalize());
      Files.createDirectory(directory, ROOTS_DIRECTORY);
    } else {
      Files.createDirectories(directory);
    }
    Path half = target.resolveSibling("." + target.getFileName() + ".new");
    Files.deleteIfExists(half);
    Set<PosixFilePermission> permissions = file.secretive() ? FOR_ROOT : FOR_ALL;
    try (FileChannel channel =
        FileChannel.open(
            half,
            Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
            PosixFilePermissions.asFileAttribute(FOR_ROOT))) {
      ByteBuffer bytes = StandardCharsets.UTF_8.encode(file.text());
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      channel.force(true);
    }
    Files.setPosixFilePermissions(half, permissions);
    Files.move(half, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }
}
