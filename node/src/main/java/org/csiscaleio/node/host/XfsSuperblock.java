package org.csiscaleio.node.host;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Optional;
import java.util.UUID;
import java.util.zip.CRC32C;

/**
 * A superblock of an xfs of version 5: the one at its beginning, or the spare one at the beginning
 * of a later allocation group. All numbers in it are big-endian but for its checksum.
 */
final class XfsSuperblock {
  /** What is read of each; a superblock may be shorter. */
  static final int BYTES = 4096;

  /** Each group has a superblock to write; more would take too long. */
  static final int MOST_GROUPS = 512;

  private static final int MAGIC = 0x58465342;
  private static final int UUID_AT = 32;
  private static final int CHECKSUM_AT = 224;
  private static final int META_UUID_AT = 248;
  private static final int UUID_BYTES = 16;
  private static final int INCOMPAT_AT = 216;

  /** The UUID is not the one that the blocks bear, which is kept beside it; since Linux 4.3. */
  private static final int META_UUID = 0x4;

  private static final int BIG_TIME = 0x8;

  /** File types, sparse inodes, times after 2038, large extent counts, exchange, parents. */
  private static final int KNOWN_INCOMPAT = 0x1 | 0x2 | META_UUID | BIG_TIME | 0x20 | 0x40 | 0x80;

  private static final int REVERSE_MAP = 0x2;
  private static final int REFLINK = 0x4;
  private static final int INODE_COUNTS = 0x8;

  /** These, and the tree of free inodes. */
  private static final int KNOWN_RO_COMPAT = 0x1 | REVERSE_MAP | REFLINK | INODE_COUNTS;

  private final byte[] bytes;
  private final ByteBuffer fields;

  private XfsSuperblock(byte[] bytes) {
    this.bytes = bytes;
    this.fields = ByteBuffer.wrap(bytes).order(ByteOrder.BIG_ENDIAN);
  }

  /**
   * The superblock, if it is whole.
   *
   * @param read {@link #BYTES} from where it begins
   * @return empty for anything else, also for older versions of xfs, which have no checksums
   */
  static Optional<XfsSuperblock> of(byte[] read) {
    ByteBuffer fields = ByteBuffer.wrap(read).order(ByteOrder.BIG_ENDIAN);
    int sector = fields.getShort(102) & 0xffff;
    if (fields.getInt(0) != MAGIC
        || (fields.getShort(100) & 0xf) != 5
        || Integer.bitCount(sector) != 1
        || sector < 512
        || sector > BYTES) {
      return Optional.empty();
    }
    byte[] own = Arrays.copyOf(read, sector);
    return checksum(own) == ByteBuffer.wrap(own).order(ByteOrder.LITTLE_ENDIAN).getInt(CHECKSUM_AT)
        ? Optional.of(new XfsSuperblock(own))
        : Optional.empty();
  }

  /**
   * Why its file system's UUID is better left alone; empty when it may be changed. A host that
   * could write it before can do so afterwards: it has a feature that is younger than {@link
   * #META_UUID}.
   *
   * @param deviceBytes the size of its device
   */
  Optional<String> reasonToLeave(long deviceBytes) {
    int incompat = fields.getInt(INCOMPAT_AT);
    int roCompat = fields.getInt(212);
    boolean young =
        (incompat & BIG_TIME) != 0 || (roCompat & (REVERSE_MAP | REFLINK | INODE_COUNTS)) != 0;
    if (!young) {
      return Optional.of("kernels before 4.3 may have to mount it");
    }
    if ((incompat & ~KNOWN_INCOMPAT) != 0 || (roCompat & ~KNOWN_RO_COMPAT) != 0) {
      return Optional.of("it has features that are not known here");
    }
    if (fields.getInt(220) != 0 || fields.get(126) != 0) {
      return Optional.of("it is not in a state of rest");
    }
    if (fields.getLong(48) == 0 || fields.getLong(16) != 0) {
      return Optional.of("a part of it lies on another device");
    }
    if (groups() < 1 || groups() > MOST_GROUPS) {
      return Optional.of("it has " + groups() + " allocation groups");
    }
    return fields.getLong(8) * blockBytes() <= deviceBytes && groupBytes() > 0
        ? Optional.empty()
        : Optional.of("it is larger than its device");
  }

  UUID uuid() {
    return new UUID(fields.getLong(UUID_AT), fields.getLong(UUID_AT + 8));
  }

  /** The UUID that the blocks of the file system bear. */
  private UUID metaUuid() {
    return (fields.getInt(INCOMPAT_AT) & META_UUID) == 0
        ? uuid()
        : new UUID(fields.getLong(META_UUID_AT), fields.getLong(META_UUID_AT + 8));
  }

  /** How many allocation groups there are, and so superblocks. */
  int groups() {
    return fields.getInt(88);
  }

  /** Where a group begins, in bytes from the device's beginning. */
  long groupAt(int group) {
    return group * groupBytes();
  }

  private long groupBytes() {
    return (fields.getInt(84) & 0xffffffffL) * blockBytes();
  }

  private long blockBytes() {
    return fields.getInt(4) & 0xffffffffL;
  }

  /** Where the log begins, in bytes from the device's beginning. */
  long logAt() {
    long start = fields.getLong(48);
    int bitsOfBlock = bytes[124];
    return groupAt((int) (start >>> bitsOfBlock))
        + (start & ((1L << bitsOfBlock) - 1)) * blockBytes();
  }

  /** How long the log is, in the log's own blocks. */
  int logBlocks() {
    return (int) ((fields.getInt(96) & 0xffffffffL) * blockBytes() / XfsLogRecord.BLOCK_BYTES);
  }

  /** Whether this is a spare of that one, be its UUID changed already or not. */
  boolean spareOf(XfsSuperblock first) {
    return bytes.length == first.bytes.length
        && blockBytes() == first.blockBytes()
        && groupBytes() == first.groupBytes()
        && groups() == first.groups()
        && metaUuid().equals(first.metaUuid());
  }

  /** The same with another UUID, while the file system's blocks keep theirs. */
  byte[] withUuid(UUID uuid) {
    byte[] changed = bytes.clone();
    ByteBuffer to = ByteBuffer.wrap(changed).order(ByteOrder.BIG_ENDIAN);
    UUID meta = metaUuid();
    to.putLong(META_UUID_AT, meta.getMostSignificantBits());
    to.putLong(META_UUID_AT + 8, meta.getLeastSignificantBits());
    to.putInt(INCOMPAT_AT, fields.getInt(INCOMPAT_AT) | META_UUID);
    to.putLong(UUID_AT, uuid.getMostSignificantBits());
    to.putLong(UUID_AT + UUID_BYTES / 2, uuid.getLeastSignificantBits());
    to.order(ByteOrder.LITTLE_ENDIAN).putInt(CHECKSUM_AT, checksum(changed));
    return changed;
  }

  /** Of all of it but the checksum itself, which counts as zero. */
  private static int checksum(byte[] superblock) {
    var crc = new CRC32C();
    crc.update(superblock, 0, CHECKSUM_AT);
    crc.update(new byte[4]);
    crc.update(superblock, CHECKSUM_AT + 4, superblock.length - CHECKSUM_AT - 4);
    return (int) crc.getValue();
  }
}
