package org.csiscaleio.deploy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The files of this source tree. */
final class Repository {
  static final Path DEPLOY = Path.of(System.getProperty("basedir", "")).toAbsolutePath();
  static final Path ROOT = DEPLOY.resolveSibling(".").normalize();

  private Repository() {}

  /** Files below a directory of {@code deploy} with such an end to their names, in order. */
  static List<Path> files(String directory, String... ends) {
    return filesBelow(DEPLOY.resolve(directory), ends);
  }

  static List<Path> filesBelow(Path directory, String... ends) {
    try (Stream<Path> walk = Files.walk(directory)) {
      return walk.filter(Files::isRegularFile)
          .filter(file -> Stream.of(ends).anyMatch(file.toString()::endsWith))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
