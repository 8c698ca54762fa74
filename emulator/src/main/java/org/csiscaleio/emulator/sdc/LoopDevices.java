package org.csiscaleio.emulator.sdc;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The kernel's loop devices over files of one folder. A device over any other file is never opened
 * for a change; one that was detached behind our back and reused by somebody else is recognised by
 * its tag and its file's inode, asked on the open device itself.
 */
final class LoopDevices {
  private static final Path CONTROL = Path.of("/dev/loop-control");
  private static final int SECTOR_BYTES = 512;
  private static final int TRIES = 64;

  // linux/loop.h
  private static final long LOOP_CLR_FD = 0x4C01;
  private static final long LOOP_SET_STATUS64 = 0x4C04;
  private static final long LOOP_GET_STATUS64 = 0x4C05;
  private static final long LOOP_SET_CAPACITY = 0x4C07;
  private static final long LOOP_CONFIGURE = 0x4C0A;
  private static final long LOOP_CTL_GET_FREE = 0x4C82;
  private static final int FLAG_READ_ONLY = 1;
  private static final int FLAG_AUTOCLEAR = 4;
  private static final int INFO_BYTES = 232;
  private static final int INFO_INODE = 8;
  private static final int INFO_OFFSET = 24;
  private static final int INFO_FLAGS = 52;
  private static final int INFO_FILE_NAME = 56;
  private static final int CONFIG_INFO = 8;
  private static final int CONFIG_BYTES = CONFIG_INFO + INFO_BYTES + 64;

  /**
   * Where a fenced device begins in its file: behind any end the file can ever have, so that it
   * stays empty even when the volume grows.
   */
  private static final long NOWHERE = 1L << 62;

  private final Path folder;

  /**
   * @param folder absolute, without symbolic links, as the kernel reports files
   * @throws IOException when this machine has no loop devices
   */
  LoopDevices(Path folder) throws IOException {
    this.folder = folder;
    if (!Files.exists(CONTROL)) {
      throw new IOException(
          CONTROL
              + " is missing: SDCs with a host section need loop devices (modprobe loop, root)");
    }
  }

  /**
   * A loop device as found in the kernel.
   *
   * @param current the path still leads to the device's file: it was not deleted or made anew
   * @param fenced it leads nowhere any more and waits for its last user
   */
  record Found(LoopDevice device, Path file, boolean readOnly, boolean current, boolean fenced) {}

  /**
   * A new device over the file, ready for use when this returns.
   *
   * <p>Emulators take their turns. The kernel names a free number first and gives it out in a
   * second step, and who tries to take one that is no longer free holds it for a moment, in which
   * its owner's users are told that it is busy.
   */
  LoopDevice attach(Path file, boolean readOnly, DeviceTag tag) throws IOException {
    synchronized (LoopDevices.class) {
      try (FileChannel turn = FileChannel.open(CONTROL, StandardOpenOption.WRITE)) {
        turn.lock();
        return attachFree(file, readOnly, tag);
      }
    }
  }

  private static LoopDevice attachFree(Path file, boolean readOnly, DeviceTag tag)
      throws IOException {
    try (Kernel.OpenFile control = Kernel.open(CONTROL, Kernel.O_RDWR);
        Kernel.OpenFile backing = Kernel.open(file, readOnly ? Kernel.O_RDONLY : Kernel.O_RDWR)) {
      for (int i = 0; i < TRIES; i++) {
        int number = control.ioctl("LOOP_CTL_GET_FREE", LOOP_CTL_GET_FREE, 0);
        if (configure(number, backing, readOnly, tag)) {
          return new LoopDevice(number, tag, inode(file));
        }
      }
    }
    throw new IOException("no free loop device for " + file + " in " + TRIES + " tries");
  }

  /** False when another process was quicker to take the number. */
  private static boolean configure(
      int number, Kernel.OpenFile backing, boolean readOnly, DeviceTag tag) throws IOException {
    try (Arena arena = Arena.ofConfined();
        Kernel.OpenFile device = Kernel.open(Path.of("/dev/loop" + number), Kernel.O_RDWR)) {
      MemorySegment config = arena.allocate(CONFIG_BYTES, 8);
      config.set(JAVA_INT, 0, backing.descriptor());
      config.set(JAVA_INT, 4, SECTOR_BYTES);
      MemorySegment info = config.asSlice(CONFIG_INFO, INFO_BYTES);
      info.set(JAVA_INT, INFO_FLAGS, readOnly ? FLAG_READ_ONLY : 0);
      info.setString(INFO_FILE_NAME, tag.toString());
      device.ioctl("LOOP_CONFIGURE", LOOP_CONFIGURE, config);
      return true;
    } catch (Kernel.CallFailed e) {
      if (e.errno() == Kernel.EBUSY || e.errno() == Kernel.ENODEV || e.errno() == Kernel.ENXIO) {
        return false;
      }
      throw e;
    }
  }

