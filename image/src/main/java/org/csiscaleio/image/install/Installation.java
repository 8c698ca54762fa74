package org.csiscaleio.image.install;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * A copy of the program: {@code csi-scaleio-VERSION} in a directory, and beside it a symbolic link,
 * {@code csi-scaleio}, that leads to it. Each file is replaced in one step and the link comes last,
 * so a plugin that runs from there, or starts meanwhile, never meets half of it. Nothing is
 * removed.
 *
 * @param home of the copy
 * @param link by which its users know it
 */
record Installation(Path home, Path link) {

  /** Where a version's copy is to be in {@code directory}. */
  static Installation in(Path directory, String version) {
    return new Installation(
        directory.resolve("csi-scaleio-" + version), directory.resolve("csi-scaleio"));
  }

  /**
   * Copies, with the files' modes and times: the class-data archives know the jars by them.
   *
   * @throws NotDirectoryException when {@code csi-scaleio} is there and is no link
   */
  void copyFrom(Path program) throws IOException {
    if (Files.exists(link, LinkOption.NOFOLLOW_LINKS) && !Files.isSymbolicLink(link)) {
      throw new NotDirectoryException(link + " is there and is no symbolic link: move it away");
    }
    Files.walkFileTree(
        program,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path from, BasicFileAttributes attributes)
              throws IOException {
            Path to = home.resolve(program.relativize(from));
            Files.createDirectories(to);
            Files.setPosixFilePermissions(to, PosixFilePermissions.fromString("rwxr-xr-x"));
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path from, BasicFileAttributes attributes)
              throws IOException {
            replace(from, home.resolve(program.relativize(from)));
            return FileVisitResult.CONTINUE;
          }
        });
    Path half = half(link);
    Files.createSymbolicLink(half, home.getFileName());
    Files.move(half, link, StandardCopyOption.ATOMIC_MOVE);
  }

  private static void replace(Path from, Path to) throws IOException {
    Path half = half(to);
    Files.copy(from, half, StandardCopyOption.COPY_ATTRIBUTES, LinkOption.NOFOLLOW_LINKS);
    Files.move(half, to, StandardCopyOption.ATOMIC_MOVE);
  }

  private static Path half(Path file) throws IOException {
    Path half = file.resolveSibling("." + file.getFileName() + ".new");
    Files.deleteIfExists(half);
    return half;
  }
}
