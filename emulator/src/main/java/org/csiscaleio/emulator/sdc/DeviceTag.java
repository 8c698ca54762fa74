package org.csiscaleio.emulator.sdc;

import java.util.Optional;

/**
 * Whose a loop device is. The kernel keeps 63 bytes of free text with each device, so this survives
 * the emulator's death without a file of our own that could lie.
 *
 * @param sdcGuid upper-case
 * @param volumeId 16 lower-case hexadecimal digits, or {@link #DECOY}
 */
record DeviceTag(String sdcGuid, String volumeId) {
  /** In place of a volume: the device that wrong links lead to. */
  static final String DECOY = "decoy";

  private static final String MARK = "sio:";

  static Optional<DeviceTag> parse(String text) {
    String[] parts = text.split(":", -1);
    if (parts.length != 3 || !text.startsWith(MARK)) {
      return Optional.empty();
    }
    return Optional.of(new DeviceTag(parts[1], parts[2]));
  }

  @Override
  public String toString() {
    return MARK + sdcGuid + ":" + volumeId;
  }
}
