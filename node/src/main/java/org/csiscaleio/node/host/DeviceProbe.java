package org.csiscaleio.node.host;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.csiscaleio.gateway.VolumeId;
import org.csiscaleio.node.service.Device;
import org.csiscaleio.node.service.FileSystemType;
import org.csiscaleio.operation.Deadline;

/**
 * Looks at what is on a device. The device is read directly, past the page cache, so that what
 * counts is what the device itself gives back; any read error makes it {@link
 * DeviceContent.Unreadable}. blkid's word alone is not trusted: it says "nothing" of a device that
 * it cannot read, too.
 */
final class DeviceProbe {
  /** Covers every place near the beginning where blkid looks for a signature. */
  static final int HEAD_BYTES = 5 * 1024 * 1024;

  static final int TAIL_BYTES = 1024 * 1024;

  /** Read at a time: many devices may be looked at at once, and memory is scarce. */
  private static final int CHUNK_BYTES = 128 * 1024;

  /** Below this the parts that are read would meet. The array's volumes have 8 GiB and more. */
  static final long SMALLEST_BYTES = 16L * 1024 * 1024;

  private final Kernel kernel;
  private final Commands commands;

  DeviceProbe(Kernel kernel, Commands commands) {
    this.kernel = kernel;
    this.commands = commands;
  }

  /**
   * What is on the device.
   *
   * @param open the device, held exclusively
   */
  DeviceContent look(Device device, OpenDevice open, Deadline deadline) {
    try {
      long size = kernel.sizeBytes(open);
      if (size != device.sizeBytes()) {
        return new DeviceContent.Unreadable(
            "its size changed from " + device.sizeBytes() + " to " + size + " bytes just now");
      }
      if (size < SMALLEST_BYTES) {
        return new DeviceContent.Unreadable("it has " + size + " bytes only, too few for a volume");
      }
      byte[] head = kernel.read(open, 0, Superblock.HEAD_BYTES);
      List<FormatMark> marks = marks(device.volume(), open, size);
      Signature signature =
          Signature.of(
              commands.run(
                  List.of("blkid", "-p", "-o", "export", device.node().toString()), deadline));
      return switch (signature) {
        case Signature.Failed failed -> new DeviceContent.Unreadable(failed.why());
        case Signature.Ambivalent ambivalent ->
            new DeviceContent.Occupied("signatures of several different things (ambivalent)");
        case Signature.Known known -> known(known, marks, head);
        case Signature.None none -> unsigned(open, size, marks);
      };
    } catch (IOException e) {
      return new DeviceContent.Unreadable(String.valueOf(e.getMessage()));
    }
  }

  /** The marks on the device that are this volume's. */
  List<FormatMark> marks(VolumeId volume, OpenDevice open, long sizeBytes) throws IOException {
    var marks = new ArrayList<FormatMark>();
    for (long place : FormatMark.places(sizeBytes)) {
      FormatMark.decode(kernel.read(open, place, FormatMark.BYTES))
          .filter(mark -> mark.volume().equals(volume))
          .ifPresent(marks::add);
    }
    return marks;
  }

  static long tailAt(long sizeBytes) {
    // Sizes are multiples of 512; direct reads begin at multiples of 4096.
    return (sizeBytes - TAIL_BYTES) / FormatMark.BYTES * FormatMark.BYTES;
  }

  private static DeviceContent known(Signature.Known known, List<FormatMark> marks, byte[] head) {
    Optional<FileSystemType> type =
        known.fileSystem() ? FileSystemType.of(known.type()) : Optional.empty();
    if (type.isEmpty()) {
      return new DeviceContent.Occupied(known.words());
    }
    if (marks.stream().anyMatch(mark -> mark.uuid().equals(known.uuid()))) {
      return new DeviceContent.Unfinished(marks, true);
    }
    return new DeviceContent.Formatted(
        type.get(), known.uuid(), known.label(), Superblock.sizeBytes(type.get(), head));
  }

  private DeviceContent unsigned(OpenDevice open, long size, List<FormatMark> marks)
      throws IOException {
    long found = firstNonZero(open, 0, HEAD_BYTES);
    if (found < 0) {
      found = firstNonZero(open, tailAt(size), size);
    }
    if (found < 0) {
      return new DeviceContent.Blank();
    }
    return marks.isEmpty()
        ? new DeviceContent.Occupied("unknown data, first seen at byte " + found)
        : new DeviceContent.Unfinished(marks, false);
  }

  /** The first byte that is not zero; negative when all are. */
  private long firstNonZero(OpenDevice open, long from, long to) throws IOException {
    for (long at = from; at < to; at += CHUNK_BYTES) {
      byte[] chunk = kernel.read(open, at, (int) Math.min(CHUNK_BYTES, to - at));
      for (int i = 0; i < chunk.length; i++) {
        if (chunk[i] != 0) {
          return at + i;
        }
      }
    }
    return -1;
  }
}
