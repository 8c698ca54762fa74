package org.csiscaleio.mesos;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;

/**
 * stout's os::rmdir: deletes a directory with all below it, across mount points. Whatever a plugin
 * has left mounted there loses its data, as with the real agent. It does so below one directory
 * only, which itself lies below the machine's directory for temporary files.
 */
public final class RecursiveDelete {
  private final Path fence;

  /** May delete what is below {@code fence}, and never that itself. */
  public RecursiveDelete(Path fence) {
    try {
      this.fence = fence.toRealPath();
      Path temporary = Path.of(System.getProperty("java.io.tmpdir")).toRealPath();
      if (!this.fence.startsWith(temporary) || this.fence.equals(temporary)) {
        throw new IllegalArgumentException(fence + " is not below " + temporary);
      }
    } catch (IOException e) {
      throw new IllegalArgumentException(fence + " is no place to delete in", e);
    }
  }

  /** Deletes a directory and all below it; that it is not there is an error, as in stout. */
  public void tree(Path directory) {
    delete(directory, true);
  }

  /** Deletes all below a directory, not the directory: os::rmdir(path, true, false). */
  public void contents(Path directory) {
    delete(directory, false);
  }

  private void delete(Path directory, boolean root) {
    try {
      if (!Files.exists(directory, LinkOption.NOFOLLOW_LINKS)) {
        throw new NoSuchFileException(directory.toString());
      }
      Path real = directory.toRealPath(LinkOption.NOFOLLOW_LINKS);
      requireInside(real);
      Files.walkFileTree(real, new Deletion(real, root));
    } catch (IOException e) {
      throw new Failed("cannot remove " + directory + ": " + e, e);
    }
  }

  private void requireInside(Path path) throws IOException {
    Path parent = path.getParent();
    if (!path.isAbsolute() || parent == null || !parent.toRealPath().startsWith(fence)) {
      throw new IllegalStateException(
          path + " is not below " + fence + ": the replay deletes nothing there");
    }
  }

  private final class Deletion extends SimpleFileVisitor<Path> {
    private final Path top;
    private final boolean topToo;

    Deletion(Path top, boolean topToo) {
      this.top = top;
      this.topToo = topToo;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
      requireInside(file);
      Files.delete(file);
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException failure)
        throws IOException {
      if (failure != null) {
        throw failure;
      }
      if (topToo || !directory.equals(top)) {
        requireInside(directory);
        Files.delete(directory);
      }
      return FileVisitResult.CONTINUE;
    }
  }
}
