package org.csiscaleio.node.host;

import java.util.List;
import java.util.OptionalLong;
import org.csiscaleio.node.service.FileSystemType;

/** What a look at a whole device, opened exclusively, has found. */
sealed interface DeviceContent {
  /** Proven: no signature, first and last bytes read back as zeros, no read error. */
  record Blank() implements DeviceContent {}

  /**
   * A file system of ours to use.
   *
   * @param uuid its UUID as blkid prints it
   * @param label its label; may be empty
   * @param sizeBytes how much of the device it covers, if that could be told
   */
  record Formatted(FileSystemType type, String uuid, String label, OptionalLong sizeBytes)
      implements DeviceContent {}

  /**
   * A formatting of ours that was cut short before anybody used the volume.
   *
   * @param marks what was being made; see {@link FormatMark}
   * @param visible whether the file system can already be seen, so that it may well be complete
   */
  record Unfinished(List<FormatMark> marks, boolean visible) implements DeviceContent {}

  /** Anything else; never to be written to. */
  record Occupied(String what) implements DeviceContent {}

  /** It could not be read in full; never to be written to. */
  record Unreadable(String why) implements DeviceContent {}
}
