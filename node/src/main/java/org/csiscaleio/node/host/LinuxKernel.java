package org.csiscaleio.node.host;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The running kernel, called through the foreign-function API. Every outside effect of this program
 * on a node, child processes aside, is one public method here, and each such method has one effect:
 * tests stop the program dead between any two of them. Keep it so.
 */
public final class LinuxKernel implements Kernel {
  private static final int O_RDONLY = 0;
  private static final int O_WRONLY = 1;
  private static final int O_RDWR = 2;
  private static final int O_CREAT = 0x40;
  private static final int O_EXCL = 0x80;
  private static final int O_CLOEXEC = 0x80000;
  private static final int O_NOFOLLOW = 0x20000;

  /** Differs by architecture: arm64 has its own. */
  private static final int O_DIRECT =
      System.getProperty("os.arch").equals("aarch64") ? 0x10000 : 0x4000;

  private static final long MS_RDONLY = 1;
  private static final long MS_REMOUNT = 32;
  private static final long MS_BIND = 4096;
  private static final int MNT_DETACH = 2;
  private static final int UMOUNT_NOFOLLOW = 8;

  private static final long BLKROSET = 0x125D;
  private static final long BLKROGET = 0x125E;
  private static final long BLKGETSIZE64 = 0x80081272L;

  // System calls that the C library has no function for on older hosts. One table for all
  // architectures since Linux 5.1.
  private static final long SYS_OPEN_TREE = 428;
  private static final long SYS_MOVE_MOUNT = 429;
  private static final long SYS_MOUNT_SETATTR = 442;
  private static final long AT_FDCWD = -100;
  private static final long OPEN_TREE_CLONE = 1;
  private static final long AT_EMPTY_PATH = 0x1000;
  private static final long MOVE_MOUNT_F_EMPTY_PATH = 4;
  private static final long MOUNT_ATTR_RDONLY = 1;

  /** What direct reads and writes are aligned to; a multiple of every sector size in use. */
  private static final long ALIGNMENT = 4096;

  @Override
  public void warm() {
    try {
      space(Path.of("/"));
    } catch (IOException e) {
      throw new AssertionError("statfs of / failed", e);
    }
  }

  @Override
  public String mountInfo() throws IOException {
    return Files.readString(Path.of("/proc/self/mountinfo"));
  }

  @Override
  public Optional<FileStat> stat(Path path) throws IOException {
    return attributes(path);
  }

  @Override
  public Optional<FileStat> linkStat(Path path) throws IOException {
    return attributes(path, LinkOption.NOFOLLOW_LINKS);
  }

