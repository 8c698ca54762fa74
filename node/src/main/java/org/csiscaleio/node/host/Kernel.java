package org.csiscaleio.node.host;

import java.io.IOException;
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

  /** Makes an empty file. */
  void createFile(Path path) throws IOException;

  void unlink(Path path) throws IOException;
}