  /**
   * Cuts the device off its file: from the moment this returns nothing written to it reaches the
   * file, and every read and write fails with EIO, also below a mounted file system, which can
   * still be unmounted. What the kernel held back for the device itself is written before.
   */
  void fence(LoopDevice device) throws IOException {
    change(
        device,
        (open, info) -> {
          info.set(JAVA_LONG, INFO_OFFSET, NOWHERE);
          setStatus(open, info);
        });
  }

  /** Gives the device back to the kernel as soon as its last user has closed it. */
  void detach(LoopDevice device) throws IOException {
    change(device, (open, info) -> open.ioctl("LOOP_CLR_FD", LOOP_CLR_FD, 0));
  }

  /** Lets the device have its file's present size. */
  void fitToFile(LoopDevice device) throws IOException {
    change(device, (open, info) -> open.ioctl("LOOP_SET_CAPACITY", LOOP_SET_CAPACITY, 0));
  }

  /** Undoes a {@link #detach} that still waits for the device's last user. */
  void keep(LoopDevice device) throws IOException {
    change(
        device,
        (open, info) -> {
          int flags = info.get(JAVA_INT, INFO_FLAGS);
          if ((flags & FLAG_AUTOCLEAR) != 0) {
            info.set(JAVA_INT, INFO_FLAGS, flags & ~FLAG_AUTOCLEAR);
            setStatus(open, info);
          }
        });
  }

  /** The devices over files of our folder, deleted files included. */
  List<Found> list() throws IOException {
    List<Found> found = new ArrayList<>();
    try (DirectoryStream<Path> blocks =
        Files.newDirectoryStream(Path.of("/sys/block"), "loop[0-9]*")) {
      for (Path block : blocks) {
        find(block).ifPresent(found::add);
      }
    }
    return found;
  }

  private Optional<Found> find(Path block) throws IOException {
    String backing;
    try {
      backing = Files.readString(block.resolve("loop/backing_file")).stripTrailing();
    } catch (IOException e) {
      return Optional.empty(); // without a file, or gone while we looked
    }
    Path file = Path.of(backing.replaceFirst(" \\(deleted\\)$", ""));
    if (!folder.equals(file.getParent())) {
      return Optional.empty();
    }
    int number = Integer.parseInt(block.getFileName().toString().substring("loop".length()));
    try (Arena arena = Arena.ofConfined();
        Kernel.OpenFile open = Kernel.open(Path.of("/dev/loop" + number), Kernel.O_RDONLY)) {
      MemorySegment info = status(open, arena);
      long inode = info.get(JAVA_LONG, INFO_INODE);
      return Optional.of(
          new Found(
              new LoopDevice(number, tagOf(info), inode),
              file,
              (info.get(JAVA_INT, INFO_FLAGS) & FLAG_READ_ONLY) != 0,
              Files.exists(file) && inode(file) == inode,
              info.get(JAVA_LONG, INFO_OFFSET) != 0));
    } catch (Kernel.CallFailed e) {
      if (e.errno() == Kernel.ENXIO || e.errno() == Kernel.ENODEV) {
        return Optional.empty();
      }
      throw e;
    }
  }

  private interface Change {
    void on(Kernel.OpenFile device, MemorySegment info) throws IOException;
  }

  /** Does nothing when the number is no longer this device. */
  private static void change(LoopDevice device, Change change) throws IOException {
    try (Arena arena = Arena.ofConfined();
        Kernel.OpenFile open = Kernel.open(device.path(), Kernel.O_RDONLY)) {
      MemorySegment info = status(open, arena);
      if (info.get(JAVA_LONG, INFO_INODE) == device.inode() && tagOf(info).equals(device.tag())) {
        change.on(open, info);
      }
    } catch (Kernel.CallFailed e) {
      if (e.errno() != Kernel.ENXIO && e.errno() != Kernel.ENODEV) {
        throw e;
      }
    }
  }

  private static DeviceTag tagOf(MemorySegment info) {
    return DeviceTag.parse(info.getString(INFO_FILE_NAME)).orElse(new DeviceTag("", ""));
  }

  private static MemorySegment status(Kernel.OpenFile device, Arena arena)
      throws Kernel.CallFailed {
    MemorySegment info = arena.allocate(INFO_BYTES, 8);
    device.ioctl("LOOP_GET_STATUS64", LOOP_GET_STATUS64, info);
    return info;
  }

  /** The kernel answers EAGAIN when pages came in while it emptied the device's cache. */
  private static void setStatus(Kernel.OpenFile device, MemorySegment info)
      throws Kernel.CallFailed {
    for (int i = 1; ; i++) {
      try {
        device.ioctl("LOOP_SET_STATUS64", LOOP_SET_STATUS64, info);
        return;
      } catch (Kernel.CallFailed e) {
        if (e.errno() != Kernel.EAGAIN || i == TRIES) {
          throw e;
        }
      }
    }
  }

  private static long inode(Path file) throws IOException {
    return (Long) Files.getAttribute(file, "unix:ino");
  }
}
