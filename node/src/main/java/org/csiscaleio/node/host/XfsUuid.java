package org.csiscaleio.node.host;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.csiscaleio.node.service.Device;
import org.csiscaleio.operation.Deadline;
import org.csiscaleio.operation.Failure;

/**
 * Gives an xfs that nobody has mounted another UUID, so that it may be stopped after any write.
 * What has to change together are the superblock and the last record of the log: the kernel mounts
 * nothing where the two have different UUIDs. But it takes a record without a UUID. So first the
 * record loses its UUID; then the spare superblocks get the new one, which nobody looks at; then,
 * in one sector, the first superblock; then the record. Each write is on the medium before the next
 * step. The blocks of the file system keep the UUID they bear, as xfs has it since Linux 4.3.
 *
 * <p>xfs_admin writes the whole log anew before the superblocks. Stopped in between it leaves a
 * file system that does not mount, so it is not used.
 *
 * <p>Nothing is written before all of it has been read and understood. xfs_logprint is asked
 * whether the log is clean and where it ends, and what lies there has to be an unmount's record.
 */
final class XfsUuid {
  private static final Pattern CLEAN =
      Pattern.compile("log tail: (\\d+) head: (\\d+) state: <CLEAN>");

  /** What is written and read at a time. */
  private static final int ALIGNED_BYTES = 4096;

  private final Kernel kernel;
  private final Commands commands;
  private final DeviceHold hold;

  XfsUuid(Kernel kernel, Commands commands, DeviceHold hold) {
    this.kernel = kernel;
    this.commands = commands;
    this.hold = hold;
  }

  /** Bytes that are to lie somewhere on the device, within {@link #ALIGNED_BYTES}. */
  private static final class Write {
    private final long at;
    private final byte[] bytes;

    private Write(long at, byte[] bytes) {
      this.at = at;
      this.bytes = bytes;
    }
  }

  /** Writes of one step, in any order among themselves. */
  private record Step(List<Write> writes) {}

  /**
   * Whether its UUID could be changed as far as its superblock tells; it may be mounted.
   *
   * @throws Failure FAILED_PRECONDITION saying why not
   */
  void requireChangeable(Device device, OpenDevice open) throws IOException {
    var _ = first(device, open);
  }

  /**
   * Changes it.
   *
   * @throws Failure FAILED_PRECONDITION with nothing changed when that is not safe; UNAVAILABLE
   *     when somebody has the device
   */
  void change(Device device, UUID uuid, Deadline deadline) {
    hold.change(
        device,
        "giving a UUID to",
        deadline,
        open -> {
          for (Step step : steps(device, open, uuid, deadline)) {
            for (Write write : step.writes()) {
              write(open, write);
            }
            kernel.flush(open);
          }
          return Boolean.TRUE;
        });
  }

  private List<Step> steps(Device device, OpenDevice open, UUID uuid, Deadline deadline)
      throws IOException {
    XfsSuperblock first = first(device, open);
    var spares = new ArrayList<Write>();
    for (int group = 1; group < first.groups(); group++) {
      long at = first.groupAt(group);
      XfsSuperblock spare =
          XfsSuperblock.of(read(open, at, XfsSuperblock.BYTES))
              .filter(it -> it.spareOf(first))
              .orElseThrow(() -> left(device, "not all of its spare superblocks are well"));
      spares.add(new Write(at, spare.withUuid(uuid)));
    }
    int end = endOfLog(device, first, deadline);
    int block = beginningOfRecord(device, open, first, end);
    XfsLogRecord record = record(device, open, first, block, end);
    long at = at(first, block);
    return List.of(
        new Step(List.of(new Write(at, record.withoutUuid()))),
        new Step(spares),
        new Step(List.of(new Write(0, first.withUuid(uuid)))),
        new Step(List.of(new Write(at, record.withUuid(uuid)))));
  }

  private XfsSuperblock first(Device device, OpenDevice open) throws IOException {
    XfsSuperblock first =
        XfsSuperblock.of(kernel.read(open, 0, XfsSuperblock.BYTES))
            .orElseThrow(() -> left(device, "it is of an old version, or damaged"));
    first
        .reasonToLeave(device.sizeBytes())
        .ifPresent(why -> {
          throw left(device, why);
        });
    return first;
  }

  /** The block of the log after the last one that was written. */
  private int endOfLog(Device device, XfsSuperblock first, Deadline deadline) {
    Commands.Ended ended =
        commands.run(List.of("xfs_logprint", "-t", device.node().toString()), deadline);
    Matcher clean = CLEAN.matcher(ended.output());
    if (!ended.ok() || !clean.find()) {
      throw left(device, "its log is not clean; " + ended.words());
    }
    long end = Long.parseLong(clean.group(2));
    if (!clean.group(1).equals(clean.group(2)) || end >= first.logBlocks()) {
      throw left(device, "where its log ends is not clear; " + ended.words());
    }
    return (int) end;
  }

  private int beginningOfRecord(Device device, OpenDevice open, XfsSuperblock first, int end)
      throws IOException {
    int most = 1 + XfsLogRecord.MOST_BYTES / XfsLogRecord.BLOCK_BYTES;
    for (int block = end - 1; block >= Math.max(0, end - most); block--) {
      if (XfsLogRecord.begins(block(open, first, block))) {
        return block;
      }
    }
    throw left(device, "no record lies whole at the end of its log");
  }

  /** The record that begins there and ends where the log does. */
  private XfsLogRecord record(
      Device device, OpenDevice open, XfsSuperblock first, int begin, int end) throws IOException {
    byte[] head = block(open, first, begin);
    int blocks = end - begin - 1;
    byte[] body = new byte[blocks * XfsLogRecord.BLOCK_BYTES];
    for (int i = 0; i < blocks; i++) {
      byte[] part = block(open, first, begin + 1 + i);
      System.arraycopy(part, 0, body, i * XfsLogRecord.BLOCK_BYTES, part.length);
    }
    if (blocks < 1 || XfsLogRecord.bodyBytes(head) != body.length) {
      throw left(device, "the record at the end of its log is not whole");
    }
    return XfsLogRecord.of(head, body, begin, first.uuid())
        .orElseThrow(() -> left(device, "the end of its log is not an unmount's record"));
  }

  private byte[] block(OpenDevice open, XfsSuperblock first, int block) throws IOException {
    return read(open, at(first, block), XfsLogRecord.BLOCK_BYTES);
  }

  private static long at(XfsSuperblock first, int block) {
    return first.logAt() + (long) block * XfsLogRecord.BLOCK_BYTES;
  }

  /** Reads from a multiple of 512, which need not be one of what the kernel reads directly. */
  private byte[] read(OpenDevice open, long at, int length) throws IOException {
    long from = at - at % ALIGNED_BYTES;
    int skipped = (int) (at - from);
    int whole = skipped + length <= ALIGNED_BYTES ? ALIGNED_BYTES : 2 * ALIGNED_BYTES;
    byte[] around = kernel.read(open, from, whole);
    byte[] read = new byte[length];
    System.arraycopy(around, skipped, read, 0, length);
    return read;
  }

  /** Writes what is around it as it was; only sectors that differ can be torn, which is one. */
  private void write(OpenDevice open, Write write) throws IOException {
    long from = write.at - write.at % ALIGNED_BYTES;
    byte[] around = kernel.read(open, from, ALIGNED_BYTES);
    System.arraycopy(write.bytes, 0, around, (int) (write.at - from), write.bytes.length);
    kernel.write(open, from, around);
  }

  private static Failure left(Device device, String why) {
    return Failure.precondition(device + " keeps its UUID: " + why);
  }
}
