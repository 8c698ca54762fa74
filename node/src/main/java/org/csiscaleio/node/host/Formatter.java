package org.csiscaleio.node.host;

import java.io.IOException;
import java.util.List;
import java.util.UUID;
import org.csiscaleio.node.service.Device;
import org.csiscaleio.node.service.FileSystemType;
import org.csiscaleio.node.service.MountPlan;
import org.csiscaleio.operation.Deadline;
import org.csiscaleio.operation.Failure;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sees to it that a device carries the file system it should, making one only where that destroys
 * nothing: on a device proven blank, or on one that we were still formatting when we were stopped
 * (see {@link FormatMark}). Whatever else is there is named and left alone.
 *
 * <p>A format is: hold the device exclusively, prove it blank, write the marks; let go and run mkfs
 * (which takes its own exclusive hold and is never forced); hold again, see the new file system
 * under the UUID we chose, remove the marks. Stopped anywhere in between, the next call finds the
 * device blank, or unfinished by its marks, or done. A mkfs that outlives us is waited for.
 */
final class Formatter {
  private static final Logger LOG = LoggerFactory.getLogger(Formatter.class);

  private static final int WIPE_BYTES = 256 * 1024;

  /** Blank, unfinished, wiped and blank again, formatted; and some for others who are at it too. */
  private static final int MOST_ROUNDS = 6;

  private final Kernel kernel;
  private final Commands commands;
  private final DeviceHold hold;
  private final DeviceProbe probe;

  Formatter(Kernel kernel, Commands commands, DeviceHold hold) {
    this.kernel = kernel;
    this.commands = commands;
    this.hold = hold;
    this.probe = new DeviceProbe(kernel, commands);
  }

  /** A formatted device, and whether it was formatted just now. */
  record Prepared(DeviceContent.Formatted content, boolean justMade) {}

  /**
   * The device's file system, made if need be.
   *
   * @throws Failure FAILED_PRECONDITION naming what is on the device when it is not that
   */
  Prepared prepare(Device device, MountPlan plan, Deadline deadline) {
    boolean made = false;
    for (int round = 0; round < MOST_ROUNDS; round++) {
      DeviceContent content =
          hold.look(device, deadline, open -> probe.look(device, open, deadline));
      switch (content) {
        case DeviceContent.Formatted formatted -> {
          requireWanted(device, formatted, plan);
          return new Prepared(formatted, made);
        }
        case DeviceContent.Blank blank -> {
          requireWritable(device, plan, "blank");
          made = format(device, plan.whenBlank(), plan.formatOptions(), deadline);
        }
        case DeviceContent.Unfinished unfinished -> {
          requireWritable(device, plan, "only half formatted");
          resume(device, unfinished, deadline);
        }
        case DeviceContent.Occupied occupied ->
            throw Failure.precondition(
                device
                    + " is not formatted, because it is not blank: it holds "
                    + occupied.what()
                    + ". It was not touched. If nobody needs that, erase the volume by hand");
        case DeviceContent.Unreadable unreadable ->
            throw Failure.unavailable(
                device
                    + " cannot be looked at in full: "
                    + unreadable.why()
                    + ". It was not touched. Is the volume mapped, and the SDC connected?");
      }
    }
    throw Failure.internal(device + " keeps changing while it is being formatted", null);
  }

  /**
   * Makes the device fit to be handed out raw: what a formatting of ours left on it, which was cut
   * short, is wiped, and with it the marks. After this no mark is ever found on it again.
   */
  void clearUnfinished(Device device, Deadline deadline) {
    List<FormatMark> marks =
        hold.look(device, deadline, open -> probe.marks(device.volume(), open, device.sizeBytes()));
    if (marks.isEmpty()) {
      return;
    }
    hold.awaitNoOthers(device, deadline);
    hold.change(
        device,
        "wiping",
        deadline,
        open -> {
          if (probe.look(device, open, deadline) instanceof DeviceContent.Unfinished) {
            wipe(device, open);
          }
          removeMarks(device, open);
          return Boolean.TRUE;
        });
  }

