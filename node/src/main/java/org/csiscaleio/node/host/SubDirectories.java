package org.csiscaleio.node.host;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Shows one directory of a file system without ever showing the rest. A file system that is not
 * mounted yet is mounted in a mount namespace that only one thread of ours is in and that ends with
 * it; from there its directory is taken out as a mount of its own (open_tree), which belongs
 * nowhere until it is put at its place (move_mount). Killed anywhere in between, nothing is left.
 *
 * <p>The directory is looked up by the kernel (openat2), which refuses links, {@code ..} and other
 * mounts: what a task wrote into its volume cannot lead out of it.
 */
final class SubDirectories {
  private static final long AT_FDCWD = -100;
  private static final int O_PATH = 0x200000;
  private static final int O_CLOEXEC = 0x80000;

  /** Differs by architecture: arm64 has its own. */
  private static final int O_DIRECTORY =
      System.getProperty("os.arch").equals("aarch64") ? 0x4000 : 0x10000;

  private static final long SYS_OPEN_TREE = 428;
  private static final long SYS_MOVE_MOUNT = 429;
  private static final long SYS_OPENAT2 = 437;
  private static final long SYS_MOUNT_SETATTR = 442;
  private static final long AT_EMPTY_PATH = 0x1000;
  private static final long OPEN_TREE_CLONE = 1;
  private static final long MOVE_MOUNT_F_EMPTY_PATH = 4;
  private static final long MOUNT_ATTR_RDONLY = 1;

  /** No other mount, no magic link, no link at all, nothing above. */
  private static final long RESOLVE = 0x01 | 0x02 | 0x04 | 0x08;

  private static final int CLONE_NEWNS = 0x20000;
  private static final int CLONE_FS = 0x200;
  private static final long MS_REC = 16384;
  private static final long MS_PRIVATE = 1L << 18;
  private static final int UMOUNT_NOFOLLOW = 8;
  private static final int MNT_DETACH = 2;

  /** No descriptor. */
  private static final int NOTHING = -1;

  /** What a fresh file system has of its own. */
  private static final String LOST_AND_FOUND = "lost+found";

  private static final int MOST_NAMES = 5;

  private SubDirectories() {}

  static void bind(Path source, Path within, Path target, boolean readOnly) throws IOException {
    int tree = takeOut(source, within);
    try {
      if (readOnly) {
        makeReadOnly(tree, target);
      }
      putAt(tree, target);
    } finally {
      SystemCalls.closeQuietly(tree);
    }
  }

  static void mount(Path source, Path within, Path target, String type, long flags, String data)
      throws IOException {
    int tree = unseen(source, target, type, flags, data, () -> takeOut(target, within));
    try {
      putAt(tree, target);
    } finally {
      SystemCalls.closeQuietly(tree);
    }
  }

  static void makeInside(Path source, Path within, Path place, String type, long flags, String data)
      throws IOException {
    var _ =
        unseen(
            source,
            place,
            type,
            flags,
            data,
            () -> {
              make(place, within);
              return NOTHING;
            });
  }

  static void make(Path source, Path within) throws IOException {
    int root = openDirectory(source);
    try {
      requireFresh(root, within);
      Path made = Path.of("");
      for (Path name : within) {
        makeOne(root, made, name, source);
        made = made.resolve(name);
      }
    } finally {
      SystemCalls.closeQuietly(root);
    }
  }

  /** What a half-made one left counts as fresh: its own first name, and nothing else. */
  private static void requireFresh(int root, Path within) throws IOException {
    List<String> others;
    try (Stream<Path> entries = Files.list(Path.of("/proc/self/fd/" + root))) {
      others =
          entries
              .map(entry -> entry.getFileName().toString())
              .filter(name -> !name.equals(LOST_AND_FOUND))
              .filter(name -> !name.equals(within.getName(0).toString()))
              .sorted()
              .limit(MOST_NAMES)
              .collect(Collectors.toList());
    }
    if (!others.isEmpty()) {
      throw new ErrnoException(
          "make directory " + within + " in a file system that holds " + others, 39);
    }
  }

  private static void makeOne(int root, Path parent, Path name, Path source) throws IOException {
    int directory = parent.toString().isEmpty() ? root : openBeneath(root, parent, source);
    String what = "make directory " + parent.resolve(name) + " in " + source;
    try {
      SystemCalls.call(
          what,
          (memory, state) ->
              (int)
                  SystemCalls.MKDIRAT.invokeExact(
                      state, directory, memory.allocateFrom(name.toString()), 0755));
      // Whatever this process' umask is.
      SystemCalls.call(
          what,
          (memory, state) ->
              (int)
                  SystemCalls.FCHMODAT.invokeExact(
                      state, directory, memory.allocateFrom(name.toString()), 0755, 0));
    } catch (ErrnoException e) {
      if (!e.is(Errno.EEXIST)) {
        throw e;
      }
    } finally {
      if (directory != root) {
        SystemCalls.closeQuietly(directory);
      }
    }
  }

  /** The directory as a mount of its own, which is nowhere yet; its descriptor. */
  private static int takeOut(Path source, Path within) throws IOException {
    int root = openDirectory(source);
    try {
      int directory = openBeneath(root, within, source);
      try {
        return (int)
            SystemCalls.call(
                "take directory " + within + " out of " + source,
                (memory, state) ->
                    (long)
                        SystemCalls.OPEN_TREE.invokeExact(
                            state,
                            SYS_OPEN_TREE,
                            (long) directory,
                            memory.allocateFrom(""),
                            OPEN_TREE_CLONE | O_CLOEXEC | AT_EMPTY_PATH));
      } finally {
        SystemCalls.closeQuietly(directory);
      }
    } finally {
      SystemCalls.closeQuietly(root);
    }
  }

