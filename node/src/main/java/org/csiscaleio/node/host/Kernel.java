package org.csiscaleio.node.host;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The kernel, as far as we need it. Each method is one call that has one effect or none; errors of
 * the kernel come as {@link ErrnoException}. Calls may hang on a dead device: {@link BoundedCalls}
 * is for that.
 */
public interface Kernel {
  /** Makes the first real call quick; may be called in the background, and again. */
  void warm();

  // What is. No effect.

  /** The text of /proc/self/mountinfo. */
  String mountInfo() throws IOException;

  /** What the path names, links followed; empty when there is nothing. */
  Optional<FileStat> stat(Path path) throws IOException;

  /** What the path names, a last link not followed; empty when there is nothing. */
  Optional<FileStat> linkStat(Path path) throws IOException;

  /** The path without any link; empty when it leads nowhere. */
  Optional<Path> resolve(Path path) throws IOException;

  /** The names in a directory; none when there is no directory. */
  List<String> list(Path directory) throws IOException;

  /**
   * The file's content; empty when there is no file.
   *
   * @param most more bytes than that are an error
   */
  Optional<byte[]> readFile(Path file, int most) throws IOException;

  /**
   * A file of text; empty when there is no file.
   *
   * @param most more bytes than that are an error
   */
  static Optional<String> text(Kernel kernel, Path file, int most) throws IOException {
    return kernel.readFile(file, most).map(bytes -> new String(bytes, StandardCharsets.UTF_8));
  }

  /** How full the file system is that the path lies in. */
  Space space(Path path) throws IOException;

  /**
   * Opens a block device for reads that reach the device itself, not the page cache.
   *
   * @param exclusive fails with EBUSY when it is mounted or otherwise taken
   * @param writable for {@link #write} too
   */
  OpenDevice open(Path node, boolean exclusive, boolean writable) throws IOException;

  void close(OpenDevice device);

  /** Its size in bytes. */
  long sizeBytes(OpenDevice device) throws IOException;

  /** Whether the device itself refuses writes. */
  boolean readOnly(OpenDevice device) throws IOException;

  /** Reads exactly {@code length} bytes; offset and length are multiples of 4096. */
  byte[] read(OpenDevice device, long offset, int length) throws IOException;

  // What changes something. One effect each.

  /** Writes all bytes; offset and length are multiples of 4096. Not on the medium until flushed. */
  void write(OpenDevice device, long offset, byte[] bytes) throws IOException;

  /** Returns when everything written to the device, by anybody, is on the medium. */
  void flush(OpenDevice device) throws IOException;

  /** Makes the device refuse writes, or accept them again. */
  void setReadOnly(OpenDevice device, boolean readOnly) throws IOException;

  /**
   * A device control call whose argument is a buffer.
   *
   * @return the buffer as the driver left it
   */
  byte[] control(Path node, int request, byte[] buffer) throws IOException;

  /** Mounts a file system. */
  void mount(Path source, Path target, String type, long flags, String data) throws IOException;

  /** Shows the mount, directory or file {@code source} at {@code target} as well. */
  void bind(Path source, Path target) throws IOException;

  /**
   * As {@link #bind}, read-only from the first moment.
   *
   * @throws ErrnoException ENOSYS on kernels before 5.12, with nothing done
   */
  void bindReadOnly(Path source, Path target) throws IOException;

  /**
   * Shows a directory inside the mount at {@code source} at {@code target}. Links are not followed
   * inside, and nothing outside of that mount is ever reached.
   *
   * @param within relative
   * @throws ErrnoException ENOENT when there is none, ELOOP for a link; ENOSYS on kernels before
   *     5.6, or before 5.12 for {@code readOnly}; always with nothing done
   */
  void bindBeneath(Path source, Path within, Path target, boolean readOnly) throws IOException;

  /**
   * Mounts a file system where nobody sees it, and shows a directory of it at {@code target}; the
   * rest of it is never to be seen. Otherwise as {@link #bindBeneath} and {@link #mount}.
   */
  void mountBeneath(Path source, Path within, Path target, String type, long flags, String data)
      throws IOException;

  /**
   * Makes a directory inside the mount at {@code source}, which holds nothing else yet.
   *
   * @param within relative; its parents are made too
   * @throws ErrnoException ENOTEMPTY, naming what there is, when it holds something
   */
  void makeDirectoryBeneath(Path source, Path within) throws IOException;

  /**
   * As {@link #makeDirectoryBeneath}, in a file system that is mounted for it where nobody sees it.
   *
   * @param place a directory that may be mounted over unseen
   */
  void makeDirectoryInside(
      Path source, Path within, Path place, String type, long flags, String data)
      throws IOException;

  /**
   * Makes the mount at {@code target} read-only, and leaves others of the file system alone.
   *
   * @param flags the flags this mount has; the kernel drops those that are not given again
   */
  void remountReadOnly(Path target, long flags) throws IOException;

  /**
   * Takes the topmost mount off; links are not followed.
   *
   * @param lazy takes it out of sight at once although it is busy
   */
  void unmount(Path target, boolean lazy) throws IOException;

  void makeDirectory(Path path) throws IOException;

  void removeDirectory(Path path) throws IOException;

  /** Writes the file anew; what it says is on the medium when this returns. */
  void writeFile(Path file, byte[] content) throws IOException;

  /** Puts a file in another one's place, or in a free one, of the same directory, for good. */
  void rename(Path from, Path to) throws IOException;

  /** Makes an empty file. */
  void createFile(Path path) throws IOException;

  void unlink(Path path) throws IOException;
}