  private static Optional<FileStat> attributes(Path path, LinkOption... options)
      throws IOException {
    try {
      Map<String, Object> found = Files.readAttributes(path, "unix:mode,rdev,size", options);
      FileStat.Kind kind =
          switch ((int) number(found, "mode") & 0170000) {
            case 0040000 -> FileStat.Kind.DIRECTORY;
            case 0100000 -> FileStat.Kind.FILE;
            case 0060000 -> FileStat.Kind.BLOCK_DEVICE;
            case 0120000 -> FileStat.Kind.SYMBOLIC_LINK;
            default -> FileStat.Kind.OTHER;
          };
      return Optional.of(
          new FileStat(kind, DeviceNumber.ofRaw(number(found, "rdev")), number(found, "size")));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  private static long number(Map<String, Object> attributes, String name) {
    return attributes.get(name) instanceof Number number ? number.longValue() : 0;
  }

  @Override
  public Optional<Path> resolve(Path path) throws IOException {
    try {
      return Optional.of(path.toRealPath());
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  @Override
  public List<String> list(Path directory) throws IOException {
    try (Stream<Path> entries = Files.list(directory)) {
      return entries.map(entry -> entry.getFileName().toString()).toList();
    } catch (NoSuchFileException | NotDirectoryException e) {
      return List.of();
    }
  }

  @Override
  public Optional<byte[]> readFile(Path file, int most) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] content = in.readNBytes(most + 1);
      if (content.length > most) {
        throw new IOException(file + " is larger than " + most + " bytes");
      }
      return Optional.of(content);
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  @Override
  public Space space(Path path) throws IOException {
    long[] words = new long[7];
    SystemCalls.call(
        "statfs " + path,
        (memory, state) -> {
          MemorySegment answer = memory.allocate(120, 8);
          int result = (int) SystemCalls.STATFS.invokeExact(state, text(memory, path), answer);
          for (int i = 0; i < words.length; i++) {
            words[i] = answer.get(JAVA_LONG, 8L * i);
          }
          return result;
        });
    // struct statfs of 64-bit Linux: type, bsize, blocks, bfree, bavail, files, ffree
    return new Space(
        words[2] * words[1], words[3] * words[1], words[4] * words[1], words[5], words[6]);
  }

  @Override
  public OpenDevice open(Path node, boolean exclusive, boolean writable) throws IOException {
    int flags = (writable ? O_RDWR : O_RDONLY) | (exclusive ? O_EXCL : 0) | O_DIRECT;
    return new OpenDevice(openFile(node, flags), node);
  }

  private static int openFile(Path path, int flags) throws ErrnoException {
    return (int)
        SystemCalls.call(
            "open " + path,
            (memory, state) ->
                (int)
                    SystemCalls.OPEN.invokeExact(
                        state, text(memory, path), flags | O_CLOEXEC, 0600));
  }

  @Override
  public void close(OpenDevice device) {
    SystemCalls.closeQuietly(device.descriptor());
    Births.await();
  }

  @Override
  public long sizeBytes(OpenDevice device) throws IOException {
    return number(device, "read the size of", BLKGETSIZE64);
  }

  @Override
  public boolean readOnly(OpenDevice device) throws IOException {
    return number(device, "ask for writability of", BLKROGET) != 0;
  }

  private static long number(OpenDevice device, String what, long request) throws IOException {
    long[] value = new long[1];
    SystemCalls.call(
        what + " " + device.node(),
        (memory, state) -> {
          MemorySegment answer = memory.allocate(JAVA_LONG);
          int result =
              (int) SystemCalls.IOCTL.invokeExact(state, device.descriptor(), request, answer);
          value[0] = answer.get(JAVA_LONG, 0);
          return result;
        });
    return value[0];
  }

  @Override
  public byte[] read(OpenDevice device, long offset, int length) throws IOException {
    var bytes = new byte[length];
    try (Arena memory = Arena.ofConfined()) {
      MemorySegment buffer = memory.allocate(length, ALIGNMENT);
      long done = 0;
      while (done < length) {
        long at = done;
        long got =
            SystemCalls.call(
                "read " + device.node() + " at offset " + (offset + at),
                (m, state) ->
                    (long)
                        SystemCalls.PREAD.invokeExact(
                            state,
                            device.descriptor(),
                            buffer.asSlice(at),
                            length - at,
                            offset + at));
        if (got == 0) {
          throw new IOException(device.node() + " ends at offset " + (offset + at));
        }
        done += got;
      }
      MemorySegment.copy(buffer, 0, MemorySegment.ofArray(bytes), 0, length);
    }
    return bytes;
  }

  /** Effect: the bytes are on their way to the device. */
  @Override
  public void write(OpenDevice device, long offset, byte[] bytes) throws IOException {
    try (Arena memory = Arena.ofConfined()) {
      MemorySegment buffer = memory.allocate(bytes.length, ALIGNMENT);
      MemorySegment.copy(MemorySegment.ofArray(bytes), 0, buffer, 0, bytes.length);
      long done = 0;
      while (done < bytes.length) {
        long at = done;
        done +=
            SystemCalls.call(
                "write " + device.node() + " at offset " + (offset + at),
                (m, state) ->
                    (long)
                        SystemCalls.PWRITE.invokeExact(
                            state,
                            device.descriptor(),
                            buffer.asSlice(at),
                            bytes.length - at,
                            offset + at));
      }
    }
  }

  /** Effect: what was written is durable. */
  @Override
  public void flush(OpenDevice device) throws IOException {
    SystemCalls.call(
        "flush " + device.node(),
        (memory, state) -> (int) SystemCalls.FSYNC.invokeExact(state, device.descriptor()));
  }

  /** Effect: the device refuses writes, or takes them again. */
  @Override
  public void setReadOnly(OpenDevice device, boolean readOnly) throws IOException {
    SystemCalls.call(
        (readOnly ? "make read-only " : "make writable ") + device.node(),
        (memory, state) -> {
          MemorySegment value = memory.allocateFrom(JAVA_INT, readOnly ? 1 : 0);
          return (int) SystemCalls.IOCTL.invokeExact(state, device.descriptor(), BLKROSET, value);
        });
  }

  /** Effect: whatever the driver does at that request. */
  @Override
  public byte[] control(Path node, int request, byte[] buffer) throws IOException {
    int descriptor = openFile(node, O_RDONLY);
    try {
      var answer = new byte[buffer.length];
      SystemCalls.call(
          "control request 0x" + Integer.toHexString(request) + " to " + node,
          (memory, state) -> {
            MemorySegment bytes = memory.allocate(buffer.length, 8);
            bytes.copyFrom(MemorySegment.ofArray(buffer));
            int result =
                (int) SystemCalls.IOCTL.invokeExact(state, descriptor, (long) request, bytes);
            MemorySegment.copy(bytes, 0, MemorySegment.ofArray(answer), 0, answer.length);
            return result;
          });
      return answer;
    } finally {
      SystemCalls.closeQuietly(descriptor);
    }
  }

  /** Effect: the file system is mounted. */
  @Override
  public void mount(Path source, Path target, String type, long flags, String data)
      throws IOException {
    mountCall("mount " + source + " at " + target, source.toString(), target, type, flags, data);
  }

  /** Effect: the source is shown at the target. */
  @Override
  public void bind(Path source, Path target) throws IOException {
    mountCall("show " + source + " at " + target, source.toString(), target, "", MS_BIND, "");
  }

  /** Effect: the source is shown at the target, read-only from the first moment. */
  @Override
  public void bindReadOnly(Path source, Path target) throws IOException {
    String what = "show " + source + " read-only at " + target;
    long tree =
        SystemCalls.call(
            what,
            (memory, state) ->
                (long)
                    SystemCalls.OPEN_TREE.invokeExact(
                        state,
                        SYS_OPEN_TREE,
                        AT_FDCWD,
                        text(memory, source),
                        OPEN_TREE_CLONE | O_CLOEXEC));
    try {
      SystemCalls.call(
          what,
          (memory, state) -> {
            // struct mount_attr: attr_set, attr_clr, propagation, userns_fd
            MemorySegment change = memory.allocate(32, 8);
            change.set(JAVA_LONG, 0, MOUNT_ATTR_RDONLY);
            return (long)
                SystemCalls.MOUNT_SETATTR.invokeExact(
                    state,
                    SYS_MOUNT_SETATTR,
                    tree,
                    memory.allocateFrom(""),
                    AT_EMPTY_PATH,
                    change,
                    32L);
          });
      SystemCalls.call(
          what,
          (memory, state) ->
              (long)
                  SystemCalls.MOVE_MOUNT.invokeExact(
                      state,
                      SYS_MOVE_MOUNT,
                      tree,
                      memory.allocateFrom(""),
                      AT_FDCWD,
                      text(memory, target),
                      MOVE_MOUNT_F_EMPTY_PATH));
    } finally {
      SystemCalls.closeQuietly((int) tree);
    }
  }

  /** Effect: the directory is shown at the target. */
  @Override
  public void bindBeneath(Path source, Path within, Path target, boolean readOnly)
      throws IOException {
    SubDirectories.bind(source, within, target, readOnly);
  }

  /** Effect: the directory of the file system is shown at the target. */
  @Override
  public void mountBeneath(
      Path source, Path within, Path target, String type, long flags, String data)
      throws IOException {
    SubDirectories.mount(source, within, target, type, flags, data);
  }

  /** Effect: the directory is in the mounted file system. */
  @Override
  public void makeDirectoryBeneath(Path source, Path within) throws IOException {
    SubDirectories.make(source, within);
  }

  /** Effect: the directory is in the file system. */
  @Override
  public void makeDirectoryInside(
      Path source, Path within, Path place, String type, long flags, String data)
      throws IOException {
    SubDirectories.makeInside(source, within, place, type, flags, data);
  }

  /** Effect: the mount at the target refuses writes. */
  @Override
  public void remountReadOnly(Path target, long flags) throws IOException {
    mountCall(
        "make read-only the mount at " + target,
        "none",
        target,
        "",
        MS_REMOUNT | MS_BIND | MS_RDONLY | flags,
        "");
  }

  private static void mountCall(
      String what, String source, Path target, String type, long flags, String data)
      throws IOException {
    SystemCalls.call(
        what,
        (memory, state) ->
            (int)
                SystemCalls.MOUNT.invokeExact(
                    state,
                    memory.allocateFrom(source),
                    text(memory, target),
                    textOrNull(memory, type),
                    flags,
                    textOrNull(memory, data)));
  }

  /** Effect: the topmost mount at the target is gone. */
  @Override
  public void unmount(Path target, boolean lazy) throws IOException {
    int flags = UMOUNT_NOFOLLOW | (lazy ? MNT_DETACH : 0);
    SystemCalls.call(
        "unmount " + target,
        (memory, state) ->
            (int) SystemCalls.UMOUNT2.invokeExact(state, text(memory, target), flags));
  }

  /** Effect: the directory is there. */
  @Override
  public void makeDirectory(Path path) throws IOException {
    SystemCalls.call(
        "make directory " + path,
        (memory, state) -> (int) SystemCalls.MKDIR.invokeExact(state, text(memory, path), 0755));
  }

  /** Effect: the empty directory is gone. */
  @Override
  public void removeDirectory(Path path) throws IOException {
    SystemCalls.call(
        "remove directory " + path,
        (memory, state) -> (int) SystemCalls.RMDIR.invokeExact(state, text(memory, path)));
  }

  /** Effect: the file says that. */
  @Override
  public void writeFile(Path file, byte[] content) throws IOException {
    try (FileChannel out =
        FileChannel.open(
            file,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE)) {
      ByteBuffer left = ByteBuffer.wrap(content);
      while (left.hasRemaining()) {
        out.write(left);
      }
      out.force(true);
    }
  }

  /** Effect: the file is in the other's place. */
  @Override
  public void rename(Path from, Path to) throws IOException {
    Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    int directory = openFile(requireNonNull(to.getParent(), "a file has a directory"), O_RDONLY);
    try {
      SystemCalls.call(
          "flush the directory of " + to,
          (memory, state) -> (int) SystemCalls.FSYNC.invokeExact(state, directory));
    } finally {
      SystemCalls.closeQuietly(directory);
    }
  }

  /** Effect: an empty file is there. */
  @Override
  public void createFile(Path path) throws IOException {
    SystemCalls.closeQuietly(openFile(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW));
  }

  /** Effect: the file is gone. */
  @Override
  public void unlink(Path path) throws IOException {
    SystemCalls.call(
        "remove " + path,
        (memory, state) -> (int) SystemCalls.UNLINK.invokeExact(state, text(memory, path)));
  }

  private static MemorySegment text(Arena memory, Path path) {
    return memory.allocateFrom(path.toString());
  }

  /** Not written as a condition in the call itself, whose arguments' types must be exact. */
  private static MemorySegment textOrNull(Arena memory, String text) {
    return text.isEmpty() ? MemorySegment.NULL : memory.allocateFrom(text);
  }
}
