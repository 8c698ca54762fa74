package org.csiscaleio.mesos.container;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import org.csiscaleio.mesos.RecursiveDelete;

/**
 * The directory of a plugin's socket: made by mkdtemp below the agent's TMPDIR, hence of mode 0700
 * and the agent's, remembered by a symlink W/csi/T/N/containers/cid/endpoint and taken again by
 * later runs: src/csi/paths.cpp, getEndpointSocketPath.
 */
record EndpointDirectory(Path symlink, Path temporary) {

  private static final String LETTERS =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

  /** The socket's path; the directory is made when it is not there any more. */
  Path socket() {
    try {
      Optional<Path> there = real();
      if (there.isPresent()) {
        return there.get().resolve("endpoint.sock");
      }
      Files.createDirectories(symlink.getParent());
      Files.deleteIfExists(symlink);
      Files.createDirectories(temporary);
      Path made = makeTemporary();
      Files.createSymbolicLink(symlink, made);
      return made.resolve("endpoint.sock");
    } catch (IOException e) {
      throw new UncheckedIOException("no directory for the endpoint", e);
    }
  }

  /** mkdtemp("mesos-csi-XXXXXX"). */
  private Path makeTemporary() throws IOException {
    var random = new StringBuilder("mesos-csi-");
    ThreadLocalRandom.current()
        .ints(6, 0, LETTERS.length())
        .forEach(index -> random.append(LETTERS.charAt(index)));
    return Files.createDirectory(
        temporary.resolve(random.toString()),
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
  }

  /** Deletes it with what is in it, if it is there. */
  void remove(RecursiveDelete delete) {
    real().ifPresent(delete::tree);
  }

  private Optional<Path> real() {
    try {
      return Files.exists(symlink) && Files.exists(symlink, LinkOption.NOFOLLOW_LINKS)
          ? Optional.of(symlink.toRealPath())
          : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
