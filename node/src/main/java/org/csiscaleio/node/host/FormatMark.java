package org.csiscaleio.node.host;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.CRC32C;
import org.csiscaleio.gateway.VolumeId;
import org.csiscaleio.node.service.FileSystemType;

/**
 * What stands on a device while we format it, so that a formatting that is cut short (by SIGKILL, a
 * crash, a power cut) is neither taken for data nor forgotten.
 *
 * <p>A half-made file system looks like unknown data, which is never overwritten. Therefore, after
 * a device was proven blank and under the same exclusive hold, copies of a mark are written to it;
 * they go when mkfs is done, before the volume is mounted or handed out raw. So a device that
 * carries a mark has been proven blank, has since been written to by our mkfs only, and has never
 * been used: formatting it again destroys nothing. The mark travels with the volume; another node
 * can take over.
 *
 * <p>The copies lie where mkfs of our file systems writes nothing or little: at sevenths of the
 * device, away from the ends and from the halves and quarters where xfs has its groups and its log.
 * Should one be overwritten all the same, it is no longer ours to remove, and the others do.
 *
 * <p>The mark names the volume (a snapshot's copy of it does not count on the snapshot) and the
 * UUID that mkfs was told to use: a file system with any other UUID on the device was made by
 * somebody else, and the mark is then void.
 *
 * @param volume the volume being formatted
 * @param type with what
 * @param uuid the UUID of the file system being made
 */
record FormatMark(VolumeId volume, FileSystemType type, String uuid) {
  /** One copy's size; a multiple of every sector size in use. */
  static final int BYTES = 4096;

  private static final int COPIES = 6;

  private static final String FIRST_LINE = "csi-scaleio is formatting this volume\n";
  private static final Pattern TEXT =
      Pattern.compile(
          FIRST_LINE
              + "volume ([0-9a-f]{16})-([0-9a-f]{16})\ntype ([a-z0-9]+)\nuuid ([0-9a-f-]{36})\n");

  /** Text, zeros, and the CRC-32C of all before in the last four bytes. */
  byte[] encoded() {
    var block = new byte[BYTES];
    byte[] text =
        (FIRST_LINE + "volume " + volume + "\ntype " + type.word() + "\nuuid " + uuid + "\n")
            .getBytes(StandardCharsets.US_ASCII);
    System.arraycopy(text, 0, block, 0, text.length);
    ByteBuffer.wrap(block).putInt(BYTES - 4, checksum(block));
    return block;
  }

  /** The mark in a block; empty when it is none, or not a whole one. */
  static Optional<FormatMark> decode(byte[] block) {
    if (block.length != BYTES || ByteBuffer.wrap(block).getInt(BYTES - 4) != checksum(block)) {
      return Optional.empty();
    }
    int end = 0;
    while (end < BYTES - 4 && block[end] != 0) {
      end++;
    }
    Matcher text = TEXT.matcher(new String(block, 0, end, StandardCharsets.US_ASCII));
    if (!text.matches() || FileSystemType.of(text.group(3)).isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new FormatMark(
            new VolumeId(text.group(1), text.group(2)),
            FileSystemType.of(text.group(3)).get(),
            text.group(4)));
  }

  /** Where the copies lie on a device of that size, in bytes from its beginning. */
  static List<Long> places(long deviceBytes) {
    var places = new ArrayList<Long>();
    for (int i = 1; i <= COPIES; i++) {
      places.add(deviceBytes / 7 * i / BYTES * BYTES);
    }
    return places;
  }

  private static int checksum(byte[] block) {
    var crc = new CRC32C();
    crc.update(Arrays.copyOf(block, BYTES - 4));
    return (int) crc.getValue();
  }
}
