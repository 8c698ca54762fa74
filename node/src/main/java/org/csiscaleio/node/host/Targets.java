package org.csiscaleio.node.host;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.csiscaleio.gateway.VolumeId;
import org.csiscaleio.operation.Deadline;
import org.csiscaleio.operation.Failure;

/** Makes and removes what volumes are shown on: an empty directory or an empty file, no more. */
final class Targets {
  private final Kernel kernel;
  private final BoundedCalls calls;
  private final Mounts mounts;

  Targets(Kernel kernel, BoundedCalls calls, Mounts mounts) {
    this.kernel = kernel;
    this.calls = calls;
    this.mounts = mounts;
  }

  boolean makeDirectory(VolumeId volume, Path path, Deadline deadline) {
    return make(volume, path, FileStat.Kind.DIRECTORY, kernel::makeDirectory, deadline);
  }

  boolean makeFile(VolumeId volume, Path path, Deadline deadline) {
    return make(volume, path, FileStat.Kind.FILE, kernel::createFile, deadline);
  }

  void requireDirectory(VolumeId volume, Path path, Deadline deadline) {
    require(volume, path, FileStat.Kind.DIRECTORY, deadline);
  }

  void requireFile(VolumeId volume, Path path, Deadline deadline) {
    require(volume, path, FileStat.Kind.FILE, deadline);
  }

  private void require(VolumeId volume, Path path, FileStat.Kind kind, Deadline deadline) {
    Optional<Path> real = mounts.canonical(volume, path, deadline);
    if (real.isEmpty() || !isThere(volume, path, real.get(), kind, deadline)) {
      throw Failure.precondition(
          path
              + " does not exist, and before CSI 1 the orchestrator makes it. If it has, this"
              + " plugin does not see the orchestrator's directories: let it run in the host's"
              + " mount namespace, or share that path with it");
    }
  }

  /** Whether something of that kind is there; another kind is a failure. */
  private boolean isThere(
      VolumeId volume, Path path, Path real, FileStat.Kind kind, Deadline deadline) {
    Optional<FileStat> there = look(volume, real, deadline);
    if (there.isPresent() && !there.get().is(kind)) {
      throw Failure.precondition(
          path + " is " + there.get().kind().words() + ", and " + kind.words() + " is needed");
    }
    return there.isPresent();
  }

  /** Makes something at a path. */
  @FunctionalInterface
  private interface Maker {
    void make(Path path) throws IOException;
  }

  private boolean make(
      VolumeId volume, Path path, FileStat.Kind kind, Maker maker, Deadline deadline) {
    Path real =
        mounts
            .canonical(volume, path, deadline)
            .orElseThrow(() ->
                Failure.precondition(
                    path
                        + " cannot be made: its parent directory does not exist; the"
                        + " orchestrator has to make it"));
    if (isThere(volume, path, real, kind, deadline)) {
      return false;
    }
    try {
      calls.change(volume, "making " + path, deadline, () -> maker.make(real));
      return true;
    } catch (IOException e) {
      throw HostFailures.of(path + " cannot be made", e);
    }
  }

  void removeEmpty(VolumeId volume, Path path, Deadline deadline) {
    Optional<Path> real = mounts.canonical(volume, path, deadline);
    if (real.isEmpty()) {
      return;
    }
    Optional<FileStat> there = look(volume, real.get(), deadline);
    if (there.isEmpty()) {
      return;
    }
    try {
      switch (there.get().kind()) {
        case DIRECTORY ->
            calls.change(
                volume, "removing " + path, deadline, () -> kernel.removeDirectory(real.get()));
        case FILE -> removeFile(volume, real.get(), there.get().sizeBytes(), deadline);
        default ->
            throw Failure.precondition(
                path + " is " + there.get().kind().words() + " and not ours to remove");
      }
    } catch (ErrnoException e) {
      if (e.is(Errno.ENOENT)) {
        return;
      }
      throw HostFailures.of(
          "volume "
              + volume
              + " is not mounted at "
              + path
              + " any more, but the path cannot be removed; what is in it is not ours",
          e);
    } catch (IOException e) {
      throw HostFailures.of(path + " cannot be removed", e);
    }
  }

  private void removeFile(VolumeId volume, Path path, long sizeBytes, Deadline deadline)
      throws IOException {
    if (sizeBytes > 0) {
      throw Failure.precondition(
          path + " is a file of " + sizeBytes + " bytes and not ours to remove");
    }
    calls.change(volume, "removing " + path, deadline, () -> kernel.unlink(path));
  }

  private Optional<FileStat> look(VolumeId volume, Path path, Deadline deadline) {
    try {
      return calls.ask(volume, "looking at " + path, deadline, () -> kernel.linkStat(path));
    } catch (IOException e) {
      throw HostFailures.of(path + " cannot be looked at", e);
    }
  }
}
