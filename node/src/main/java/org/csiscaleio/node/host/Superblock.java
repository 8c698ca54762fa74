package org.csiscaleio.node.host;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.OptionalLong;
import org.csiscaleio.node.service.FileSystemType;

/** How much of its device a file system covers, read from its superblock. */
final class Superblock {
  /** All superblocks read here lie within this many bytes from the device's beginning. */
  static final int HEAD_BYTES = 128 * 1024;

  private static final int EXT_AT = 1024;
  private static final int EXT_INCOMPAT_64BIT = 0x80;
  private static final int XFS_LOG_START_AT = 48;
  private static final int XFS_LOG_BLOCKS_AT = 96;
  private static final int BTRFS_AT = 64 * 1024;

  private Superblock() {}

  /**
   * The file system's size in bytes.
   *
   * @param head the device's first {@link #HEAD_BYTES} or more
   * @return empty when the superblock is not one of that type
   */
  static OptionalLong sizeBytes(FileSystemType type, byte[] head) {
    return switch (type) {
      case EXT3, EXT4 -> ext(ByteBuffer.wrap(head).order(ByteOrder.LITTLE_ENDIAN));
      case XFS -> xfs(ByteBuffer.wrap(head).order(ByteOrder.BIG_ENDIAN));
      case BTRFS -> btrfs(ByteBuffer.wrap(head).order(ByteOrder.LITTLE_ENDIAN));
    };
  }

  /** How much of itself an xfs keeps for its journal, in bytes; 0 when that lies elsewhere. */
  static long xfsLogBytes(byte[] head) {
    ByteBuffer fields = ByteBuffer.wrap(head).order(ByteOrder.BIG_ENDIAN);
    boolean within = fields.getLong(XFS_LOG_START_AT) != 0;
    long blocks = fields.getInt(XFS_LOG_BLOCKS_AT) & 0xffffffffL;
    return within ? blocks * fields.getInt(4) : 0;
  }

  private static OptionalLong ext(ByteBuffer head) {
    if ((head.getShort(EXT_AT + 0x38) & 0xffff) != 0xEF53) {
      return OptionalLong.empty();
    }
    long blocks = head.getInt(EXT_AT + 4) & 0xffffffffL;
    if ((head.getInt(EXT_AT + 0x60) & EXT_INCOMPAT_64BIT) != 0) {
      blocks |= (head.getInt(EXT_AT + 0x150) & 0xffffffffL) << 32;
    }
    return OptionalLong.of(blocks << (10 + head.getInt(EXT_AT + 0x18)));
  }

  private static OptionalLong xfs(ByteBuffer head) {
    if (head.getInt(0) != 0x58465342) {
      return OptionalLong.empty();
    }
    return OptionalLong.of(head.getLong(8) * head.getInt(4));
  }

  private static OptionalLong btrfs(ByteBuffer head) {
    if (head.getLong(BTRFS_AT + 0x40) != 0x4D5F53665248425FL) {
      return OptionalLong.empty();
    }
    return OptionalLong.of(head.getLong(BTRFS_AT + 0x70));
  }
}
