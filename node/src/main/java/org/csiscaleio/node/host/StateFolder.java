package org.csiscaleio.node.host;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.csiscaleio.operation.Finding;

/** The directory of this host's records: whether there is, or can be, one that takes files. */
final class StateFolder {
  static final String PART = "state directory";

  /** A record has less than 1 KiB; this is what a journal or a copy may need besides. */
  private static final long LEAST_BYTES = 1 << 20;

  private static final long SCARCE_BYTES = 16 << 20;

  private final Kernel kernel;
  private final Path directory;

  StateFolder(Kernel kernel, Path directory) {
    this.kernel = kernel;
    this.directory = directory;
  }

  List<Finding> look() throws IOException {
    Path there = directory;
    Optional<FileStat> found = kernel.stat(there);
    while (found.isEmpty() && there.getParent() != null) {
      there = there.getParent();
      found = kernel.stat(there);
    }
    if (found.isEmpty() || !found.get().is(FileStat.Kind.DIRECTORY)) {
      return List.of(fail(there + " is not a directory"));
    }
    if (!Files.isWritable(there)) {
      return List.of(fail(there + " cannot be written"));
    }
    Space space = kernel.space(there);
    String seen =
        there.equals(directory)
            ? directory + " can be written"
            : directory + " is made in " + there + " when the first record is written";
    String free = ", " + (space.availableBytes() >> 20) + " MiB free";
    boolean noInodes = space.totalInodes() > 0 && space.freeInodes() == 0;
    if (space.availableBytes() < LEAST_BYTES || noInodes) {
      return List.of(fail(there + " is full" + (noInodes ? ": it has no inode left" : free)));
    }
    return List.of(
        space.availableBytes() < SCARCE_BYTES
            ? Finding.warn(PART, seen + free, "make room there")
            : Finding.ok(PART, seen + free));
  }

  private static Finding fail(String seen) {
    return Finding.fail(
        PART,
        seen,
        "make it writable, make room, or set stateDir; in a container show a directory of the host"
            + " there");
  }
}
