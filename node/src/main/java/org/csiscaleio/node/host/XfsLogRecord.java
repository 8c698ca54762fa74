package org.csiscaleio.node.host;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;
import java.util.UUID;
import java.util.zip.CRC32C;

/**
 * The record that an unmount leaves at the end of an xfs log. It is all that the kernel looks at
 * when it mounts a file system whose log is clean, and bears the file system's UUID, or none: then
 * the kernel takes it as it is. Big-endian but for its checksum.
 */
final class XfsLogRecord {
  /** A log is counted in these. */
  static final int BLOCK_BYTES = 512;

  /** The most that follows a head of one block. */
  static final int MOST_BYTES = 32 * 1024;

  private static final UUID NONE = new UUID(0, 0);
  private static final int MAGIC = 0xFEEDBABE;
  private static final int CHECKSUM_AT = 32;
  private static final int UUID_AT = 304;

  /** What of the head its checksum covers: the kernel's structure, as 64-bit machines have it. */
  private static final int HEAD_BYTES = 328;

  private static final int LINUX_LITTLE_ENDIAN = 1;
  private static final byte OF_THE_LOG = (byte) 0xaa;
  private static final byte UNMOUNT = 0x20;

  private final byte[] head;
  private final byte[] body;

  private XfsLogRecord(byte[] head, byte[] body) {
    this.head = head;
    this.body = body;
  }

  /** Whether a record begins in this block of a log. */
  static boolean begins(byte[] block) {
    return ByteBuffer.wrap(block).getInt(0) == MAGIC;
  }

  /** How many bytes follow the head, by what it says. */
  static int bodyBytes(byte[] head) {
    return ByteBuffer.wrap(head).getInt(12);
  }

  /**
   * The record, if it is an unmount's beyond doubt.
   *
   * @param block where in the log it begins
   * @param of the file system's UUID
   */
  static Optional<XfsLogRecord> of(byte[] head, byte[] body, int block, UUID of) {
    ByteBuffer fields = ByteBuffer.wrap(head).order(ByteOrder.BIG_ENDIAN);
    var record = new XfsLogRecord(head, body);
    boolean whole =
        begins(head)
            && fields.getInt(8) == 2
            && fields.getInt(16) == fields.getInt(4)
            && fields.getInt(20) == block
            && fields.getInt(300) == LINUX_LITTLE_ENDIAN
            && fields.getInt(320) <= MOST_BYTES
            && ByteBuffer.wrap(head).order(ByteOrder.LITTLE_ENDIAN).getInt(CHECKSUM_AT)
                == checksum(head, body);
    boolean unmount = fields.getInt(40) == 1 && body[8] == OF_THE_LOG && body[9] == UNMOUNT;
    boolean own = record.uuid().equals(of) || record.uuid().equals(NONE);
    return whole && unmount && own ? Optional.of(record) : Optional.empty();
  }

  private UUID uuid() {
    ByteBuffer fields = ByteBuffer.wrap(head).order(ByteOrder.BIG_ENDIAN);
    return new UUID(fields.getLong(UUID_AT), fields.getLong(UUID_AT + 8));
  }

  /** Its head, taken for whatever UUID the file system has. */
  byte[] withoutUuid() {
    return withUuid(NONE);
  }

  /** Its head for a file system of that UUID. */
  byte[] withUuid(UUID uuid) {
    byte[] changed = head.clone();
    ByteBuffer to = ByteBuffer.wrap(changed).order(ByteOrder.BIG_ENDIAN);
    to.putLong(UUID_AT, uuid.getMostSignificantBits());
    to.putLong(UUID_AT + 8, uuid.getLeastSignificantBits());
    to.order(ByteOrder.LITTLE_ENDIAN).putInt(CHECKSUM_AT, checksum(changed, body));
    return changed;
  }

  private static int checksum(byte[] head, byte[] body) {
    var crc = new CRC32C();
    crc.update(head, 0, CHECKSUM_AT);
    crc.update(new byte[4]);
    crc.update(head, CHECKSUM_AT + 4, HEAD_BYTES - CHECKSUM_AT - 4);
    crc.update(body, 0, body.length);
    return (int) crc.getValue();
  }
}