  private static void putAt(int tree, Path target) throws IOException {
    SystemCalls.call(
        "show a directory at " + target,
        (memory, state) ->
            (long)
                SystemCalls.MOVE_MOUNT.invokeExact(
                    state,
                    SYS_MOVE_MOUNT,
                    (long) tree,
                    memory.allocateFrom(""),
                    AT_FDCWD,
                    memory.allocateFrom(target.toString()),
                    MOVE_MOUNT_F_EMPTY_PATH));
  }

  private static void makeReadOnly(int tree, Path target) throws IOException {
    SystemCalls.call(
        "show a directory read-only at " + target,
        (memory, state) -> {
          // struct mount_attr: attr_set, attr_clr, propagation, userns_fd
          MemorySegment change = memory.allocate(32, 8);
          change.set(JAVA_LONG, 0, MOUNT_ATTR_RDONLY);
          return (long)
              SystemCalls.MOUNT_SETATTR.invokeExact(
                  state,
                  SYS_MOUNT_SETATTR,
                  (long) tree,
                  memory.allocateFrom(""),
                  AT_EMPTY_PATH,
                  change,
                  32L);
        });
  }

  private static int openDirectory(Path path) throws IOException {
    return (int)
        SystemCalls.call(
            "open directory " + path,
            (memory, state) ->
                (int)
                    SystemCalls.OPEN.invokeExact(
                        state,
                        memory.allocateFrom(path.toString()),
                        O_PATH | O_DIRECTORY | O_CLOEXEC,
                        0));
  }

  private static int openBeneath(int root, Path within, Path source) throws IOException {
    return (int)
        SystemCalls.call(
            "open directory " + within + " in " + source,
            (memory, state) -> {
              // struct open_how: flags, mode, resolve
              MemorySegment how = memory.allocate(24, 8);
              how.set(JAVA_LONG, 0, O_PATH | O_DIRECTORY | O_CLOEXEC);
              how.set(JAVA_LONG, 16, RESOLVE);
              return (long)
                  SystemCalls.OPENAT2.invokeExact(
                      state,
                      SYS_OPENAT2,
                      (long) root,
                      memory.allocateFrom(within.toString()),
                      how,
                      24L);
            });
  }

  /** Something done in a namespace of its own; its answer is a descriptor, or nothing. */
  private interface Unseen {
    int run() throws IOException;
  }

  /**
   * Mounts a file system over {@code place} in a mount namespace that one new thread alone is in,
   * and runs {@code work} there. Descriptors belong to the whole process and outlast the thread.
   */
  private static int unseen(
      Path source, Path place, String type, long flags, String data, Unseen work)
      throws IOException {
    var task =
        new FutureTask<>(() -> {
          leaveOthersAlone();
          mountCall("mount " + source + " unseen", source.toString(), place, type, flags, data);
          try {
            return work.run();
          } finally {
            letGo(place);
          }
        });
    Thread thread = Thread.ofPlatform().daemon().name("unseen mount of " + source).start(task);
    try {
      int answer = task.get();
      // Its namespace goes with it, not with what it answered.
      thread.join();
      return answer;
    } catch (ExecutionException e) {
      switch (e.getCause()) {
        case IOException io -> throw io;
        case RuntimeException unchecked -> throw unchecked;
        case null, default -> throw new AssertionError(e);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while mounting " + source, e);
    }
  }

  /**
   * Takes the unseen mount away, and not only when its thread has ended. A child that is born at
   * this instant has the descriptors of the work too until it becomes another program; detached,
   * the mount is gone with them. What fails here goes with the namespace, and is no reason to lose
   * what the work has answered.
   */
  private static void letGo(Path place) {
    try {
      SystemCalls.call(
          "unmount " + place + " unseen",
          (memory, state) ->
              (int)
                  SystemCalls.UMOUNT2.invokeExact(
                      state, memory.allocateFrom(place.toString()), MNT_DETACH | UMOUNT_NOFOLLOW));
    } catch (ErrnoException e) {
      // see above
    }
  }

  private static void leaveOthersAlone() throws IOException {
    SystemCalls.call(
        "leave the mount namespace",
        (memory, state) -> (int) SystemCalls.UNSHARE.invokeExact(state, CLONE_NEWNS | CLONE_FS));
    mountCall("keep mounts to itself", "none", Path.of("/"), "", MS_REC | MS_PRIVATE, "");
  }

  private static void mountCall(
      String what, String source, Path target, String type, long flags, String data)
      throws IOException {
    SystemCalls.call(
        what,
        (memory, state) -> {
          MemorySegment typeText = type.isEmpty() ? MemorySegment.NULL : memory.allocateFrom(type);
          MemorySegment dataText = data.isEmpty() ? MemorySegment.NULL : memory.allocateFrom(data);
          return (int)
              SystemCalls.MOUNT.invokeExact(
                  state,
                  memory.allocateFrom(source),
                  memory.allocateFrom(target.toString()),
                  typeText,
                  flags,
                  dataText);
        });
  }
}