  /** Tells whether it was done: not when somebody else was quicker. */
  private boolean format(
      Device device, FileSystemType type, List<String> options, Deadline deadline) {
    var mark = new FormatMark(device.volume(), type, UUID.randomUUID().toString());
    List<String> command = MkfsCommand.of(mark, options, device.node().toString());
    LOG.info("Formatting {} with {}", device, type.word());
    hold.awaitNoOthers(device, deadline);
    boolean marked =
        hold.change(
            device,
            "marking",
            deadline,
            open -> {
              // Under the same hold: nobody can have put anything there in between.
              if (!(probe.look(device, open, deadline) instanceof DeviceContent.Blank)) {
                return false;
              }
              for (long place : FormatMark.places(device.sizeBytes())) {
                kernel.write(open, place, mark.encoded());
              }
              kernel.flush(open);
              return true;
            });
    if (!marked) {
      return false;
    }
    Commands.Ended ended = commands.run(command, deadline);
    if (!ended.ok()) {
      throw Failure.precondition(
          command.getFirst() + " could not format " + device + ": " + ended.words());
    }
    finish(device, deadline);
    return true;
  }

  /** Removes the marks from a device on which the file system being made can be seen. */
  private void finish(Device device, Deadline deadline) {
    hold.change(
        device,
        "finishing",
        deadline,
        open -> {
          DeviceContent content = probe.look(device, open, deadline);
          if (!(content instanceof DeviceContent.Unfinished unfinished) || !unfinished.visible()) {
            throw Failure.internal(
                "mkfs has run on " + device + ", but its file system is not there: " + content,
                null);
          }
          // mkfs's own writes come first to the medium, then the marks go.
          kernel.flush(open);
          removeMarks(device, open);
          return Boolean.TRUE;
        });
  }

  private void resume(Device device, DeviceContent.Unfinished unfinished, Deadline deadline) {
    LOG.warn("{} was being formatted when that was cut short; it is done over", device);
    hold.awaitNoOthers(device, deadline);
    if (unfinished.visible() && wellMade(device, unfinished, deadline)) {
      finish(device, deadline);
      return;
    }
    hold.change(
        device,
        "wiping",
        deadline,
        open -> {
          if (probe.look(device, open, deadline) instanceof DeviceContent.Unfinished) {
            wipe(device, open);
          }
          return Boolean.TRUE;
        });
  }

  /** Whether the file system is complete, so that nothing need be done over. Changes nothing. */
  private boolean wellMade(Device device, DeviceContent.Unfinished unfinished, Deadline deadline) {
    String node = device.node().toString();
    List<String> check =
        switch (unfinished.marks().getFirst().type()) {
          case EXT4, EXT3 -> List.of("e2fsck", "-f", "-n", node);
          case XFS -> List.of("xfs_repair", "-n", node);
          case BTRFS -> List.of("btrfs", "check", "--readonly", node);
        };
    return commands.run(check, deadline).ok();
  }

  /** Makes the device look blank; the marks stay, so it may be stopped anywhere. */
  private void wipe(Device device, OpenDevice open) throws IOException {
    long tail = DeviceProbe.tailAt(device.sizeBytes());
    zero(open, tail, tail + DeviceProbe.TAIL_BYTES);
    zero(open, 0, DeviceProbe.HEAD_BYTES);
    kernel.flush(open);
  }

  private void zero(OpenDevice open, long from, long to) throws IOException {
    for (long at = from; at < to; at += WIPE_BYTES) {
      kernel.write(open, at, new byte[(int) Math.min(WIPE_BYTES, to - at)]);
    }
  }

  /** Zeroes the marks that are still whole; a place mkfs has written to is not ours any more. */
  private void removeMarks(Device device, OpenDevice open) throws IOException {
    for (long place : FormatMark.places(device.sizeBytes())) {
      if (FormatMark.decode(kernel.read(open, place, FormatMark.BYTES))
          .filter(mark -> mark.volume().equals(device.volume()))
          .isPresent()) {
        kernel.write(open, place, new byte[FormatMark.BYTES]);
      }
    }
    kernel.flush(open);
  }

  private static void requireWanted(
      Device device, DeviceContent.Formatted formatted, MountPlan plan) {
    if (plan.wanted().isPresent() && plan.wanted().get() != formatted.type()) {
      throw Failure.precondition(
          device
              + " holds a file system of type "
              + formatted.type().word()
              + " (UUID "
              + formatted.uuid()
              + "), and "
              + plan.wanted().get().word()
              + " was asked for; it was not touched. Ask for "
              + formatted.type().word()
              + ", or for none");
    }
  }

  private static void requireWritable(Device device, MountPlan plan, String state) {
    if (plan.readOnly()) {
      throw Failure.precondition(
          device
              + " is "
              + state
              + " and was asked for read-only: there is nothing to read, and it is not formatted for"
              + " a reader. Publish it once for writing");
    }
  }
}
